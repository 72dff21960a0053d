/** A word in both languages. */
export type Pair = readonly [zh: string, en: string];

const complaintKinds: Record<string, Pair> = {
  wages: ['没有收到工资', 'Wages not received'],
  'card-withheld': ['扣押工资卡', 'Card withheld'],
  other: ['其他', 'Other'],
};

const complaintOutcomes: Record<string, Pair> = {
  settled: ['已解决，本人确认', 'Settled, in the worker’s own word'],
  unfounded: ['经查不属实', 'Unfounded'],
};

const personStatuses: Record<string, Pair> = {
  invited: ['已邀请', 'Invited'],
  active: ['正常', 'Active'],
  locked: ['已锁定', 'Locked'],
  disabled: ['已停用', 'Disabled'],
};

const runStatuses: Record<string, Pair> = {
  running: ['正在运行', 'Running'],
  done: ['完成', 'Done'],
  failed: ['失败', 'Failed'],
};

const jobs: Record<string, Pair> = {
  night: ['夜间任务', 'Night'],
  partitions: ['建立数据分区', 'Partitions'],
  daily: ['每日清理', 'Daily'],
};

const tasks: Record<string, Pair> = {
  rehearsal: ['试算', 'Rehearsal'],
  'sheet-check': ['检查工资表', 'Check of a payroll'],
  'sheet-filing': ['提交工资表', 'Filing of a payroll'],
  drafts: ['起草文书', 'Drafting of papers'],
  papers: ['绘制文书', 'Drawing of papers'],
  rotation: ['更换数据密钥', 'Change of keys'],
};

/** What is counted of each. */
const taskUnits: Record<string, Pair> = {
  rehearsal: ['天', 'days'],
  'sheet-check': ['行', 'rows'],
  'sheet-filing': ['行', 'rows'],
  drafts: ['件', 'papers'],
  papers: ['件', 'papers'],
  rotation: ['行', 'rows'],
};

const taskStages: Record<string, Pair> = {
  read: ['读取表格', 'Reading the table'],
  check: ['逐行核对', 'Checking row by row'],
  store: ['写入', 'Writing'],
  reckon: ['汇总应付工资', 'Reckoning what is owed'],
};

const taskStatuses: Record<string, Pair> = {
  running: ['正在进行', 'At work'],
  done: ['完成', 'Done'],
  failed: ['没有办成', 'Failed'],
  lost: ['中断', 'Broken off'],
};

/** The steps of a run that are no rule. */
const steps: Record<string, Pair> = {
  unfold: ['生成义务', 'Duties'],
  texts: ['核对条文效力', 'Texts of law'],
  'two-sites': ['同日两处考勤', 'Two sites on a day'],
  chains: ['清点逾期代发', 'Late payouts'],
  floors: ['升级和归案', 'Floors and cases'],
  drafts: ['起草文书', 'Drafts'],
  partitions: ['建立数据分区', 'Partitions'],
  permits: ['清理限流记录', 'Permits'],
  answers: ['清理幂等答复', 'Kept answers'],
  tasks: ['清理工作进度', 'Old tasks'],
};

/** What a step of a night counts. */
const stepCounts: Record<string, Pair> = {
  made: ['新生成', 'made'],
  ended: ['终止', 'ended'],
  found: ['在案', 'found'],
  opened: ['新预警', 'opened'],
  changed: ['有变化', 'changed'],
  held: ['待核', 'held'],
  cleared: ['解除', 'cleared'],
  recorded: ['记入存证', 'recorded'],
  overdue: ['逾期未回复', 'overdue'],
  drafted: ['起草', 'drafted'],
  dropped: ['清除', 'dropped'],
  chains: ['逾期代发', 'late chains'],
  unverified: ['未核验的条文', 'unverified'],
  refreshed: ['更新草稿', 'refreshed'],
};

const versionStatuses: Record<string, Pair> = {
  proposed: ['待发布', 'Proposed'],
  released: ['已发布', 'Released'],
  withdrawn: ['已撤回', 'Withdrawn'],
};

const messageStatuses: Record<string, Pair> = {
  received: ['未处理完', 'Not finished'],
  done: ['已处理', 'Taken'],
  refused: ['无法识别', 'Not understood'],
};

const messageKinds: Record<string, Pair> = {
  events: ['JSON 事件', 'JSON events'],
  xml: ['ISO 20022 报文', 'ISO 20022 message'],
};

const bankItems: Record<string, Pair> = {
  entry: ['流水', 'Entry'],
  payout: ['代发结果', 'Payout'],
  order: ['整批结果', 'Word on an order'],
  balance: ['余额', 'Balance'],
  feed: ['数据齐至日', 'Complete through'],
};

/** The short lists of administration, complaints and nights. */
export const officeWords = {
  complaintKind: complaintKinds,
  complaintOutcome: complaintOutcomes,
  personStatus: personStatuses,
  runStatus: runStatuses,
  job: jobs,
  task: tasks,
  taskUnit: taskUnits,
  taskStage: taskStages,
  taskStatus: taskStatuses,
  step: steps,
  stepCount: stepCounts,
  versionStatus: versionStatuses,
  messageStatus: messageStatuses,
  messageKind: messageKinds,
  bankItem: bankItems,
};
