/** What the monthly report is drawn from; null is what the public edition keeps back. */
export interface MonthlyFigures {
  month: string;
  edition: 'internal' | 'public';
  region: string;
  authority: string;
  day: string;
  summary: {
    registered: number | null;
    due: number | null;
    paying: number | null;
    paidInFull: number | null;
    onTime: number | null;
    dueFen: number | null;
    paidFen: number | null;
    workers: number | null;
  };
  projects: Figures;
  wageArrears: Figures;
  transferArrears: Figures;
  settlements: Figures;
  notices: Figures;
  topParties: { contractors: Party[]; owners: Party[] } | null;
}

/** A cross-table; totals stand in the last row and the last column of the cells. */
export interface Figures {
  rows: string[];
  columns: string[];
  cells: Figure[][];
}

export interface Figure {
  count: number | null;
  fen: number | null;
  workers: number | null;
}

export interface Party {
  uscc: string;
  name: string | null;
  projects: number;
  count: number;
  fen: number;
  workers: number;
}

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
  'AUD-GOV': '待审计机关审计',
  'AUD-FIN': '待财政评审',
  'AUD-FINAL': '待竣工决算审计',
  'AUD-3P': '待第三方审计',
  'AUD-INT': '待内部审计',
  'AUD-TRACK': '跟踪审计未确认',
  'AUD-CLAUSE': '合同约定以审计为准',
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
