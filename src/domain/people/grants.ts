/** What an API key may do, each with the sentence an administrator reads. */
export const grants = {
  read: '查看本单位（本辖区）的项目、工资批次、义务、预警和文书',
  'registry:write': '登记单位、项目、合同、账户、用工',
  'registry:propose': '提出项目和合同信息，由主管部门确认',
  'registry:confirm': '确认项目和合同信息',
  'attendance:post': '报送考勤',
  'payroll:post': '报送、撤回工资批次',
  'payroll:approve': '复核工资批次',
  'payroll:order': '下达代发指令并取得指令文件',
  'settlement:write': '报送结算及其步骤',
  'delays:write': '说明人工费用延迟拨付的原因',
  'complaints:write': '登记、办结投诉',
  'alerts:reply': '答复预警',
  'alerts:handle': '核销预警、认定免责情形',
  'notices:handle': '审核、送达、撤回文书',
  'reports:read': '取得本辖区的统计月报',
  'personal:disclose': '说明理由后查看完整的身份证号、卡号和电话',
  'personal:audit': '查看本辖区内谁看过完整的号码及其理由',
  'calendar:write': '确认年度节假日安排',
  'rules:write': '提出、发布、撤回规则版本，试算规则',
  'jobs:run': '查看和启动每日任务',
  'people:write': '邀请、停用人员，变更其角色',
  'messages:tend': '查看本行报送的报文、未匹配的数据和对账情况，重新处理未完成的报文',
  'keys:write': '发放、停用接口密钥，登记银行及其签名密钥',
} as const;

export type Grant = keyof typeof grants;

/** Whether a text is the name of a grant. */
export const isGrant = (text: string): text is Grant => Object.hasOwn(grants, text);

const BY_KIND: Readonly<Record<string, readonly Grant[]>> = {
  contractor: [
    'registry:write',
    'payroll:post',
    'payroll:approve',
    'payroll:order',
    'attendance:post',
    'settlement:write',
    'alerts:reply',
    'read',
  ],
  owner: ['registry:propose', 'settlement:write', 'delays:write', 'alerts:reply', 'read'],
  authority: [
    'registry:write',
    'registry:confirm',
    'settlement:write',
    'complaints:write',
    'alerts:handle',
    'notices:handle',
    'reports:read',
    'personal:disclose',
    'personal:audit',
    'calendar:write',
    'rules:write',
    'jobs:run',
    'read',
  ],
  // Attendance comes from the site's own gates, which the contractor runs.
  subcontractor: ['read'],
};

/** Whatever a key of any company may be given. */
export const grantableByKey: readonly Grant[] = (Object.keys(grants) as Grant[]).filter((grant) =>
  Object.values(BY_KIND).some((given) => given.includes(grant)),
);

/** All that keys of a company of these kinds may be given; a bank has none, it signs its messages. */
export function grantsFor(kinds: readonly string[]): Grant[] {
  return [...new Set(kinds.flatMap((kind) => BY_KIND[kind] ?? []))];
}
