import { expect, test } from 'vitest';
import type { Block } from '../../reports/blocks.ts';
import type { NoticeFacts } from '../../reports/notice-facts.ts';
import { composeNotice } from '../../reports/notice-text.ts';
import { anAlert, noticeFacts } from './facts.ts';

const textOf = (blocks: readonly Block[]) =>
  blocks.flatMap((block) => ('text' in block ? [block.text] : []));
const headings = (blocks: readonly Block[]) =>
  blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
const find = <K extends Block['kind']>(blocks: readonly Block[], kind: K) =>
  blocks.find((block): block is Extract<Block, { kind: K }> => block.kind === kind);

test('a full draft says everything in order', () => {
  const blocks = composeNotice(noticeFacts());
  expect(blocks[0]).toEqual({
    kind: 'head',
    organisation: '连云港市住房和城乡建设局',
    number: '（草稿，未编号）',
    title: ['农民工工资支付预警通知书'],
  });
  expect(textOf(blocks).map((text) => text.replace(/[0-9a-f]{16}。$/, 'HASH。'))).toEqual([
    '江苏海州建工集团有限公司：',
    '经农民工工资专户监测预警系统比对，截至2026年10月22日23时59分，海州湾安置房二期（一标段）工程（项目编码：3207062603150001）存在以下问题，现予以预警，请按期整改。预警等级：橙色。',
    '一、预警事实',
    '月工资逾期未发（规则W01，2026年10月16日首次发现）。赣榆宏达劳务有限公司：2026年9月工资应于2026年10月15日发放，仍有12名农民工合计68,400.00元未发放到本人账户。',
    '二、法律依据',
    '《保障农民工工资支付条例》第三十条第一款规定：“分包单位对所招用农民工的实名制管理和工资支付负直接责任。”',
    '三、整改事项',
    '1. 立即足额补发所欠工资。',
    '2. 核实代发失败原因，更正本人工资卡信息。',
    '四、整改期限与反馈方式',
    '请自收到本通知书之日起5个工作日内，以书面形式（加盖公章）将办理情况反馈连云港市住房和城乡建设局。',
    '五、逾期后果',
    '逾期未整改的，依法限制市场准入。',
    '六、核验方式',
    '以平台中银行回执数据为准。',
    '数据截止时间：2026年10月22日23时59分。主送单位统一社会信用代码：91320700MA1ABCDE0X。触发规则：W01（版本1）。事实校验码：HASH。',
    '系统生成，经审核并加盖印章后生效。',
    '联系人：王某，联系电话：0518-00000000',
    '连云港市人力资源和社会保障局，海州湾置业有限公司',
  ]);
});

test('the instrument and the matter make the title', () => {
  const title = (part: Parameters<typeof noticeFacts>[0]) =>
    find(composeNotice(noticeFacts(part)), 'head')?.title.join('');
  const project = '海州湾安置房二期（一标段）工程';
  expect(title({ instrument: 'reminder' })).toBe(`关于${project}农民工工资支付问题的提示函`);
  expect(title({ instrument: 'supervision', alerts: [anAlert({ rule: 'S02' })] })).toBe(
    `关于${project}工程结算支付问题的督办函`,
  );
  expect(title({ instrument: 'reminder', alerts: [anAlert(), anAlert({ rule: 'F01' })] })).toBe(
    `关于${project}农民工工资支付保障问题的提示函`,
  );
  expect(title({ instrument: 'warning' })).toBe('农民工工资支付预警通知书');
});

test('the table has the amounts in yuan and the days, a dash where an alert has none', () => {
  const second = anAlert({
    ruleTitle: '人工费用逾期拨付',
    period: '-',
    amounts: {},
    workers: null,
  });
  const table = find(composeNotice(noticeFacts({ alerts: [anAlert(), second] })), 'table');
  expect(table?.columns.map((column) => column.title)).toEqual(
    '序号 事项 应付 已付 差额 人数 到期日 逾期天数'.split(' '),
  );
  expect(table?.rows).toEqual([
    [
      '1',
      '月工资逾期未发（2026-09）',
      '512,340.00',
      '443,940.00',
      '68,400.00',
      '12',
      '2026-10-15',
      '7',
    ],
    ['2', '人工费用逾期拨付', '—', '—', '—', '—', '2026-10-15', '7'],
  ]);
  expect(table?.note).toBe('金额单位：元');
});

test('nothing paid is 0.00, not a dash', () => {
  const alert = anAlert({ amounts: { dueFen: 1, paidFen: 0, gapFen: 1 } });
  expect(find(composeNotice(noticeFacts({ alerts: [alert] })), 'table')?.rows[0]).toContain('0.00');
});

test('what no alert has is no column, and no amounts and days at all is no table', () => {
  const days = anAlert({ amounts: {}, workers: null });
  const table = find(composeNotice(noticeFacts({ alerts: [days] })), 'table');
  expect(table?.columns.map((column) => column.title)).toEqual([
    '序号',
    '事项',
    '到期日',
    '逾期天数',
  ]);
  expect(table?.note).toBeUndefined();
  const bare = anAlert({ amounts: {}, workers: null, dueDay: null, daysLate: null });
  expect(find(composeNotice(noticeFacts({ alerts: [bare] })), 'table')).toBeUndefined();
});

test('absent parts leave no holes: numbers close up, nothing empty is printed', () => {
  const facts = noticeFacts({
    authority: { name: '连云港市住房和城乡建设局' },
    addressee: { name: '某某公司' },
    copies: [],
    laws: [],
    asks: [],
    consequences: null,
    verification: null,
    alerts: [anAlert({ ruleVersion: null, subject: '' })],
  });
  const blocks = composeNotice(facts);
  expect(headings(blocks)).toEqual(['一、预警事实', '二、整改期限与反馈方式']);
  expect(find(blocks, 'remark')).toBeUndefined();
  expect(find(blocks, 'copies')).toBeUndefined();
  expect(textOf(blocks).join('')).not.toMatch(/undefined|null|统一社会信用代码|：。|（）/);
});

test('an approved notice has its number, its date, and no line about the seal', () => {
  const facts = noticeFacts({
    number: '连建警〔2026〕15号',
    approved: true,
    issuedOn: '2026-10-08',
    replyDay: '2026-10-30',
    replyHow: '通过系统',
  });
  const blocks = composeNotice(facts);
  expect(find(blocks, 'head')?.number).toBe('连建警〔2026〕15号');
  expect(find(blocks, 'signature')).toMatchObject({ date: '2026年10月8日' });
  const text = textOf(blocks).join('');
  expect(text).not.toContain('系统生成');
  expect(text).toContain('请于2026年10月30日前（含当日），通过系统将办理情况反馈');
});

test('a draft is signed as not issued', () => {
  const blocks = composeNotice(noticeFacts());
  expect(find(blocks, 'signature')).toMatchObject({ date: '（未签发）' });
});

test('earlier notices are told, quotation marks inside a law become single', () => {
  const law = { title: '《某办法》', article: '第二条', text: '本办法所称“工资”，是指报酬。' };
  const earlier = [
    { number: '连建警〔2026〕15号', issuedOn: '2026-10-08', unresolved: '至今未补发' },
  ];
  const blocks = composeNotice(noticeFacts({ instrument: 'supervision', laws: [law], earlier }));
  expect(headings(blocks).slice(0, 3)).toEqual([
    '一、督办事项',
    '二、前期预警情况',
    '三、法律依据',
  ]);
  expect(textOf(blocks)).toContain('2026年10月8日以连建警〔2026〕15号预警，至今未补发。');
  expect(textOf(blocks)).toContain('《某办法》第二条规定：“本办法所称‘工资’，是指报酬。”');
});

test('a line break in a fact is printed as a space', () => {
  const alert = anAlert({ sentence: '第一行\n第二行。' });
  expect(textOf(composeNotice(noticeFacts({ alerts: [alert] }))).join('|')).toContain(
    '第一行 第二行。|',
  );
});

test('the newest block is printed with the start of its hash; facts of the older form print none', () => {
  const trail = { blockNo: 12, hash: `0123456789abcdef${'f'.repeat(48)}` };
  const paper = (part: Partial<NoticeFacts>) => textOf(composeNotice(noticeFacts(part))).join('|');
  expect(paper({ template: 'notice-2', trail })).toContain('存证区块：12（0123456789abcdef）。|');
  for (const none of [{}, { trail: null }]) expect(paper(none)).not.toContain('存证');
  expect(paper({ trail: null })).toBe(paper({}));
});

test('a data time without +08:00 is refused', () => {
  expect(() => composeNotice(noticeFacts({ dataTime: '2026-10-22T15:59:59Z' }))).toThrow(
    RangeError,
  );
});

test('what is only involved has a column of its own and is not called missing', () => {
  const alert = anAlert({ amounts: { involvedFen: 35_000_00 } });
  const table = find(composeNotice(noticeFacts({ alerts: [alert] })), 'table');
  expect(table?.columns.map((column) => column.title)).toContain('涉及金额');
  expect(table?.columns.map((column) => column.title)).not.toContain('差额');
  expect(table?.rows[0]).toContain('35,000.00');
});

test('several alerts are numbered; a level is named only where it is not the paper’s', () => {
  const blocks = composeNotice(noticeFacts({ alerts: [anAlert(), anAlert({ level: 'yellow' })] }));
  const text = textOf(blocks).join('|');
  expect(text).toContain('|1. 月工资逾期未发（规则W01，2026年10月16日首次发现）');
  expect(text).toContain('|2. 月工资逾期未发（规则W01，黄色，2026年10月16日首次发现）');
});

test('a warning of settlements alone does not speak of wages in its title', () => {
  const title = (...rules: string[]) =>
    find(composeNotice(noticeFacts({ alerts: rules.map((rule) => anAlert({ rule })) })), 'head')
      ?.title;
  expect(title('S01', 'S02')).toEqual(['工程结算支付预警通知书']);
  expect(title('S01', 'F01')).toEqual(['农民工工资支付预警通知书']);
});

test('the last words of the body are kept on one page with the signature', () => {
  const blocks = composeNotice(noticeFacts());
  const end = blocks.findIndex((block) => block.kind === 'signature');
  const kept = blocks.slice(end - 3, end).map((block) => block.kind === 'paragraph' && block.keep);
  expect(kept).toEqual([true, true, true]);
});
