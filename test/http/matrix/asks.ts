import { makeUscc } from '../../../src/demo/identities.ts';
import { newVerifyCode } from '../../../src/lib/verify-code.ts';
import { PASSWORD } from '../../helpers/people.ts';
import type { Ask } from './access.ts';
import type { Row, Site } from './kinds.ts';
import {
  accountOf,
  claimOf,
  contract,
  inspectionOf,
  personOf,
  prefixOf,
  projectOf,
  RULE,
  retentionOf,
} from './world.ts';

/** What is sent to a route on a site, whole and in order, so that only who asks decides. */
export interface Sent extends Ask {
  path: string;
  body?: unknown;
}

const MONTH = '2026-03';
const reason = { reason: '已核实' };
const step = { step: 'papers-complete', on: '2026-02-04', statedBy: 'contractor' };
const until = { kind: 'force-majeure', until: '2026-05-31', reason: '台风' };
const delay = { period: '2026-02', on: '2026-03-11', statedBy: 'owner', reasonCode: 'AUD-GOV' };

const guest = (site: Site) => ({
  username: `guest-of-${site.code.toLowerCase()}`,
  name: '新来的人',
  companyId: site.contractor,
  role: 'contractor-clerk',
});

const bodies: Record<string, (site: Site, row: Row) => unknown> = {
  // Proofs that are wrong: of somebody unknown, for no account may be locked by the matrix.
  'POST /session': () => ({ username: 'nobody-here', password: '错误的密码' }),
  'POST /invitation-acceptances': () => ({ token: '没有这个邀请码', password: PASSWORD }),
  'PUT /session/end': () => undefined,
  'POST /session/second-factor/enrolment': () => ({}),
  'PUT /session/second-factor': () => ({ code: '000000' }),
  // Too short a new one is refused before the old one is looked at.
  'PUT /session/password': () => ({ password: PASSWORD, newPassword: '短' }),
  'POST /people': guest,
  'PUT /people/{username}/role': (_, { role, region }) => ({
    role,
    ...(region && { region: prefixOf(region) }),
  }),
  'PUT /people/{username}/disablement': () => reason,
  'POST /people/{username}/invitations': () => ({}),
  'PUT /people/{username}/second-factor/reset': () => reason,
  'POST /engagements/{engagementId}/disclosures': () => ({ fields: ['identity'], ...reason }),
  'POST /pretext-checks': () => ({ text: '财评未出，人工费用暂不拨付专户' }),
  'PUT /companies/{uscc}': () => ({ name: '云台建设', kinds: ['contractor'] }),
  'PUT /projects/{projectCode}': projectOf,
  'PUT /projects/{projectCode}/contract': () => contract,
  'PUT /projects/{projectCode}/progress/{month}': () => ({
    valueFen: 1,
    confirmedOn: '2026-04-02',
  }),
  'PUT /projects/{projectCode}/participants/{uscc}': () => ({ role: 'supervisor' }),
  'POST /projects/{projectCode}/wage-accounts': accountOf,
  'PUT /wage-accounts/{accountId}': accountOf,
  'POST /projects/{projectCode}/engagements': ({ contractor }) => ({
    engagements: [{ ...personOf(77), employerUscc: contractor, enteredOn: '2026-02-01' }],
  }),
  'PUT /engagements/{engagementId}': () => ({ team: '木工班' }),
  'POST /projects/{projectCode}/attendance': () => ({
    records: [{ idNumber: personOf(1).idNumber, at: '2026-04-01T07:30:00+08:00', direction: 'in' }],
  }),
  'POST /projects/{projectCode}/payroll-batches': ({ contractor }) =>
    claimOf(contractor, 3, '2026-02'),
  'POST /payroll-batches/{batchId}/confirmations': () => ({
    confirmations: [{ endToEndId: 'none-1', confirmedAt: '2026-04-20T09:00:00+08:00' }],
  }),
  'POST /payroll-batches/{batchId}/slips': () => ({
    issuedOn: '2026-04-20',
    endToEndIds: ['none-1'],
  }),
  'POST /engagements/{engagementId}/exit-statements': () => ({
    kind: 'agreement',
    on: '2026-04-20',
    payOn: '2026-04-30',
  }),
  'POST /projects/{projectCode}/pay-reviews': ({ contractor }) => ({
    employerUscc: contractor,
    wageMonth: MONTH,
    about: 'payee',
    note: '已核对委托书',
  }),
  'POST /projects/{projectCode}/arrears-reports': ({ contractor }) => ({
    employerUscc: contractor,
    wageMonth: MONTH,
    plan: '五日内付清',
  }),
  'POST /projects/{projectCode}/outside-payments': ({ contractor }) => ({
    employerUscc: contractor,
    wageMonth: MONTH,
    on: '2026-04-20',
    channel: 'cash',
    amountFen: 1,
    workers: 1,
  }),
  'POST /projects/{projectCode}/progress-payments': () => ({ on: '2026-04-20', amountFen: 1 }),
  'PUT /payroll-batches/{batchId}/approval': () => ({ totalNetFen: 1 }),
  'PUT /payroll-batches/{batchId}/withdrawal': () => reason,
  'POST /projects/{projectCode}/settlements': () => ({
    level: 'process',
    claimedFen: 1,
    deliveredOn: '2026-02-02',
  }),
  'POST /settlements/{settlementId}/steps': () => step,
  'PUT /settlements/{settlementId}/steps/{seq}/pretext-review': () => ({ confirmed: true }),
  'POST /projects/{projectCode}/transfer-delays': () => delay,
  'PUT /projects/{projectCode}/transfer-delays/{delayId}/pretext-review': () => ({
    confirmed: true,
  }),
  'PUT /projects/{projectCode}/transfer-delays/{delayId}/withdrawal': () => ({}),
  'PUT /projects/{projectCode}/wage-deposit': () => ({ form: 'exempt', paidOn: '2026-02-02' }),
  'POST /projects/{projectCode}/deposit-movements': () => ({
    ...{ kind: 'restored', amountFen: 1, on: '2026-02-02' },
  }),
  'PUT /projects/{projectCode}/payment-guarantee': () => ({
    ...{ form: 'surety', providedOn: '2026-02-02' },
  }),
  'POST /projects/{projectCode}/site-persons': () => ({
    ...{ role: 'barred', from: '2026-02-02', idNumber: personOf(78).idNumber, name: '工人78' },
  }),
  'POST /projects/{projectCode}/stop-works': () => ({ from: '2026-02-02', ...reason }),
  'POST /projects/{projectCode}/board-checks': () => ({
    ...{ on: '2026-02-02', shown: ['wages'], evidence: ['照片'] },
  }),
  'PUT /site-records/{recordId}/decision': () => ({ accepted: true }),
  'PUT /site-records/{recordId}/end': () => ({ until: '2026-02-28' }),
  'POST /projects/{projectCode}/complaints': ({ contractor }) => ({
    ...{ kind: 'wages', aboutUscc: contractor, on: '2026-02-02', text: '反映欠薪' },
  }),
  'PUT /complaints/{complaintId}/closing': () => ({
    ...{ on: '2026-02-12', outcome: 'unfounded', text: '不属实' },
  }),
  'POST /projects/{projectCode}/inspections': () => inspectionOf,
  'PUT /projects/{projectCode}/inspections/{inspectionId}/result': () => ({
    inspectedOn: '2026-03-20',
  }),
  'PUT /projects/{projectCode}/retention': () => retentionOf,
  'POST /projects/{projectCode}/retention-returns': () => ({
    amountFen: 1,
    on: '2026-04-02',
    statedBy: 'contractor',
  }),
  'POST /alerts/{alertId}/replies': () => ({ text: '正在办理' }),
  'PUT /alerts/{alertId}/dismissal': () => reason,
  'PUT /alerts/{alertId}/acceptance': () => until,
  'PUT /alerts/{alertId}/verdict': () => ({ accepted: true, ...reason }),
  'PUT /alerts/{alertId}/silence': () => ({ until: '2026-05-31', ...reason }),
  'PUT /alerts/{alertId}/assignment': () => ({ holder: '持有人' }),
  'POST /alerts/{alertId}/evidence.zip': () => reason,
  'POST /alerts/{alertId}/questions': () => ({ text: '款项何时到账？' }),
  'POST /alerts/{alertId}/comments': () => ({ text: '电话核实过' }),
  'PUT /notices/{noticeId}/service': () => ({ how: 'post', on: '2026-05-08', takenBy: '收发室' }),
  'PUT /notices/{noticeId}/withdrawal': () => reason,
  'POST /notices/{noticeId}/replies': () => ({ text: '正在办理' }),
  'PUT /notices/{noticeId}/verdict': () => ({ accepted: true, ...reason }),
  'POST /verify/{code}': () => ({ sha256: '0'.repeat(64) }),
  'PUT /authorities/{uscc}/settings': () => ({ numberWord: '连建' }),
  'PUT /authorities/{uscc}/seal': () => ({ png: null }),
  'POST /notices/{noticeId}/worker-lists': () => ({ password: 'correct-horse' }),
  'PUT /notices/{noticeId}/addition': () => ({ addition: '请一并说明资金安排' }),
  'PUT /calendar/{year}': () => ({
    days: [{ date: '2027-01-01', name: '元旦', isOffDay: true }],
    source: '国办发明电〔2026〕0号',
  }),
  'PUT /lending-rates/{day}': () => ({ annualRate: 0.03, source: '全国银行间同业拆借中心' }),
  'PUT /minimum-wages/{regionCode}/{day}': () => ({ monthFen: 2_490_00, source: '公告' }),
  'POST /rules/{ruleId}/versions': () => ({
    params: { yellowShare: 0.1, redShare: 0.5 },
    validFrom: '2026-06-01',
  }),
  'POST /rehearsals': () => ({
    rule: 'A01',
    set: { orangeDays: 3 },
    from: '2026-05-01',
    to: '2026-05-02',
  }),
  'POST /job-runs': () => ({ job: 'partitions', day: '2026-05-07' }),
  'POST /banks/{bankCode}/events': () => ({}),
  'POST /banks/{bankCode}/messages': () => '<Document/>',
};

/** The noun that a path's last id names. */
const NOUNS: Record<string, string> = {
  delayId: 'delay',
  inspectionId: 'inspection',
  accountId: 'wage-account',
  engagementId: 'engagement',
  batchId: 'batch',
  settlementId: 'settlement',
  recordId: 'site-record',
  complaintId: 'complaint',
  alertId: 'alert',
  noticeId: 'notice',
  fileId: 'file',
  username: 'person',
};

const OBLIGATIONS = 'GET /projects/{projectCode}/obligations';
/** Whom it would enter is a firm's, and that the firm is there is no secret. */
const INVITES = 'POST /people';

/** What follows the path where a route asks for it. */
const queryOf = (route: string) => (route.includes('/reports/') ? `?month=${MONTH}` : '');

/** All that can be asked of a route on a site: once for each row that it may name. */
export function asksOf(route: string, site: Site): Sent[] {
  const [method = '', pattern = ''] = route.split(' ');
  if (
    method !== 'GET' &&
    !pattern.match(/\/(confirmation|order|versions.*|\{noticeId\}\/approval)$/) &&
    !(route in bodies)
  )
    throw new Error(`${route}: what is sent to it?`);
  const names = [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const param = names.find((name) => name in NOUNS);
  const whole: Row = { id: site.code, site };
  const rows = param ? (site.rows[NOUNS[param] as string] ?? []) : [whole];
  const noun = param ? NOUNS[param] : names.includes('projectCode') ? 'project' : null;
  return rows.map((row) => {
    const values: Record<string, string> = {
      projectCode: site.code,
      month: MONTH,
      uscc: makeUscc(300),
      year: '2027',
      seq: '1',
      day: '2026-04-20',
      regionCode: '320700',
      // Of no paper, and well formed.
      code: newVerifyCode(new Uint8Array(15)),
      ruleId: RULE,
      version: pattern.endsWith('/withdrawal') ? '3' : '2',
      bankCode: site.bank,
      ...(param && { [param]: row.id }),
    };
    const body = bodies[route]?.(site, row);
    return {
      path:
        pattern.replace(/\{(\w+)\}/g, (_, name: string) => values[name] as string) + queryOf(route),
      ...(body !== undefined && { body }),
      noun: route === OBLIGATIONS ? 'duties' : route === INVITES ? 'person' : (noun ?? null),
      row,
      writes: method !== 'GET',
      ...([INVITES, 'PUT /projects/{projectCode}'].includes(route) && { known: true }),
    };
  });
}
