import { expect } from 'vitest';
import { publicId } from '../../src/lib/id.ts';
import { anAlert } from '../domain/alerts/arrange-alert.ts';
import { aNotice } from '../domain/notices/arrange-notice.ts';
import type { Asked, Callers, TestApp } from '../helpers/app.ts';
import type { TestDb } from '../helpers/db.ts';
import { workersOf } from '../helpers/site.ts';

export type Who = 'authority' | 'owner' | 'contractor' | 'approver';

/** What the parts of the story that uses every route are told with. */
interface Teller {
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked at member by member
  ask(who: Who, route: string, params?: Record<string, string>, asked?: Asked): Promise<any>;
  callers: Callers;
  P: { projectCode: string };
}

export async function tellOfSettlement({ ask, P }: Teller): Promise<void> {
  const settlement = await ask('contractor', 'POST /projects/{projectCode}/settlements', P, {
    body: { level: 'process', claimedFen: 900_000_00, deliveredOn: '2026-02-02' },
  });
  await ask('contractor', 'POST /settlements/{settlementId}/steps', settlement, {
    body: { step: 'papers-complete', on: '2026-02-04', statedBy: 'contractor' },
  });
  await ask('owner', 'POST /settlements/{settlementId}/steps', settlement, {
    body: {
      step: 'returned',
      on: '2026-02-05',
      statedBy: 'owner',
      reasonText: '等审计局审完再结算',
    },
  });
  const ofStep = 'PUT /settlements/{settlementId}/steps/{seq}/pretext-review';
  const rejected = { confirmed: false };
  const read = await ask('authority', ofStep, { ...settlement, seq: '2' }, { body: rejected });
  expect(read).toMatchObject({ confirmed: false, reviewedOn: '2026-05-08' });
  const delay = await ask('owner', 'POST /projects/{projectCode}/transfer-delays', P, {
    body: {
      period: '2026-03',
      on: '2026-04-11',
      statedBy: 'owner',
      reasonCode: 'AUD-GOV',
      reasonText: '等待审计',
    },
  });
  const review = { confirmed: true, reason: '已与建设单位核对' };
  const routeOfReview = 'PUT /projects/{projectCode}/transfer-delays/{delayId}/pretext-review';
  await ask('authority', routeOfReview, { ...P, ...delay }, { body: review });
  const route = 'PUT /projects/{projectCode}/transfer-delays/{delayId}/withdrawal';
  await ask('owner', route, { ...P, ...delay }, { body: {} });
}

export async function tellOfSite({ ask, callers, P }: Teller): Promise<void> {
  const project = '/projects/{projectCode}';
  const [cash, surety] = [
    { form: 'cash', amountFen: 800_000_00, paidOn: '2026-01-12' },
    { form: 'surety', providedOn: '2026-01-12', expiresOn: '2027-12-31' },
  ];
  const deposit = await ask('contractor', `PUT ${project}/wage-deposit`, P, { body: cash });
  expect(deposit.state).toBe('waiting');
  const decision = { body: { accepted: true } };
  await ask('authority', 'PUT /site-records/{recordId}/decision', deposit, decision);
  await ask('owner', `PUT ${project}/payment-guarantee`, P, { body: surety });
  const used = { kind: 'used', amountFen: 100, on: '2026-03-02' };
  await ask('authority', `POST ${project}/deposit-movements`, P, { body: used });
  const { idNumber } = workersOf(4)[3] as { idNumber: string };
  const officer = { role: 'wage-officer', idNumber, name: '专管员', from: '2026-01-05' };
  await ask('contractor', `POST ${project}/site-persons`, P, { body: officer });
  const stop = { from: '2026-02-10', reason: '春节' };
  const stopped = await ask('contractor', `POST ${project}/stop-works`, P, { body: stop });
  const until = { body: { until: '2026-02-28' } };
  await ask('contractor', 'PUT /site-records/{recordId}/end', stopped, until);
  const check = { on: '2026-03-02', shown: ['parties', 'wages'], evidence: ['照片1'] };
  await ask('authority', `POST ${project}/board-checks`, P, { body: check });
  const { items } = await ask('owner', `GET ${project}/site-records`, P);
  expect(items).toHaveLength(6);
  const { uscc: aboutUscc } = callers.contractor;
  const complaint = { kind: 'card-withheld', aboutUscc, on: '2026-03-03', text: '卡被收走' };
  const filed = await ask('authority', `POST ${project}/complaints`, P, { body: complaint });
  const closing = { on: '2026-03-05', outcome: 'settled', text: '已归还' };
  await ask('authority', 'PUT /complaints/{complaintId}/closing', filed, { body: closing });
}

export async function tellOfWorks({ ask, P }: Teller): Promise<void> {
  const asked = await ask('contractor', 'POST /projects/{projectCode}/inspections', P, {
    body: { part: '地下室防水', requestedOn: '2026-03-02', agreedOn: '2026-03-15' },
  });
  expect(asked).toMatchObject({ dueOn: '2026-03-16', inspectedOn: null });
  const result = 'PUT /projects/{projectCode}/inspections/{inspectionId}/result';
  const done = await ask(
    'contractor',
    result,
    { ...P, ...asked },
    { body: { inspectedOn: '2026-03-20' } },
  );
  expect(done).toMatchObject({ inspectedOn: '2026-03-20' });
  const kept = await ask('contractor', 'PUT /projects/{projectCode}/retention', P, {
    body: { amountFen: 300_000_00, acceptedOn: '2026-04-01' },
  });
  expect(kept).toEqual({ amountFen: 300_000_00, dueOn: '2028-04-03', returnedFen: 0 });
  const back = await ask('contractor', 'POST /projects/{projectCode}/retention-returns', P, {
    body: { amountFen: 100_000_00, on: '2026-05-06', statedBy: 'contractor' },
  });
  expect(back.returnedFen).toBe(100_000_00);
}

export async function tellOfWages({ ask, callers, P }: Teller): Promise<void> {
  const project = '/projects/{projectCode}';
  const runway = await ask('owner', `GET ${project}/runway`, P);
  expect(runway).toMatchObject({ frozenFen: 0 });
  const wages = { employerUscc: callers.contractor.uscc, wageMonth: '2026-03' };
  const report = { body: { ...wages, plan: '五日内付清' } };
  await ask('contractor', `POST ${project}/arrears-reports`, P, report);
  const outside = { on: '2026-04-20', channel: 'cash', amountFen: 1, workers: 1 };
  await ask('contractor', `POST ${project}/outside-payments`, P, {
    body: { ...wages, ...outside },
  });
  const payment = { body: { on: '2026-04-20', amountFen: 1 } };
  await ask('contractor', `POST ${project}/progress-payments`, P, payment);
  const least = { regionCode: '320700', day: '2026-01-01' };
  const standard = { monthFen: 2_490_00, source: '市政府公告' };
  await ask('authority', 'PUT /minimum-wages/{regionCode}/{day}', least, { body: standard });
  const { items: standards } = await ask('owner', 'GET /minimum-wages');
  expect(standards).toEqual([{ regionCode: '320700', fromDay: '2026-01-01', ...standard }]);
  const review = { body: { ...wages, about: 'pattern', note: '已核对考勤' } };
  await ask('authority', `POST ${project}/pay-reviews`, P, review);
}

/** `pdf`: the paper that carries the code. */
export async function tellOfProof(
  { ask }: Teller,
  code: string,
  alertId: string,
  pdf: Uint8Array,
): Promise<void> {
  expect(Buffer.from(await ask('owner', 'GET /verify')).toString()).toContain('<form');
  const paper = await ask('owner', 'GET /verify/{code}', { code });
  expect(paper).toMatchObject({ code, inForce: true });
  const form = new FormData();
  form.append('file', new File([Uint8Array.from(pdf)], '文书.pdf'));
  const compared = await ask('owner', 'POST /verify/{code}', { code }, { body: form });
  expect(compared.matches).toBe(true);
  const pack = await ask('authority', 'GET /alerts/{alertId}/evidence.zip', { alertId });
  expect(Buffer.from(pack).indexOf(Buffer.from(pdf))).toBeGreaterThan(0);
  const reason = { reason: '移送，案号 2026-17' };
  const whole = await ask(
    'authority',
    'POST /alerts/{alertId}/evidence.zip',
    { alertId },
    { body: reason },
  );
  expect(Buffer.from(whole).includes('message-1.json')).toBe(true);
}

/** `second`: the key of another holder of the authority. */
export async function tellOfRules({ ask }: Teller, second: string): Promise<void> {
  const { items } = await ask('contractor', 'GET /rules');
  const { builtIn } = items.find((item: { rule: string }) => item.rule === 'F01');
  const version = { params: { ...builtIn, orangeDays: 3 }, validFrom: '2026-07-01' };
  const propose = () =>
    ask('authority', 'POST /rules/{ruleId}/versions', { ruleId: 'F01' }, { body: version });
  const at = (n: number) => ({ ruleId: 'F01', version: String(n) });
  const kept = await propose();
  const released = await ask(
    'authority',
    'PUT /rules/{ruleId}/versions/{version}/release',
    at(kept.version),
    { key: second },
  );
  expect(released.status).toBe('released');
  const left = await propose();
  const route = 'PUT /rules/{ruleId}/versions/{version}/withdrawal';
  expect((await ask('authority', route, at(left.version))).status).toBe('withdrawn');
  const body = { rule: 'F01', set: { orangeDays: 3 }, from: '2026-05-01', to: '2026-05-07' };
  expect((await ask('authority', 'POST /rehearsals', {}, { body })).complete).toBe(true);
}

export async function tellOfReports({ ask, P }: Teller, engagementId: string): Promise<void> {
  const query = '?month=2026-04';
  const report = await ask('authority', 'GET /reports/monthly', { query });
  expect(report.summary).toMatchObject({ registered: 1, due: 1, paidInFull: 1, workers: 3 });
  const isPdf = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 5)).toString() === '%PDF-';
  expect(isPdf(await ask('authority', 'GET /reports/monthly.pdf', { query }))).toBe(true);
  const sheet = await ask('authority', 'GET /reports/monthly.xlsx', { query });
  expect(Buffer.from(sheet.subarray(0, 2)).toString()).toBe('PK');
  expect(isPdf(await ask('owner', 'GET /projects/{projectCode}/book.pdf', P))).toBe(true);
  const statement = 'GET /projects/{projectCode}/workers/{engagementId}/wage-statement.pdf';
  expect(isPdf(await ask('contractor', statement, { ...P, engagementId }))).toBe(true);
}

interface Own {
  at: TestDb;
  /** The superuser's connection. */
  db: TestApp['ownerDb'];
  /** A batch that nobody pays. */
  body: object;
}

/** A paper about wages that the night of the story finds none for. */
export async function tellOfPapers(
  { ask, callers, P }: Teller,
  { at, db, body }: Own,
): Promise<void> {
  await ask('contractor', 'POST /projects/{projectCode}/payroll-batches', P, { body });
  const [site] = await db<{ id: number; region: number }[]>`
    select id, region_code as region from we.project where code = 'P-1'`;
  const parties = { ownerId: callers.owner.uscc, contractorId: callers.contractor.uscc };
  const own = { ...(site as { id: number; region: number }), ...parties };
  const given = { ruleId: 'W01', subject: callers.contractor.uscc, period: '2026-04' };
  const alertIds = [await anAlert(at, own as never, given)];
  const served = { status: 'served', level: 3, addresseeId: callers.contractor.uscc };
  const authorityId = callers.authority.uscc;
  const id = await aNotice(at, own, { ...served, authorityId, alertIds });
  const paper = { noticeId: publicId(own.id, id) };
  const masked = await ask('contractor', 'GET /notices/{noticeId}/workers.pdf', paper);
  const password = { password: 'correct-horse' };
  const whole = await ask('authority', 'POST /notices/{noticeId}/worker-lists', paper, {
    body: password,
  });
  for (const file of [masked, whole])
    expect(new TextDecoder().decode(file.slice(0, 5))).toBe('%PDF-');
  expect(Buffer.from(masked).includes('/Encrypt')).toBe(false);
  expect(Buffer.from(whole).includes('/Encrypt')).toBe(true);
}

export async function tellOfYear({ ask }: Teller): Promise<void> {
  const said = { text: '审计未完成，暂不付款' };
  const verdict = await ask('owner', 'POST /pretext-checks', {}, { body: said });
  expect(verdict).toMatchObject({ pretext: true, effect: '不付款' });
  const days = [{ date: '2027-01-01', name: '元旦', isOffDay: true }];
  const year = { body: { days, source: '国办发明电〔2026〕0号' } };
  const confirmed = await ask('authority', 'PUT /calendar/{year}', { year: '2027' }, year);
  expect(Array.isArray(confirmed.moves)).toBe(true);
  const body = { annualRate: 0.03, source: '全国银行间同业拆借中心' };
  await ask('authority', 'PUT /lending-rates/{day}', { day: '2026-04-20' }, { body });
  const { items } = await ask('owner', 'GET /lending-rates');
  expect(items).toEqual([{ fromDay: '2026-04-20', ...body }]);
}
