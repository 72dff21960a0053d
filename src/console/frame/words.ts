import { officeWords, type Pair } from './office-words.ts';
import type { Say } from './say.ts';

const levels = {
  red: ['红色', 'Red'],
  orange: ['橙色', 'Orange'],
  yellow: ['黄色', 'Yellow'],
} as const satisfies Record<string, Pair>;

const alertStatuses: Record<string, Pair> = {
  open: ['待处理', 'Open'],
  held: ['待核', 'Held'],
  replied: ['已答复', 'Replied'],
  cleared: ['已解除', 'Cleared'],
  dismissed: ['已核销', 'Dismissed'],
};

const noticeStatuses: Record<string, Pair> = {
  draft: ['草稿', 'Draft'],
  approved: ['已签发', 'Approved'],
  served: ['已送达', 'Served'],
  answered: ['已回复', 'Answered'],
  overdue: ['逾期未回复', 'Overdue'],
  lapsed: ['已失效', 'Lapsed'],
  withdrawn: ['已撤回', 'Withdrawn'],
};

const instruments: Record<string, Pair> = {
  reminder: ['提示函', 'Reminder'],
  warning: ['预警通知书', 'Warning notice'],
  supervision: ['督办函', 'Supervision letter'],
  referral: ['线索移送函', 'Referral'],
};

const addressees: Record<string, Pair> = {
  owner: ['建设单位', 'Owner'],
  contractor: ['施工总承包单位', 'Contractor'],
  employer: ['用人单位', 'Employer'],
  bank: ['开户银行', 'Bank'],
  'labour-office': ['人力资源社会保障部门', 'Labour office'],
  'housing-office': ['住房城乡建设部门', 'Housing office'],
  'finance-office': ['财政部门', 'Finance office'],
  'audit-office': ['审计机关', 'Audit office'],
  operator: ['系统管理员', 'Operator'],
};

const delayers: Record<string, Pair> = {
  owner: ['建设单位', 'Owner'],
  contractor: ['施工总承包单位', 'Contractor'],
  bank: ['银行', 'Bank'],
  'returned-card': ['退回的银行卡', 'Returned card'],
};

const duties: Record<string, Pair> = {
  wage: ['发放工资', 'Wages'],
  'payroll-sheet': ['编制工资支付表', 'Payroll sheet'],
  resend: ['重新代发', 'Send again'],
  leaver: ['结清离场工资', 'Pay a leaver'],
  transfer: ['拨付人工费用', 'Transfer from the owner'],
  'account-opening': ['开立专用账户', 'Open the wage account'],
  'account-filing': ['账户备案', 'File the account'],
  deposit: ['存储工资保证金', 'Wage deposit'],
  'settlement-review': ['审核结算', 'Review the settlement'],
  'settlement-payment': ['支付结算款', 'Pay the settlement'],
  'notice-reply': ['回复文书', 'Answer the paper'],
};

const services: Record<string, Pair> = {
  'in-person': ['直接送达', 'In person'],
  left: ['留置送达', 'Left at the place'],
  post: ['邮寄送达', 'By post'],
  electronic: ['电子送达', 'Electronically'],
  announcement: ['公告送达', 'By announcement'],
};

/** An act as a history tells it. */
const acts: Record<string, Pair> = {
  'alert.opened': ['发现', 'Found'],
  'alert.opened-held': ['发现，待核', 'Found, held'],
  'alert.raised': ['等级上升', 'Level raised'],
  'alert.lowered': ['等级下降', 'Level lowered'],
  'alert.held': ['待核', 'Held'],
  'alert.released': ['核实后继续', 'No longer held'],
  'alert.cleared': ['解除', 'Cleared'],
  'alert.reopened': ['重新打开', 'Reopened'],
  'alert.replied': ['答复', 'Replied'],
  'alert.judged': ['认定答复', 'Reply judged'],
  'alert.assigned': ['分派', 'Assigned'],
  'alert.asked': ['询问', 'Asked'],
  'alert.commented': ['批注', 'Comment'],
  'alert.dismissal-proposed': ['提请核销', 'Dismissal proposed'],
  'alert.dismissed': ['核销', 'Dismissed'],
  'alert.acceptance-proposed': ['提请认定免责', 'Excuse proposed'],
  'alert.accepted': ['认定免责', 'Excused'],
  'alert.silence-proposed': ['提请暂缓文书', 'Silence proposed'],
  'alert.silenced': ['暂缓文书', 'Silenced'],
  'evidence.packed': ['导出证据包', 'Evidence packed'],
  'notice.drafted': ['起草', 'Drafted'],
  'notice.edited': ['改写其他事项', 'Edited'],
  'notice.approved': ['签发', 'Approved'],
  'notice.served': ['送达', 'Served'],
  'notice.replied': ['回复', 'Replied'],
  'notice.judged': ['认定回复', 'Reply judged'],
  'notice.withdrawn': ['撤回', 'Withdrawn'],
  'notice.lapsed': ['失效', 'Lapsed'],
  'notice.overdue': ['逾期未回复', 'Overdue'],
  'notice.workers-listed': ['制作全名名单', 'Workers listed'],
};

const batchStatuses: Record<string, Pair> = {
  claimed: ['待复核', 'To approve'],
  approved: ['已复核，待下达', 'Approved, to order'],
  ordered: ['已下达银行', 'Ordered'],
  paying: ['代发中', 'Paying'],
  paid: ['已发放', 'Paid'],
  withdrawn: ['已撤回', 'Withdrawn'],
};

const batchKinds: Record<string, Pair> = {
  regular: ['当月工资', 'Regular'],
  supplement: ['补充', 'Supplement'],
  correction: ['更正', 'Correction'],
  resend: ['补发', 'Sent again'],
};

const lineStates: Record<string, Pair> = {
  claimed: ['未下达', 'Not ordered'],
  ordered: ['已下达银行', 'Ordered'],
  accepted: ['银行已受理', 'Accepted by the bank'],
  unknown: ['结果不明', 'Outcome unknown'],
  paid: ['已到账', 'Paid'],
  rejected: ['银行拒付', 'Rejected'],
  returned: ['退票', 'Returned'],
  withdrawn: ['已撤回', 'Withdrawn'],
};

/** What a column of a payroll sheet holds. */
const sheetFields: Record<string, Pair> = {
  name: ['姓名', 'Name'],
  idNumber: ['身份证号', 'Identity number'],
  team: ['班组', 'Team'],
  workDays: ['出勤天数', 'Days worked'],
  gross: ['应发工资', 'Gross'],
  'deduction:advance': ['扣款：借支', 'Deduction: advance'],
  'deduction:social-insurance': ['扣款：社保', 'Deduction: social insurance'],
  'deduction:housing-fund': ['扣款：公积金', 'Deduction: housing fund'],
  'deduction:income-tax': ['扣款：个税', 'Deduction: income tax'],
  'deduction:meals': ['扣款：伙食费', 'Deduction: meals'],
  'deduction:labour-protection': ['扣款：劳保', 'Deduction: protective gear'],
  'deduction:fine': ['扣款：罚款', 'Deduction: fine'],
  'deduction:other': ['扣款：其他', 'Deduction: other'],
  deductionTotal: ['扣款合计', 'All deductions'],
  net: ['实发工资', 'Net'],
  cardNo: ['工资卡号', 'Card number'],
  wageMonth: ['工资月份', 'Wage month'],
};

/** How a person's attendance and pay differ. */
const attendances: Record<string, Pair> = {
  'no-payroll': ['有考勤，没有工资', 'attended, not in the payroll'],
  'no-attendance': ['有工资，没有考勤', 'in the payroll, never attended'],
  'more-claimed': ['工资表天数多于考勤', 'more days in the payroll'],
  'fewer-claimed': ['工资表天数少于考勤', 'fewer days in the payroll'],
};

/** What an act leads to, said at the head of the page after it. */
const done: Record<string, Pair> = {
  password: ['密码已更改，其他登录已失效。', 'Password changed; other sessions have ended.'],
  joined: ['密码已设定，请登录。', 'Password set. Please sign in.'],
  assigned: ['已分派。', 'Assigned.'],
  asked: [
    '询问已发出，所涉单位在本预警页可见。',
    'Asked; the firms concerned see it on this page.',
  ],
  commented: ['批注已保存。', 'Comment saved.'],
  replied: ['答复已提交。', 'Reply sent.'],
  judged: ['已认定。', 'Judged.'],
  dismissed: ['已核销。', 'Dismissed.'],
  accepted: ['已认定免责情形。', 'Excuse accepted.'],
  silenced: ['已暂缓文书。', 'Silenced.'],
  second: [
    '已提请，须另一人确认后生效；可把预警分派给确认人。',
    'Proposed; a second person must confirm it: assign the alert to them.',
  ],
  'project-confirmed': ['登记信息已确认。', 'The registration is confirmed.'],
  reviewed: ['复核意见已保存。', 'Review saved.'],
  approved: ['已签发。', 'Approved.'],
  served: ['送达已登记。', 'Service recorded.'],
  withdrawn: ['已撤回。', 'Withdrawn.'],
  edited: [
    '“其他事项”已改写；改写人不能签发。',
    'Paragraph saved; whoever changed it does not approve.',
  ],
  'batch-approved': ['已复核，可以下达银行。', 'Approved; it can be ordered.'],
  'batch-withdrawn': ['该批次已撤回。', 'Batch withdrawn.'],
  'batch-ordered': [
    '已下达。请下载指令文件交开户银行。',
    'Ordered. Download the order file for the bank.',
  ],
  'batch-confirmed': ['本人签字确认已登记。', 'Signatures recorded.'],
  'batch-slips': ['工资清单已登记。', 'Pay slips recorded.'],
  'delay-stated': ['说明已提交。', 'Reason stated.'],
  'delay-withdrawn': ['说明已撤回。', 'Reason withdrawn.'],
  'step-stated': ['已登记。', 'Recorded.'],
  'batch-claimed': ['工资表已提交，请另一人复核。', 'Payroll filed; another person approves it.'],
  'batch-resent': [
    '补发批次已提交，请另一人复核后下达。',
    'Filed to be sent again; another person approves it.',
  ],
  complained: [
    '已经告诉劳动监察部门，他们会去查。',
    'The labour office has been told and will look into it.',
  ],
  'complaint-closed': ['投诉已办结。', 'Complaint closed.'],
  'role-changed': ['角色已变更，其登录已失效。', 'Role changed; their sessions have ended.'],
  'factor-reset': ['动态验证码已解除，由本人重新绑定。', 'Second factor reset.'],
  disabled: ['已停用。', 'Disabled.'],
  ran: ['夜间任务已运行。', 'The night was run.'],
  proposed: ['已提出，须由另一人发布。', 'Proposed; another person must release it.'],
  released: ['已发布，自生效日期起适用。', 'Released; it holds from its first day.'],
  'version-withdrawn': ['该版本已撤回。', 'Version withdrawn.'],
  'calendar-confirmed': [
    '节假日安排已确认，到期日已重算。',
    'Calendar confirmed; due days reckoned again.',
  ],
  'key-revoked': ['密钥已停用。', 'The key has ended.'],
  'secret-ended': ['该签名密钥已停用。', 'The secret has ended.'],
  replayed: ['该报文已重新处理。', 'The message was read again.'],
  stored: ['已登记。', 'Stored.'],
  'complained-already': ['今天已经登记过了，不用再点。', 'This was told today already.'],
};

const projectStatuses: Record<string, Pair> = {
  preparing: ['筹备', 'Preparing'],
  active: ['在建', 'Active'],
  suspended: ['停工', 'Suspended'],
  finished: ['完工', 'Finished'],
};

const roles: Record<string, Pair> = {
  owner: ['建设单位', 'Owner'],
  contractor: ['施工总承包单位', 'Contractor'],
  subcontractor: ['分包单位', 'Subcontractor'],
  supervisor: ['监理单位', 'Supervisor'],
  authority: ['主管部门', 'Authority'],
};

const funds: Record<string, Pair> = {
  government: ['政府投资', 'Government'],
  state: ['国有企业投资', 'State company'],
  private: ['社会投资', 'Private'],
};

const settlementLevels: Record<string, Pair> = {
  progress: ['进度款结算', 'Progress'],
  process: ['施工过程结算', 'Process'],
  unit: ['单位工程竣工结算', 'Unit, final'],
  single: ['单项工程竣工结算', 'Single work, final'],
  whole: ['建设项目竣工总结算', 'Whole project, final'],
};

const settlementStates: Record<string, Pair> = {
  delivered: ['审核中', 'Under review'],
  reviewed: ['已出具意见', 'Opinion given'],
  confirmed: ['已确认', 'Confirmed'],
  due: ['待支付', 'To be paid'],
  paid: ['已付清', 'Paid'],
  withdrawn: ['已撤回', 'Withdrawn'],
};

/** What people type into the forms of acts; what else these send is chosen or the program's own. */
const typed: Record<string, Pair> = {
  text: ['内容', 'Words'],
  reason: ['理由', 'Reason'],
  reasonText: ['具体说明', 'In words'],
  evidence: ['证明材料名称', 'Papers that show it'],
  missingPapers: ['缺少的资料', 'What is missing'],
  addition: ['其他事项', 'Other matters'],
  amount: ['金额（元）', 'Amount (yuan)'],
  undisputed: ['其中无争议的部分（元）', 'Undisputed part (yuan)'],
  takenBy: ['签收人', 'Taken by'],
  on: ['日期', 'On'],
  until: ['至', 'Until'],
  dueOn: ['限期', 'By'],
  confirmedOn: ['签字日期', 'Signed on'],
  issuedOn: ['提供日期', 'Given on'],
  except: ['这些行除外', 'All but these lines'],
  line: ['补发的行', 'Lines sent again'],
  wageMonth: ['工资月份', 'Wage month'],
};

const settlementSteps: Record<string, Pair> = {
  'papers-requested': ['要求补正资料', 'Papers asked for'],
  'papers-complete': ['资料补齐', 'Papers complete'],
  returned: ['退回', 'Sent back'],
  resubmitted: ['重新提交', 'Submitted again'],
  opinion: ['出具审核意见', 'Opinion'],
  'delay-stated': ['说明延期理由', 'Reason for delay'],
  'reason-withdrawn': ['撤回理由', 'Reason withdrawn'],
  confirmed: ['确认', 'Confirmed'],
  're-review': ['再次审核', 'Reviewed again'],
  'payment-applied': ['申请支付', 'Payment applied for'],
  paid: ['支付', 'Paid'],
  withdrawn: ['撤回', 'Withdrawn'],
};

const reasonCodes: Record<string, Pair> = {
  'AUD-GOV': ['待审计机关审计', 'Government audit'],
  'AUD-FIN': ['待财政评审', 'Finance review'],
  'AUD-FINAL': ['待竣工决算审计', 'Audit of final accounts'],
  'AUD-3P': ['待第三方审计', 'Third-party audit'],
  'AUD-INT': ['待内部审计', 'Internal audit'],
  'AUD-TRACK': ['跟踪审计未确认', 'Tracking audit'],
  'AUD-CLAUSE': ['合同约定以审计为准', 'Audit clause'],
  PAPERS: ['资料不全', 'Papers missing'],
  QUALITY: ['质量争议', 'Quality'],
  QUANTITY: ['工程量争议', 'Quantities'],
  PRICE: ['价格争议', 'Price'],
  SETTLEMENT: ['结算争议', 'Settlement'],
  DISPUTE: ['其他争议', 'Dispute'],
  FUNDS: ['资金不足', 'Lack of funds'],
  PROCESS: ['内部付款流程', 'Internal procedure'],
  PERSONNEL: ['人员变更', 'Change of staff'],
  FILING: ['等待竣工验收备案', 'Filing of acceptance'],
  'THIRD-PARTY': ['以收到第三方付款为条件', 'Payment by a third party'],
  OTHER: ['其他', 'Other'],
};

const sets = {
  ...officeWords,
  level: levels as Record<string, Pair>,
  alertStatus: alertStatuses,
  noticeStatus: noticeStatuses,
  instrument: instruments,
  addressee: addressees,
  delayer: delayers,
  duty: duties,
  service: services,
  act: acts,
  typed,
  done,
  batchStatus: batchStatuses,
  batchKind: batchKinds,
  lineState: lineStates,
  sheetField: sheetFields,
  attendance: attendances,
  projectStatus: projectStatuses,
  role: roles,
  fund: funds,
  settlementLevel: settlementLevels,
  settlementState: settlementStates,
  settlementStep: settlementSteps,
  reasonCode: reasonCodes,
};

/** The word for a code of one of the program's short lists; the code itself where it has none. */
export function wordOf(t: Say, set: keyof typeof sets, code: string): string {
  const pair = hasWord(set, code) ? sets[set][code] : undefined;
  return pair ? t(...pair) : code;
}

/** Whether a list has the code: an address may say anything. */
export const hasWord = (set: keyof typeof sets, code: string): boolean =>
  Object.hasOwn(sets[set], code);

/** All codes of a list with their words, in order. */
export const wordsIn = (t: Say, set: keyof typeof sets): [code: string, word: string][] =>
  Object.entries(sets[set]).map(([code, pair]) => [code, t(...pair)]);
