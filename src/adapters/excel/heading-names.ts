/** What a column of a wage table holds. */
export type PayrollField =
  | 'sequence'
  | 'name'
  | 'idNumber'
  | 'employerName'
  | 'employerUscc'
  | 'team'
  | 'trade'
  | 'wageMonth'
  | 'workDays'
  | 'hours'
  | 'rate'
  | 'quantity'
  | 'extra'
  | 'deduction'
  | 'deductionTotal'
  | 'gross'
  | 'net'
  | 'cardNo'
  | 'bank'
  | 'phone'
  | 'isBackPay'
  | 'backPayMonth'
  | 'payDay'
  | 'slipNo'
  | 'signature'
  | 'remark'
  | 'refusal';

/** A deduction as its column names it; `unspecified` is what only gross − net tells. */
export type DeductionKind =
  | 'advance'
  | 'income-tax'
  | 'labour-protection'
  | 'social-insurance'
  | 'housing-fund'
  | 'meals'
  | 'fine'
  | 'other'
  | 'unspecified';

/** `weak` names lose to any other column of the same field: 工资总额 beside 应发工资. */
export interface HeadingMeaning {
  field: PayrollField;
  kind?: DeductionKind;
  weak?: true;
}

/** The heading of the column that says why a row came back. */
export const REFUSAL_HEADING = '退回原因';

const NAMES: Partial<Record<PayrollField, string>> = {
  sequence: '序号 编号',
  name: '姓名 名字 员工姓名 工人姓名 人员姓名 农民工姓名 民工姓名 职工姓名 日期姓名',
  idNumber: '身份证号 身份证号码 身份证 证件号码 证件号 公民身份号码 居民身份证号码',
  employerName: '企业名称 工人所属企业名称 所属企业 分包单位 劳务单位 单位 单位名称 用工单位',
  employerUscc: '企业统一社会信用代码 统一社会信用代码',
  team: '班组名称 工人所属班组名称 班组 所属班组',
  trade: '工种 当前工种',
  wageMonth: '发放工资的月份 发放工资月份 工资月份 工资所属月份 所属月份 月份',
  workDays: '出勤天数 考勤天数 实际天数 实出勤 当月出勤天数 出勤工日 出勤 工日',
  hours: '总工时 工时',
  rate: '单价/天 单价/量 工资标准 日薪 日工资 单价',
  quantity: '累计工作量 本月工作量 完成工作量 工作量',
  extra: '加班工资 包活工资 加班费',
  deductionTotal: '扣款合计 应扣合计 扣款小计 扣除合计 应扣金额',
  gross: '应发金额 应发工资 本月应发工资 应领工资 应发 应发工资金额 应发合计',
  net: '实发金额 实发工资 本月实发工资 实发 实发工资金额 实发合计 实领工资 实领金额',
  cardNo: '银行卡号 工资卡号 工人工资卡号 发放工资银行卡号 银行账号 银行卡账号 工资卡账号',
  bank: '开户银行 建行开户行 发放工资银行名称 开户行 银行名称',
  phone: '电话 联系电话 手机号码 手机号 电话号码',
  isBackPay: '是否为补发 是否补发',
  backPayMonth: '补发月份',
  payDay: '发放日期',
  slipNo: '第三方工资单编号 工资单编号',
  signature: '农民工签字 个人确认签字 领款签字 签字 签名 本人签字',
  remark: '备注 说明',
  refusal: REFUSAL_HEADING,
};

const WEAK_NAMES: Partial<Record<PayrollField, string>> = {
  name: '名 姓名签字',
  workDays: '天数 合计天数',
  gross: '工资总额',
  net: '应支付',
  cardNo: '卡号 账号',
};

const DEDUCTIONS: Partial<Record<DeductionKind, string>> = {
  advance: '借支 预支 预借 借款 已借支 借支款 扣借支 预支工资',
  'income-tax': '扣个税 个税 个人所得税 代扣个税 扣个人所得税',
  'labour-protection': '劳保 扣劳保 劳保用品 劳保费',
  'social-insurance': '社保 扣社保 代扣社保 社会保险 个人社保 社保个人',
  'housing-fund': '公积金 住房公积金 扣公积金',
  meals: '伙食费 餐费 生活费 扣伙食费 扣生活费',
  fine: '罚款',
  other: '扣款 其他扣款 其它扣款 其他扣除 代扣款',
};

const meanings = new Map<string, HeadingMeaning>();
for (const [field, names] of Object.entries(WEAK_NAMES)) {
  for (const name of names.split(' ')) {
    meanings.set(name, { field: field as PayrollField, weak: true });
  }
}
for (const [field, names] of Object.entries(NAMES)) {
  for (const name of names.split(' ')) {
    meanings.set(name, { field: field as PayrollField });
  }
}
for (const [kind, names] of Object.entries(DEDUCTIONS)) {
  for (const name of names.split(' ')) {
    meanings.set(name, { field: 'deduction', kind: kind as DeductionKind });
  }
}

/**
 * A heading as it is compared: full-width forms made plain, without blanks, line breaks, brackets and
 * the marks *, : that stand round it.
 */
export function headingKey(heading: string): string {
  return heading.normalize('NFKC').replace(/[\s\u200b\ufeff()[\]{}〔〕【】「」*:']/g, '');
}

/**
 * What a heading means, tried as written, without what stands in brackets (应发金额（元）), and without
 * a month in front (3月份实发工资).
 */
export function meaningOf(heading: string): HeadingMeaning | undefined {
  const whole = headingKey(heading);
  const outside = headingKey(
    heading.normalize('NFKC').replace(/[([【〔][^)\]】〕]*[)\]】〕]/g, ''),
  );
  for (const key of [whole, outside]) {
    const meaning = meanings.get(key) ?? meanings.get(key.replace(/^(\d{4}年)?\d{1,2}月份?/, ''));
    if (meaning !== undefined) return meaning;
  }
  return undefined;
}
