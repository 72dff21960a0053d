import { auditCodes } from '../src/lib/terms.ts';

const LEVELS: Readonly<Record<string, string>> = { red: '红色', orange: '橙色', yellow: '黄色' };
const AGES: Readonly<Record<string, string>> = {
  '7': '7日内',
  '30': '8—30日',
  '90': '31—90日',
  older: '超过90日',
};
const PAY: Readonly<Record<string, string>> = {
  'on-time': '按时足额',
  late: '逾期足额',
  part: '部分发放',
  none: '未发放',
  unclaimed: '未报工资表',
  'nothing-due': '本月无应发',
};
const STAGES: Readonly<Record<string, string>> = {
  review: '逾期未审核',
  payment: '逾期未支付',
  'reason-only': '未逾期但已提出理由',
};
const PRETEXTS: Readonly<Record<string, string>> = {
  ...auditCodes,
  AUD: '以审计为由（未分类）',
  suspected: '疑似以审计为由，待复核',
  banned: '其他不予认可的理由',
  unstated: '未说明理由',
};
const INSTRUMENTS: Readonly<Record<string, string>> = {
  reminder: '提示函',
  warning: '预警通知书',
  supervision: '督办函',
  referral: '线索移送函',
};
const OUTCOMES: Readonly<Record<string, string>> = {
  accepted: '回复已认可',
  answered: '已回复待认定',
  waiting: '回复期内',
  overdue: '逾期未回复',
  unserved: '尚未送达',
  withdrawn: '已撤回',
};
const WORDS: Readonly<Record<string, string>> = {
  ...LEVELS,
  ...AGES,
  ...PAY,
  ...STAGES,
  ...PRETEXTS,
  ...INSTRUMENTS,
  ...OUTCOMES,
};

/** The Chinese word for a key of a row or column; a key that has none as it is. */
export const wordOf = (key: string): string => WORDS[key] ?? key;
