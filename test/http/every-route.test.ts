import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '../../src/lib/vault.ts';
import { type Asked, type Callers, makeApp, type TestApp, testVault } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { PASSWORD, signedIn } from '../helpers/people.ts';
import { aSeal } from '../helpers/png.ts';
import { projectOf, workersOf } from '../helpers/site.ts';
import {
  tellOfPapers,
  tellOfProof,
  tellOfReports,
  tellOfRules,
  tellOfSettlement,
  tellOfSite,
  tellOfWages,
  tellOfWorks,
  tellOfYear,
  type Who,
} from './route-stories.ts';

// One story that uses every route of the document once with success, in order: on Node and in a Worker.

const at = freshDb();
let app: TestApp;
let callers: Callers;
let bank: Awaited<ReturnType<TestApp['bank']>>;
let engagementId = '';
const used = new Set<string>();

const P = { projectCode: 'P-1' };
const ACCOUNT = '32050165436000000456';
const workers = workersOf(3);

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-05-08T09:00:00+08:00' });
  callers = await app.callers();
  bank = await app.bank('102');
});
afterAll(() => app.end());

const keyOf = (who: Who) => (who === 'approver' ? callers.contractor.approver : callers[who].key);

/** Sends `PUT /a/{b}` as somebody and gives the answer, which must be a success. */
async function ask(
  who: Who,
  route: string,
  params: Record<string, string> = {},
  asked: Asked = {},
) {
  const [method = '', pattern = ''] = route.split(' ');
  const path = pattern.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
  const { query = '' } = params;
  const answer = await app.call(method, path + query, { key: keyOf(who), ...asked });
  expect(answer.status, `${route}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  used.add(route);
  return answer.body;
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test('a project is registered, confirmed and staffed', async () => {
  const { contractor } = callers;
  const company = { name: '云台建设有限公司', kinds: ['contractor'] };
  await ask('authority', 'PUT /companies/{uscc}', { uscc: contractor.uscc }, { body: company });
  await ask('contractor', 'PUT /projects/{projectCode}', P, { body: projectOf(callers) });
  const contract = {
    signedOn: '2026-01-02',
    totalFen: 80_000_000_00,
    contractorSize: 'medium',
    labourCostRatio: 0.205,
    transferDay: 10,
    payDay: 15,
    payMonthOffset: 1,
  };
  await ask('contractor', 'PUT /projects/{projectCode}/contract', P, { body: contract });
  const confirmed = await ask('authority', 'PUT /projects/{projectCode}/confirmation', P);
  expect(confirmed).toMatchObject({ projectCode: 'P-1', confirmed: true });
  expect(await ask('owner', 'GET /projects/{projectCode}', P)).toMatchObject({ confirmed: true });
  const { items } = await ask('owner', 'GET /projects');
  expect(items.map((item: { projectCode: string }) => item.projectCode)).toEqual(['P-1']);
  await ask(
    'authority',
    'PUT /projects/{projectCode}/progress/{month}',
    { ...P, month: '2026-03' },
    {
      body: { valueFen: 5_000_000_00, confirmedOn: '2026-04-02' },
    },
  );
  const participant = { role: 'supervisor', entersOn: '2026-01-05' };
  await ask(
    'authority',
    'PUT /projects/{projectCode}/participants/{uscc}',
    { ...P, uscc: contractor.uscc },
    { body: participant },
  );
});

test('its wage account, its workers and their days', async () => {
  const { uscc } = callers.contractor;
  const account = {
    bankCode: '102',
    accountNo: ACCOUNT,
    accountName: '海州安置房农民工工资专户',
    openedOn: '2026-01-15',
  };
  const opened = await ask('contractor', 'POST /projects/{projectCode}/wage-accounts', P, {
    body: account,
  });
  await ask('contractor', 'PUT /wage-accounts/{accountId}', opened, {
    body: { ...account, filedOn: '2026-01-20' },
  });
  const engagements = workers.map((w) => ({ ...w, employerUscc: uscc, enteredOn: '2026-02-01' }));
  const { engagementIds } = await ask('contractor', 'POST /projects/{projectCode}/engagements', P, {
    body: { engagements },
  });
  expect(engagementIds).toHaveLength(3);
  engagementId = engagementIds[0];
  await ask(
    'contractor',
    'PUT /engagements/{engagementId}',
    { engagementId: engagementIds[0] },
    {
      body: { team: '木工班', dayRateFen: 30_000 },
    },
  );
  const agreed = { kind: 'agreement', on: '2026-05-06', payOn: '2026-06-30' };
  await ask(
    'contractor',
    'POST /engagements/{engagementId}/exit-statements',
    { engagementId: engagementIds[0] },
    { body: agreed },
  );
  const shown = await ask(
    'authority',
    'POST /engagements/{engagementId}/disclosures',
    { engagementId: engagementIds[0] },
    { body: { fields: ['identity'], reason: '核对投诉，案号 2026-17' } },
  );
  expect(shown.identity).toBe(workers[0]?.idNumber);
  const { items } = await ask('authority', 'GET /disclosures');
  expect(items.map((d: { disclosureId: string }) => d.disclosureId)).toEqual([shown.disclosureId]);
  const records = ['in', 'out'].map((direction, n) => ({
    idNumber: workers[0]?.idNumber,
    at: `2026-04-0${n + 1}T07:30:00+08:00`,
    direction,
  }));
  await ask('contractor', 'POST /projects/{projectCode}/attendance', P, { body: { records } });
});

const claim = (wageMonth: string) => ({
  wageMonth,
  employerUscc: callers.contractor.uscc,
  lines: workers.map((w) => ({ ...w, grossFen: 600_000, netFen: 600_000 })),
});

test('wages are claimed, approved, ordered and paid; another batch is withdrawn', async () => {
  const route = 'POST /projects/{projectCode}/payroll-batches';
  const batch = await ask('contractor', route, P, { body: claim('2026-03') });
  await ask('approver', 'PUT /payroll-batches/{batchId}/approval', batch, {
    body: { totalNetFen: 1_800_000 },
  });
  await ask('contractor', 'PUT /payroll-batches/{batchId}/order', batch);
  const order = text(await ask('contractor', 'GET /payroll-batches/{batchId}/order.xml', batch));
  expect(order).toContain(`<EndToEndId>${batch.batchNo}-3</EndToEndId>`);
  const paid = workers.map((_, n) => ({
    endToEndId: `${batch.batchNo}-${n + 1}`,
    outcome: 'paid',
    amountFen: 600_000,
    at: '2026-04-14T10:00:00+08:00',
  }));
  expect((await bank.events('payout.result', paid)).body).toMatchObject({ accepted: 3 });
  used.add('POST /banks/{bankCode}/events');
  const seen = await ask('contractor', 'GET /payroll-batches/{batchId}', batch);
  expect(seen).toMatchObject({ status: 'paid', lineCount: 3 });
  const { items } = await ask('contractor', 'GET /payroll-batches/{batchId}/lines', batch);
  expect(items.map((line: { state: string }) => line.state)).toEqual(['paid', 'paid', 'paid']);
  const signed = { endToEndId: `${batch.batchNo}-1`, confirmedAt: '2026-04-10T09:00:00+08:00' };
  const confirmed = { body: { confirmations: [signed] } };
  expect(
    await ask('contractor', 'POST /payroll-batches/{batchId}/confirmations', batch, confirmed),
  ).toEqual({ confirmed: 1, unconfirmed: 2 });
  const slips = { body: { issuedOn: '2026-04-15' } };
  expect(await ask('contractor', 'POST /payroll-batches/{batchId}/slips', batch, slips)).toEqual({
    issued: 3,
    outstanding: 0,
  });
  const wrong = await ask('contractor', route, P, { body: claim('2026-02') });
  await ask('contractor', 'PUT /payroll-batches/{batchId}/withdrawal', wrong, {
    body: { reason: '填错月份' },
  });
});

test('a bank’s statement in XML is taken', async () => {
  const file = new URL('../fixtures/iso20022/camt053-cny-month.xml', import.meta.url);
  const { status, body } = await bank.xml(readFileSync(file, 'utf8'));
  expect([status, Object.keys(body).slice(0, 3)]).toEqual([
    200,
    ['accepted', 'duplicates', 'unmatched'],
  ]);
  used.add('POST /banks/{bankCode}/messages');
});

test('a settlement takes a step; a delay is stated and taken back', () =>
  tellOfSettlement({ ask, callers, P }));

test('a deposit and a guarantee are stated and confirmed, a site tells who is on it and when it stands still', () =>
  tellOfSite({ ask, callers, P }));

test('works are inspected, and retention money is given back', () =>
  tellOfWorks({ ask, callers, P }));

test('the runway is shown; arrears and payments past the account are reported, doubtful pay is reviewed', () =>
  tellOfWages({ ask, callers, P }));

test('a night finds what is late; alerts are answered, accepted and dismissed; its papers are drawn', async () => {
  // What was learnt of on a day makes a paper on the night of the next.
  for (const [day, next] of [
    ['2026-05-08', '2026-05-09'],
    ['2026-05-09', '2026-05-10'],
  ] as const) {
    app.setNow(`${next}T09:30:00+08:00`);
    // Until the bank has said so, what looks late is only held.
    await bank.events('feed.complete', { accountNo: ACCOUNT, through: day });
    const run = await ask('authority', 'POST /job-runs', {}, { body: { job: 'night', day } });
    expect(run).toMatchObject({ job: 'night', day, status: 'done' });
  }
  const { items: runs } = await ask('authority', 'GET /job-runs');
  expect(runs.map((run: { day: string }) => run.day)).toEqual(['2026-05-09', '2026-05-08']);
  const duties = await ask('contractor', 'GET /projects/{projectCode}/obligations', P);
  expect(duties.items.map((duty: { kind: string }) => duty.kind)).toContain('wage');
  const { items } = await ask('authority', 'GET /alerts', { query: '?projectCode=P-1' });
  expect(items.length).toBeGreaterThan(2);
  const [first, second, third] = items;
  const whole = await ask('contractor', 'GET /alerts/{alertId}', first);
  expect(whole.sentence).toMatch(/\p{Script=Han}/u);
  const reply = { text: '正在办理' };
  await ask('contractor', 'POST /alerts/{alertId}/replies', first, { body: reply });
  const verdict = { accepted: false, reason: '没有凭证' };
  await ask('authority', 'PUT /alerts/{alertId}/verdict', first, { body: verdict });
  const given = { holder: '监察员', dueOn: '2026-05-20' };
  await ask('authority', 'PUT /alerts/{alertId}/assignment', first, { body: given });
  await ask('authority', 'POST /alerts/{alertId}/questions', first, {
    body: { text: '款项何时到账？', until: '2026-05-31' },
  });
  await ask('authority', 'POST /alerts/{alertId}/comments', first, {
    body: { text: '已电话核实' },
  });
  const still = { until: '2026-05-31', reason: '另案办理' };
  const silent = await ask('authority', 'PUT /alerts/{alertId}/silence', first, { body: still });
  expect(silent).toMatchObject({ awaitsSecond: true, assignedTo: '监察员' });
  const cases = await ask('authority', 'GET /alerts', { query: '?cases=true&assignedTo=监察员' });
  expect(cases.items).toHaveLength(1);
  const groups = await ask('authority', 'GET /alert-groups', { query: '?by=project' });
  expect(groups.items).toMatchObject([{ key: 'P-1' }]);
  const until = { kind: 'force-majeure', until: '2026-05-31', reason: '台风' };
  await ask('authority', 'PUT /alerts/{alertId}/acceptance', second, { body: until });
  const reason = { reason: '已核实' };
  await ask('authority', 'PUT /alerts/{alertId}/dismissal', third, { body: reason });
  const { items: notices } = await ask('authority', 'GET /notices');
  const notice = await ask('authority', 'GET /notices/{noticeId}', notices[0]);
  const pdf = await ask('authority', 'GET /notices/{noticeId}.pdf', notices[0]);
  expect(text(pdf.slice(0, 5))).toBe('%PDF-');
  expect(notice.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test('a paper is approved, served, answered with evidence and judged; another one is withdrawn', async () => {
  const { uscc } = callers.authority;
  const word = { numberWord: '连建', winter: true };
  await ask('authority', 'PUT /authorities/{uscc}/settings', { uscc }, { body: word });
  app.setNow('2026-05-11T09:30:00+08:00');
  await bank.events('feed.complete', { accountNo: ACCOUNT, through: '2026-05-10' });
  // Of what was dismissed meanwhile the next night's drafts say nothing.
  await ask('authority', 'POST /job-runs', {}, { body: { job: 'night', day: '2026-05-10' } });
  const drafts = await ask('authority', 'GET /notices', { query: '?status=draft' });
  const [first, second] = drafts.items;
  const addition = { addition: '请一并说明资金安排' };
  await ask('authority', 'PUT /notices/{noticeId}/addition', second, { body: addition });
  const seal = { png: aSeal().toString('base64') };
  const set = await ask('authority', 'PUT /authorities/{uscc}/seal', { uscc }, { body: seal });
  expect(set.sealSha256).toMatch(/^[0-9a-f]{64}$/);
  const pdf = await ask('authority', 'GET /notices/{noticeId}.pdf', first);
  const issued = await ask('authority', 'PUT /notices/{noticeId}/approval', first);
  expect(issued.number).toMatch(/^连建(提示|预警|督办)〔2026〕1号$/);
  const drawn = await ask('authority', 'GET /notices/{noticeId}.pdf', first);
  expect(sha256(drawn)).toBe(issued.sha256);
  expect(Buffer.from(drawn).equals(Buffer.from(pdf))).toBe(false);
  const service = { how: 'electronic', on: '2026-05-11', takenBy: '电子送达回执' };
  const served = await ask('authority', 'PUT /notices/{noticeId}/service', first, {
    body: service,
  });
  expect(served).toMatchObject({ status: 'served', servedOn: '2026-05-11' });
  const who = served.addresseeUscc === callers.owner.uscc ? 'owner' : 'contractor';
  const form = new FormData();
  form.set('text', '已经补发，见凭证');
  for (const name of ['一.pdf', '二.pdf']) form.append('file', new File(['%PDF-1.7'], name));
  const replied = await ask(who, 'POST /notices/{noticeId}/replies', first, { body: form });
  expect(replied.status).toBe('answered');
  const { history } = await ask(who, 'GET /notices/{noticeId}', first);
  expect(history.at(-1).body.files).toHaveLength(2);
  const file = await ask('authority', 'GET /evidence/{fileId}', history.at(-1).body.files[1]);
  expect(text(file)).toBe('%PDF-1.7');
  const verdict = { accepted: true, reason: '凭证相符' };
  await ask('authority', 'PUT /notices/{noticeId}/verdict', first, { body: verdict });
  const [kept] =
    await app.ownerDb`select facts_cipher from we.notice where number = ${issued.number}`;
  const { verify } = JSON.parse(testVault.open(kept?.facts_cipher));
  await tellOfProof({ ask, callers, P }, verify.code, first.alertIds[0], drawn);
  const head = await app.newKey(uscc, '监察处长');
  await ask('authority', 'PUT /notices/{noticeId}/approval', second, { key: head });
  const reason = { reason: '另案处理' };
  const gone = await ask('authority', 'PUT /notices/{noticeId}/withdrawal', second, {
    body: reason,
  });
  expect(gone.status).toBe('withdrawn');
});

test('a month, a project and a worker’s wages are reported', () =>
  tellOfReports({ ask, callers, P }, engagementId));

test('whom a paper about wages concerns is listed, masked for whoever was served it', () =>
  tellOfPapers({ ask, callers, P }, { at: at(), db: app.ownerDb, body: claim('2026-04') }));

test('a reason is read, a year’s holidays are confirmed, the lending rate is entered', () =>
  tellOfYear({ ask, callers, P }));

test('a rule is changed by two, and a proposal withdrawn', async () =>
  tellOfRules({ ask, callers, P }, await app.newKey(callers.authority.uscc, '监察负责人')));

test('people are invited, sign in, prove themselves and are looked after', async () => {
  const { uscc: companyId } = callers.authority;
  const role = 'administrator';
  const admin = await signedIn(app, { username: 'admin', name: '管理员', companyId, role });
  used.add('POST /session');
  used.add('POST /invitation-acceptances');
  used.add('POST /session/second-factor/enrolment');
  used.add('PUT /session/second-factor');
  const by = async (route: string, body?: object) => {
    const [method = '', pattern = ''] = route.split(' ');
    const path = pattern.replace('{username}', 'audit');
    const answer = await admin.call(method, path, { body });
    expect(answer.status, `${route}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
    used.add(route);
    return answer.body;
  };
  const reason = { reason: '核对' };
  await by('POST /people', { username: 'audit', name: '审计员', companyId, role: 'auditor' });
  const { items } = await by('GET /people');
  expect(items.map((item: { username: string }) => item.username)).toEqual(['admin', 'audit']);
  await by('PUT /people/{username}/role', { role: 'inspector', region: '320703' });
  await by('PUT /people/{username}/disablement', reason);
  await by('POST /people/{username}/invitations', {});
  await by('PUT /people/{username}/second-factor/reset', reason);
  expect(await by('GET /session')).toMatchObject({ username: 'admin', secondFactor: 'done' });
  const next = { password: PASSWORD, newPassword: `${PASSWORD}！` };
  await by('PUT /session/password', next);
  await by('PUT /session/end');
  // With a provider: test/http/people/sign-on.test.ts.
  for (const path of ['/session/sign-on', '/session/sign-on/callback']) {
    expect((await app.call('GET', path)).body.code).toBe('sign-on-absent');
    used.add(`GET ${path}`);
  }
});

test('it tells that it lives and that it is ready; of counts, that none are kept here', async () => {
  await ask('authority', 'GET /health');
  await ask('authority', 'GET /ready');
  // With a meter, as `startServer` gives one: test/serve.test.ts.
  const metrics = await app.call('GET', '/metrics', { key: keyOf('authority') });
  expect(metrics).toMatchObject({ status: 404, body: { code: 'metrics-absent' } });
  used.add('GET /metrics');
});

test('no route of the document was left out', async () => {
  const { body } = await app.call('GET', '/openapi.json');
  const paths: Record<string, object> = body.paths;
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect([...used].sort()).toEqual(routes.sort());
});
