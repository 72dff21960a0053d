/** Reasons that are banned though no audit is in them (rule S10). */
export const excuses = ['人员变更', '内部付款流程', '竣工验收备案', '第三方付款'] as const;
export type Excuse = (typeof excuses)[number];

const PERSON =
  '(法定代表人|法人代表|法人|负责人|领导|局长|院长|校长|主任|书记|总经理|董事长|班子|经办人|分管|财务人员|会计|出纳|主管)';
const CHANGED =
  '(变更|更换|更替|调整|调离|调走|调动|调任|换届|换人|换了|换|交接|离任(?!审计)|离职|退休|新任|没到位|未到位|空缺|还没定|未明确)';
const THIRD =
  '(业主|甲方|上级|上游|财政|总包|总承包|发包方|发包人|建设单位|建设方|第三方|房款|购房款|销售款|下家|客户|开发商)';

const forms: readonly (readonly [Excuse, RegExp])[] = [
  ['人员变更', new RegExp(`${PERSON}[^,.]{0,6}${CHANGED}|新任${PERSON}|人员(变动|变更|调整)`)],
  [
    '内部付款流程',
    /(内部|付款|支付|用款|请款|拨款|财务|oa|签字|签批|审批|报批|资金)[^,.]{0,4}(流程|程序|手续|审批|签批)[^,.]{0,6}(中|未|没|还在|尚在|正在|在走|在办|走完后|完成后|慢)/,
  ],
  [
    '竣工验收备案',
    /(等|待|候|未|没|尚未)[^,.]{0,6}竣工验收(备案|批复)|竣工验收(备案|批复|备案表)[^,.]{0,6}(未|没|尚|还|后|中|才)/,
  ],
  [
    '第三方付款',
    new RegExp(
      `${THIRD}[^,.]{0,6}(未|没|不|尚未)[^,.]{0,6}(付|拨|给|到账|回款|打款)|(等|待|收到|拿到|视)[^,.]{0,2}${THIRD}[^,.]{0,8}(付款|拨款|回款|款|资金)[^,.]{0,6}(后|再|才|到账|支付)|(收到|以)[^,.]{0,2}${THIRD}[^,.]{0,4}(付款|款项)[^,.]{0,4}(前提|条件|为准)`,
    ),
  ],
];

/** The excuse does not stand: forbidden, harmless, over, or the money is there. */
const HARMLESS =
  /(不得|不应|严禁|禁止|不许|不能|不会|不再|不|未|没有?)(以|因|将|拿)|不影响|不作为|(已|均已)(走完|办结|完成|办完|付清|支付|拨付|付|到账|结清)|(款|钱)[^,.]{0,3}已|照常|先行支付|无关/;

/** The first excuse of S10 that a text gives, or null. */
export function excuseIn(text: string): Excuse | null {
  for (const sentence of text.split('.')) {
    if (HARMLESS.test(sentence)) continue;
    const found = forms.find(([, form]) => {
      const match = form.exec(sentence);
      return match !== null && !/审计|内审|评审|审价/.test(match[0]);
    });
    if (found) return found[0];
  }
  return null;
}
