import type { AlertGroup } from '../../domain/alerts/groups.ts';
import type { AlertView } from '../../domain/alerts/listing.ts';
import type { MessageView } from '../../domain/banks/tending.ts';
import type { OwnDuty } from '../../domain/duties/own.ts';
import type { NoticeView } from '../../domain/notices/notices.ts';
import type { AttendedAndPaid } from '../../domain/payroll/against.ts';
import type { FollowedLine, ListedBatch } from '../../domain/payroll/follow.ts';
import { isGrant } from '../../domain/people/grants.ts';
import type { KeyView } from '../../domain/people/keys.ts';
import type { PersonView } from '../../domain/people/persons.ts';
import type { ProjectLights } from '../../domain/registry/overview.ts';
import type { JobRun } from '../../domain/runs.ts';
import type { WatchedSettlement } from '../../domain/settlement/watch.ts';
import type { ComplaintView } from '../../domain/site/complaint-list.ts';
import type { Deps } from '../../http/edge.ts';
import { outcome } from '../banks/message.tsx';
import { causeOf } from '../payroll/cures.ts';
import { grantWord } from '../people/grant-words.ts';
import { stateOf } from '../people/key.tsx';
import { regionText } from '../people/person.tsx';
import type { ValueColumn } from './list-file.ts';
import type { Say } from './say.ts';
import { describedIn, roleTitle } from './titles.ts';
import { wordOf } from './words.ts';

// The columns of every list as its file has them: codes beside names, one value a cell. Of people's numbers there are the last four.

type Columns<Row> = readonly ValueColumn<Row>[];

const yes = (t: Say, is: boolean) => (is ? t('是', 'yes') : t('否', 'no'));

const projectOf = <Row extends { projectCode: string; projectName: string | null }>(
  t: Say,
): Columns<Row> => [
  { name: t('项目编码', 'Project code'), of: (row) => row.projectCode },
  { name: t('项目', 'Project'), of: (row) => row.projectName },
];

const lights = <Row extends Pick<AlertGroup, 'red' | 'orange' | 'yellow'>>(
  t: Say,
): Columns<Row> => [
  { name: t('红色预警', 'Red alerts'), of: (row) => row.red },
  { name: t('橙色预警', 'Orange alerts'), of: (row) => row.orange },
  { name: t('黄色预警', 'Yellow alerts'), of: (row) => row.yellow },
];

export function alertColumns(t: Say, describe: Deps['describe']): Columns<AlertView> {
  const words = describedIn(t, describe);
  const told = ({ ruleId, facts }: AlertView) => words({ rule: ruleId, facts });
  return [
    { name: t('等级', 'Level'), of: ({ level }) => wordOf(t, 'level', level) },
    { name: t('规则', 'Rule'), of: ({ ruleId }) => ruleId },
    { name: t('预警', 'Alert'), of: (row) => told(row).title },
    { name: t('内容', 'What was found'), of: (row) => told(row).sentence },
    ...projectOf<AlertView>(t),
    { name: t('期间', 'Period'), of: ({ period }) => (period === '-' ? null : period) },
    { name: t('金额（元）', 'Amount (yuan)'), of: ({ amountFen }) => amountFen, yuan: true },
    { name: t('到期', 'Due'), of: ({ dueDay }) => dueDay },
    { name: t('发现', 'Found'), of: ({ openedOn }) => openedOn },
    { name: t('解除', 'Cleared'), of: ({ clearedOn }) => clearedOn },
    { name: t('状态', 'Status'), of: ({ status }) => wordOf(t, 'alertStatus', status) },
    { name: t('经办', 'With'), of: ({ assignedTo }) => assignedTo },
  ];
}

export const projectColumns = (t: Say): Columns<ProjectLights> => [
  { name: t('项目编码', 'Project code'), of: ({ projectCode }) => projectCode },
  { name: t('项目', 'Project'), of: ({ name }) => name },
  ...lights<ProjectLights>(t),
  { name: t('建设单位', 'Owner'), of: ({ owner }) => owner },
  { name: t('施工总承包单位', 'Contractor'), of: ({ contractor }) => contractor },
  { name: t('专户余额（元）', 'Balance (yuan)'), of: ({ balanceFen }) => balanceFen, yuan: true },
  { name: t('状态', 'Status'), of: ({ status }) => wordOf(t, 'projectStatus', status) },
];

export const partyColumns = (t: Say): Columns<AlertGroup> => [
  { name: t('代码', 'Code'), of: ({ key }) => key },
  { name: t('名称', 'Name'), of: ({ name }) => name },
  ...lights<AlertGroup>(t),
  { name: t('金额（元）', 'Amount (yuan)'), of: ({ amountFen }) => amountFen, yuan: true },
  { name: t('最早到期', 'Oldest due day'), of: ({ dueDay }) => dueDay },
];

export const noticeColumns = (t: Say): Columns<NoticeView> => [
  { name: t('等级', 'Level'), of: ({ level }) => wordOf(t, 'level', level) },
  { name: t('文书', 'Paper'), of: ({ instrument }) => wordOf(t, 'instrument', instrument) },
  { name: t('文号', 'Number'), of: ({ number }) => number },
  { name: t('主送代码', 'To (USCC)'), of: ({ addresseeUscc }) => addresseeUscc },
  { name: t('主送', 'To'), of: ({ addresseeName }) => addresseeName },
  ...projectOf<NoticeView>(t),
  { name: t('起草', 'Drafted'), of: ({ draftedOn }) => draftedOn },
  { name: t('签发', 'Approved'), of: ({ issuedOn }) => issuedOn },
  { name: t('送达', 'Served'), of: ({ servedOn }) => servedOn },
  { name: t('限期回复', 'Reply by'), of: ({ replyDueOn }) => replyDueOn },
  { name: t('回复', 'Answered'), of: ({ repliedOn }) => repliedOn },
  { name: t('状态', 'Status'), of: ({ status }) => wordOf(t, 'noticeStatus', status) },
];

export const settlementColumns = (t: Say): Columns<WatchedSettlement> => [
  ...projectOf<WatchedSettlement>(t),
  { name: t('建设单位', 'Owner'), of: ({ owner }) => owner },
  { name: t('施工总承包单位', 'Contractor'), of: ({ contractor }) => contractor },
  {
    name: t('结算', 'Settlement'),
    of: ({ settlement }) => wordOf(t, 'settlementLevel', settlement.level),
  },
  {
    name: t('送审（元）', 'Claimed (yuan)'),
    of: ({ settlement }) => settlement.claimedFen,
    yuan: true,
  },
  {
    name: t('确认（元）', 'Confirmed (yuan)'),
    of: ({ settlement }) => settlement.confirmedFen,
    yuan: true,
  },
  { name: t('已付（元）', 'Paid (yuan)'), of: ({ settlement }) => settlement.paidFen, yuan: true },
  { name: t('送达', 'Delivered'), of: ({ settlement }) => settlement.deliveredOn },
  {
    name: t('状态', 'Status'),
    of: ({ settlement }) => wordOf(t, 'settlementState', settlement.status),
  },
  {
    name: t('计时', 'Clock'),
    of: ({ clock }) => (clock === 'review' ? t('审核', 'Review') : t('支付', 'Payment')),
  },
  { name: t('限期', 'Due'), of: ({ dueDay }) => dueDay },
  { name: t('本结算预警', 'Alerts about it'), of: ({ alerts }) => alerts },
  { name: t('项目欠薪预警', 'Alerts about wages'), of: ({ wageAlerts }) => wageAlerts },
];

export const complaintColumns = (t: Say): Columns<ComplaintView> => [
  { name: t('事项', 'Of what'), of: ({ kind }) => wordOf(t, 'complaintKind', kind) },
  { name: t('日期', 'Day'), of: ({ on }) => on },
  ...projectOf<ComplaintView>(t),
  { name: t('被投诉单位代码', 'About (USCC)'), of: ({ aboutUscc }) => aboutUscc },
  { name: t('被投诉单位', 'About'), of: ({ aboutName }) => aboutName },
  { name: t('办结', 'Closed'), of: ({ closedOn }) => closedOn },
  {
    name: t('结果', 'Outcome'),
    of: ({ outcome }) => outcome && wordOf(t, 'complaintOutcome', outcome),
  },
];

/** Months of wages, and instalments of the labour cost. */
export const dutyColumns = (t: Say): Columns<OwnDuty> => [
  { name: t('月份', 'Month'), of: ({ period }) => period },
  ...projectOf<OwnDuty>(t),
  { name: t('单位代码', 'Company (USCC)'), of: ({ subject }) => subject },
  { name: t('用人单位', 'Employer'), of: ({ employerName }) => employerName },
  { name: t('期限', 'Due'), of: ({ dueDay }) => dueDay },
  { name: t('应付（元）', 'Owed (yuan)'), of: ({ amountFen }) => amountFen, yuan: true },
  { name: t('已到账（元）', 'Paid (yuan)'), of: ({ metFen }) => metFen, yuan: true },
  { name: t('付清', 'In full on'), of: ({ metOn }) => metOn },
];

export const batchColumns = (t: Say): Columns<ListedBatch> => [
  { name: t('月份', 'Month'), of: ({ wageMonth }) => wageMonth },
  { name: t('批次', 'Batch'), of: ({ batchNo }) => batchNo },
  { name: t('类别', 'Kind'), of: ({ kind }) => wordOf(t, 'batchKind', kind) },
  { name: t('用人单位代码', 'Employer (USCC)'), of: ({ employerUscc }) => employerUscc },
  { name: t('用人单位', 'Employer'), of: ({ employerName }) => employerName },
  { name: t('人数', 'Workers'), of: ({ lineCount }) => lineCount },
  { name: t('实发（元）', 'Net (yuan)'), of: ({ totalNetFen }) => totalNetFen, yuan: true },
  { name: t('代发（元）', 'To pay (yuan)'), of: ({ totalPayFen }) => totalPayFen, yuan: true },
  { name: t('提交', 'Filed'), of: ({ claimedOn }) => claimedOn },
  { name: t('状态', 'State'), of: ({ status }) => wordOf(t, 'batchStatus', status) },
  { name: t('未签字确认', 'Not signed'), of: ({ unconfirmedLines }) => unconfirmedLines },
  { name: t('未给工资清单', 'Without a pay slip'), of: ({ slipsOutstanding }) => slipsOutstanding },
];

const worker = <Row extends { name: string; idLast4: string }>(t: Say): Columns<Row> => [
  { name: t('姓名', 'Name'), of: ({ name }) => name },
  { name: t('证件尾号', 'ID, last four'), of: ({ idLast4 }) => idLast4 },
];

export const lineColumns = (t: Say): Columns<FollowedLine> => [
  { name: t('行', 'Line'), of: ({ lineNo }) => lineNo },
  ...worker<FollowedLine>(t),
  { name: t('卡尾号', 'Card, last four'), of: ({ cardLast4 }) => cardLast4 },
  { name: t('出勤', 'Days'), of: ({ workDays }) => workDays },
  { name: t('应发（元）', 'Gross (yuan)'), of: ({ grossFen }) => grossFen, yuan: true },
  { name: t('实发（元）', 'Net (yuan)'), of: ({ netFen }) => netFen, yuan: true },
  { name: t('代发（元）', 'To pay (yuan)'), of: ({ payFen }) => payFen, yuan: true },
  { name: t('已到账（元）', 'Paid (yuan)'), of: ({ paidFen }) => paidFen, yuan: true },
  { name: t('本人确认', 'Signed'), of: ({ confirmed }) => yes(t, confirmed) },
  { name: t('情况', 'State'), of: ({ state }) => wordOf(t, 'lineState', state) },
  { name: t('银行答复', 'Bank’s word on'), of: ({ saidOn }) => saidOn },
  {
    name: t('原因', 'Cause'),
    of: ({ reasonCode, reasonText }) => causeOf(reasonCode, reasonText),
  },
  { name: t('补发批次', 'Sent again in'), of: ({ resend }) => resend?.batchNo },
];

export const attendanceColumns = (t: Say): Columns<AttendedAndPaid> => [
  ...worker<AttendedAndPaid>(t),
  { name: t('班组', 'Team'), of: ({ team }) => team },
  { name: t('用人单位代码', 'Employer (USCC)'), of: ({ employerUscc }) => employerUscc },
  { name: t('用人单位', 'Employer'), of: ({ employerName }) => employerName },
  { name: t('考勤天数', 'Days attended'), of: ({ attended }) => attended },
  { name: t('工资表天数', 'Days in payroll'), of: ({ claimedDays }) => claimedDays },
  { name: t('实发（元）', 'Net (yuan)'), of: ({ netFen }) => netFen, yuan: true },
  { name: t('已到账（元）', 'Paid (yuan)'), of: ({ paidFen }) => paidFen, yuan: true },
  {
    name: t('对照', 'Compared'),
    of: ({ differs }) => (differs ? wordOf(t, 'attendance', differs) : t('一致', 'agrees')),
  },
];

export const personColumns = (t: Say): Columns<PersonView> => [
  { name: t('用户名', 'User name'), of: ({ username }) => username },
  { name: t('姓名', 'Name'), of: ({ name }) => name },
  { name: t('角色', 'Role'), of: ({ role }) => roleTitle(t, role) },
  { name: t('单位', 'Organisation'), of: ({ companyId }) => companyId },
  { name: t('辖区', 'Region'), of: (row) => regionText(t, row) },
  { name: t('状态', 'Status'), of: ({ status }) => wordOf(t, 'personStatus', status) },
];

export const runColumns = (t: Say): Columns<JobRun> => [
  { name: t('日期', 'Day'), of: ({ day }) => day },
  { name: t('任务', 'Job'), of: ({ job }) => wordOf(t, 'job', job) },
  { name: t('状态', 'Status'), of: ({ status }) => wordOf(t, 'runStatus', status) },
  { name: t('开始', 'Begun'), of: ({ startedAt }) => startedAt },
  { name: t('结束', 'Ended'), of: ({ finishedAt }) => finishedAt },
  { name: t('未成的原因', 'Why it failed'), of: ({ failure }) => failure },
];

/** A key's prefix, never the key. */
export const keyColumns = (t: Say, now: Date): Columns<KeyView> => [
  { name: t('前缀', 'Prefix'), of: ({ prefix }) => prefix },
  { name: t('单位代码', 'Organisation (USCC)'), of: ({ companyId }) => companyId },
  { name: t('单位', 'Organisation'), of: ({ company }) => company },
  { name: t('持有人', 'Held by'), of: ({ holder }) => holder },
  {
    name: t('权限', 'Grants'),
    of: ({ grants }) =>
      grants
        .filter(isGrant)
        .map((grant) => grantWord(t, grant))
        .join(t('；', '; ')),
  },
  { name: t('地址', 'Addresses'), of: ({ addresses }) => addresses?.join(' ') },
  { name: t('发放', 'Made'), of: ({ createdAt }) => createdAt },
  { name: t('最近使用', 'Last used'), of: ({ usedAt }) => usedAt },
  { name: t('到期', 'Ends'), of: ({ revokedAt, expiresAt }) => revokedAt ?? expiresAt },
  { name: t('状态', 'State'), of: (key) => stateOf(t, key, now) },
];

export const messageColumns = (t: Say): Columns<MessageView> => [
  { name: t('编号', 'Id'), of: ({ messageId }) => messageId },
  { name: t('收到', 'Received'), of: ({ receivedAt }) => receivedAt },
  { name: t('办完', 'Finished'), of: ({ finishedAt }) => finishedAt },
  { name: t('种类', 'Kind'), of: ({ kind }) => wordOf(t, 'messageKind', kind) },
  { name: t('状态', 'Status'), of: ({ status }) => wordOf(t, 'messageStatus', status) },
  { name: t('计入', 'Taken'), of: ({ tally }) => tally?.accepted },
  { name: t('重复', 'Repeated'), of: ({ tally }) => tally?.duplicates },
  { name: t('未匹配', 'Not matched'), of: ({ tally }) => tally?.unmatched },
  { name: t('不受理', 'Rejected'), of: ({ tally }) => tally?.rejected.length },
  { name: t('结果', 'Outcome'), of: (message) => outcome(t, message) },
];
