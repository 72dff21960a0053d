import type { Pair } from '../frame/office-words.ts';
import type { Say } from '../frame/say.ts';

/** What a rule's parameter is called; under the rule's own code where it means something else there. */
const words: Readonly<Record<string, Pair>> = {
  yellowDays: ['黄色：超过', 'Yellow after'],
  orangeDays: ['橙色：逾期超过', 'Orange when late by more than'],
  redDays: ['红色：逾期超过', 'Red when late by more than'],
  yellowWorkingDays: ['黄色：满', 'Yellow from'],
  orangeWorkingDays: ['橙色：满', 'Orange from'],
  redWorkingDays: ['红色：满', 'Red from'],
  yellowShare: ['黄色：占比不超过', 'Yellow up to a share of'],
  orangeShare: ['橙色：占比达到', 'Orange from a share of'],
  redShare: ['红色：占比达到', 'Red from a share of'],
  yellowWorkers: ['黄色：人数不超过', 'Yellow up to'],
  redWorkers: ['红色：人数达到', 'Red from'],
  orangePersons: ['橙色：人数达到', 'Orange from'],
  redPersons: ['红色：人数达到', 'Red from'],
  orangeMonths: ['橙色：满', 'Orange from'],
  redFen: ['红色：金额达到', 'Red from'],
  leastFen: ['不计的小额：低于', 'Left alone below'],
  manyWorkers: ['红色：人数达到', 'Red from'],
  manyFen: ['合计欠薪金额：达到', 'Owed to all: from'],
  oneFen: ['单人欠薪金额：达到', 'Owed to one worker: from'],
  oneMonths: ['单人欠薪时间：满', 'Owed to one worker for'],
  consecutiveMonths: ['连续欠薪：满', 'In arrears in a row'],
  totalMonths: ['累计欠薪：满', 'In arrears in all'],
  lookBackMonths: ['累计的期间', 'Counted over the last'],
  missMonths: ['预测误差的参考月数', 'Months that the forecast’s error is taken from'],
  noticeDays: ['销户公示期', 'Notice before closing'],
  aheadDays: ['提前提示', 'Told ahead by'],
  lookAheadDays: ['提前提示', 'Told ahead by'],
  rate: ['存储比例', 'Rate of the deposit'],
  severalRate: ['同市另有在建项目时的比例', 'Rate with other projects in the city'],
  restoreDays: ['补足期限（工作日）', 'Term for restoring it (working days)'],
  leastShare: ['最低支付比例', 'Least share to be paid'],
  waitDays: ['确认后的等待期', 'Wait after confirmation'],
  phoneWorkers: ['共用一个电话：达到', 'One phone shared by'],
  bulkCards: ['同日同一网点成批开卡：达到', 'Cards issued at once: from'],
  bulkDays: ['成批开卡后不计的期间', 'Silent after the cards’ issue for'],
  unseenDays: ['进场后未见考勤：满', 'Unseen after entry for'],
  absentDays: ['连续未到岗（工作日）：超过', 'Absent for more than (working days)'],
  managerPercent: ['项目经理到岗率：低于', 'Project manager present: below'],
  engineerPercent: ['监理工程师到岗率：低于', 'Supervising engineers present: below'],
  minScore: ['识别得分：达到', 'Detector’s score: from'],
  countDays: ['计量期限（合同未约定时）', 'Term for counting, unless agreed'],
  paymentDays: ['支付期限（合同未约定时）', 'Term for payment, unless agreed'],
  returns: ['退回次数：达到', 'Sent back: from'],
  sheetWorkingDays: ['工资支付表截止：发薪日前', 'Payroll sheet due before the pay day by'],
  mismatchShare: ['工资与考勤相差：超过', 'Pay and attendance differ by more than'],
  workingDays: ['离场后结清期限', 'Term for paying a leaver'],
  reportDays: ['书面报告期限', 'Term for the written report'],
  slipDays: ['提供工资清单的期限（工作日）', 'Term for the pay slip (working days)'],
  monthFen: ['一人一月工资：超过', 'One person’s month: above'],
  yearFen: ['一人一年工资：超过', 'One person’s year: above'],
  alikeShare: ['班组同额整数工资占比：达到', 'Same round sum in a team: from'],
  fewestOfTeam: ['参与比较的班组人数：不少于', 'Teams compared from'],
  elsewhereDays: ['同日两处考勤：满', 'On two sites on the same day: from'],
  'D02.orangeDays': ['橙色：逾期工作日超过', 'Orange when late by more than (working days)'],
  'D03.redDays': ['红色：逾期工作日超过', 'Red when late by more than (working days)'],
  'F03.yellowWorkingDays': ['黄色：距发薪日', 'Yellow before the pay day by'],
  'F03.orangeWorkingDays': ['橙色：距发薪日', 'Orange before the pay day by'],
  'F03.redWorkingDays': ['红色：距发薪日', 'Red before the pay day by'],
  'D01.orangeDays': ['橙色：逾期工作日超过', 'Orange when late by more than (working days)'],
  'F01.orangeDays': ['橙色：逾期满', 'Orange when late by'],
  'F01.redDays': ['红色：逾期满', 'Red when late by'],
  'W01.orangeDays': ['橙色：逾期满', 'Orange when late by'],
  'W01.redDays': ['红色：逾期满', 'Red when late by'],
  'W02.redDays': ['红色：逾期满', 'Red when late by'],
  'W01.manyWorkers': ['橙色：人数达到（金额也达到时为红色）', 'Orange (red with the sum): from'],
  'W01.redFen': ['红色：金额达到（人数也达到时）', 'Red, with the workers: from'],
  'W02.manyWorkers': ['红色：人数达到（金额也达到时）', 'Red, with the sum: from'],
  'W02.redFen': ['红色：金额达到（人数也达到时）', 'Red, with the workers: from'],
  'W04.manyWorkers': ['红色：同一账户收取工资的人数达到', 'Red: paid into one account, from'],
  'W10.manyWorkers': ['合计欠薪人数：达到', 'Workers in all: from'],
  'R01.orangeDays': ['橙色：同一人当月考勤满', 'Orange: one person’s days in the month'],
  'R06.yellowDays': ['黄色：中断（工作日）满', 'Yellow after an interruption of (working days)'],
  'R06.orangeDays': ['橙色：中断（工作日）满', 'Orange after an interruption of (working days)'],
};

/** The name of a parameter. */
export const paramName = (t: Say, ruleId: string, name: string): string => {
  const pair = words[`${ruleId}.${name}`] ?? words[name];
  return pair ? t(...pair) : name;
};

const units: readonly [ending: RegExp, unit: Pair][] = [
  [/workingDays$/i, ['个工作日', 'working days']],
  [/Days$/, ['天', 'days']],
  [/Months$/, ['个月', 'months']],
  [/(Workers|Persons|OfTeam)$/, ['人', 'persons']],
  [/Percent$/, ['%', '%']],
  [/Fen$/, ['元', 'yuan']],
];

/** Whether a parameter is an amount; people write it in yuan. */
export const isFen = (name: string): boolean => name.endsWith('Fen');

/** Whether a parameter is a share of one. */
export const isShare = (name: string): boolean => /(share|ratio|score|rate)$/i.test(name);

/** The unit that a parameter's name ends in; nothing for what is merely counted. */
export function unitOf(t: Say, name: string): string {
  if (isShare(name)) return t('比例，0 至 1', 'share, 0 to 1');
  const unit = units.find(([ending]) => ending.test(name))?.[1];
  return unit ? t(...unit) : '';
}
