import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { codes } from '../../src/http/codes.ts';
import { makeLog } from '../../src/lib/log.ts';

const nothing = () => {
  throw new Error('not called');
};
const app = createApp({
  db: undefined as never,
  clock: { now: nothing },
  log: makeLog('silent'),
  signIn: { secrets: [{ version: 1, value: 'not used' }], signOn: null },
  runJob: nothing,
  describe: nothing,
  rules: [],
  rehearse: nothing,
  draw: nothing,
  sketch: nothing,
  plot: nothing,
  sign: nothing,
  drawReport: nothing,
  drawWorkers: nothing,
  runway: nothing,
  prove: nothing,
  sealKeys: [],
  digest: nothing,
  unquotable: nothing,
  confirmYear: nothing,
  previewYear: nothing,
  version: '1.2.3',
  publicUrl: null,
});

interface Operation {
  operationId: string;
  summary: string;
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: { content: Record<string, unknown> };
  responses: Record<string, unknown>;
  security: unknown[];
}
interface Document {
  openapi: string;
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties: Record<string, { enum?: string[] }> }> };
}

const response = await app.request('/api/v1/openapi.json');
const document = (await response.json()) as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    route: `${method.toUpperCase()} ${path}`,
    path,
    operation,
  })),
);
const byRoute = new Map(operations.map(({ route, operation }) => [route, operation]));

/** The contract's routes. Left for later: attendance voids. */
const CONTRACT = `
PUT /companies/{uscc}
PUT /projects/{projectCode}
PUT /projects/{projectCode}/confirmation
PUT /projects/{projectCode}/contract
PUT /projects/{projectCode}/progress/{month}
PUT /projects/{projectCode}/participants/{uscc}
POST /projects/{projectCode}/wage-accounts *
PUT /wage-accounts/{accountId}
POST /projects/{projectCode}/engagements *
PUT /engagements/{engagementId}
POST /projects/{projectCode}/attendance *
PUT /calendar/{year}
POST /projects/{projectCode}/payroll-batches *
GET /payroll-batches/{batchId}
GET /payroll-batches/{batchId}/lines
POST /payroll-batches/{batchId}/confirmations *
PUT /payroll-batches/{batchId}/approval
PUT /payroll-batches/{batchId}/order
GET /payroll-batches/{batchId}/order.xml
PUT /payroll-batches/{batchId}/withdrawal
POST /banks/{bankCode}/events
POST /banks/{bankCode}/messages
POST /projects/{projectCode}/settlements *
POST /settlements/{settlementId}/steps *
POST /projects/{projectCode}/transfer-delays *
PUT /projects/{projectCode}/transfer-delays/{delayId}/withdrawal
PUT /projects/{projectCode}/wage-deposit
POST /projects/{projectCode}/deposit-movements *
PUT /projects/{projectCode}/payment-guarantee
POST /projects/{projectCode}/site-persons *
POST /projects/{projectCode}/stop-works *
POST /projects/{projectCode}/board-checks *
GET /projects/{projectCode}/site-records
PUT /site-records/{recordId}/decision
PUT /site-records/{recordId}/end
POST /projects/{projectCode}/complaints *
PUT /complaints/{complaintId}/closing
GET /projects/{projectCode}/obligations
GET /projects/{projectCode}/runway
GET /projects/{projectCode}/book.pdf
GET /projects/{projectCode}/workers/{engagementId}/wage-statement.pdf
GET /reports/monthly
GET /reports/monthly.pdf
GET /reports/monthly.xlsx
POST /projects/{projectCode}/pay-reviews *
POST /projects/{projectCode}/arrears-reports *
POST /projects/{projectCode}/outside-payments *
POST /projects/{projectCode}/progress-payments *
POST /engagements/{engagementId}/exit-statements *
POST /payroll-batches/{batchId}/slips *
PUT /minimum-wages/{regionCode}/{day}
GET /minimum-wages
GET /alerts
GET /alerts/{alertId}
POST /alerts/{alertId}/replies
PUT /alerts/{alertId}/dismissal
PUT /alerts/{alertId}/acceptance
PUT /alerts/{alertId}/verdict
PUT /alerts/{alertId}/silence
PUT /alerts/{alertId}/assignment
POST /alerts/{alertId}/comments
POST /alerts/{alertId}/questions
GET /alerts/{alertId}/evidence.zip
POST /alerts/{alertId}/evidence.zip
GET /alert-groups
POST /pretext-checks
GET /notices
GET /notices/{noticeId}
GET /notices/{noticeId}.pdf
GET /notices/{noticeId}/workers.pdf
POST /notices/{noticeId}/worker-lists
PUT /notices/{noticeId}/addition
PUT /notices/{noticeId}/approval
PUT /notices/{noticeId}/service
PUT /notices/{noticeId}/withdrawal
POST /notices/{noticeId}/replies
PUT /notices/{noticeId}/verdict
GET /evidence/{fileId}
GET /verify
GET /verify/{code}
POST /verify/{code}
PUT /authorities/{uscc}/settings
PUT /authorities/{uscc}/seal
GET /rules
POST /rules/{ruleId}/versions *
PUT /rules/{ruleId}/versions/{version}/release
PUT /rules/{ruleId}/versions/{version}/withdrawal
POST /rehearsals
GET /job-runs
POST /job-runs
POST /session
GET /session
PUT /session/end
GET /session/sign-on
GET /session/sign-on/callback
POST /session/second-factor/enrolment
PUT /session/second-factor
PUT /session/password
POST /invitation-acceptances
POST /people *
GET /people
PUT /people/{username}/role
PUT /people/{username}/disablement
POST /people/{username}/invitations *
PUT /people/{username}/second-factor/reset
GET /health
GET /ready
GET /metrics
`
  .trim()
  .split('\n')
  .map((line) => ({ route: line.replace(' *', ''), once: line.endsWith(' *') }));

test('the document is OpenAPI 3.1 of this version, and every reference in it leads somewhere', () => {
  expect(document.openapi).toBe('3.1.0');
  expect(document.info.version).toBe('1.2.3');
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
    ([, to]) => to,
  );
  expect(references.length).toBeGreaterThan(0);
  for (const to of references) {
    const name = /^#\/components\/schemas\/(\w+)$/.exec(to ?? '')?.[1] ?? '';
    expect(document.components.schemas, to).toHaveProperty(name);
  }
});

test.each(CONTRACT)(
  '$route is there, and asks for an Idempotency-Key as the contract says',
  ({ route, once }) => {
    const operation = byRoute.get(route);
    expect(operation).toBeDefined();
    const keys = operation?.parameters?.filter(({ name }) => name === 'Idempotency-Key') ?? [];
    expect(keys).toHaveLength(once ? 1 : 0);
  },
);

test.each(operations)(
  '$route has its own id, a summary, and declares its path parameters',
  ({ path, operation }) => {
    expect(
      operations.filter((other) => other.operation.operationId === operation.operationId),
    ).toHaveLength(1);
    expect(operation.summary).toMatch(/\p{Script=Han}/u);
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = (operation.parameters ?? []).filter((p) => p.in === 'path');
    expect(declared.map(({ name }) => name)).toEqual(named);
    expect(declared.every(({ required }) => required)).toBe(true);
  },
);

test.each(operations)(
  '$route is served: without a key it is 401, never 404',
  async ({ route, operation }) => {
    if (operation.security.length === 0)
      return expect(route).toMatch(
        /health|ready|verify|sign-on|^POST .(session|invitation-acceptances)$/,
      );
    if (!('403' in operation.responses)) return expect(route).toMatch(/ \/banks\//);
    const [method = '', path = ''] = route.split(' ');
    const answer = await app.request(`/api/v1${path.replace(/\{\w+\}/g, 'x')}`, { method });
    expect(answer.status).toBe(401);
  },
);

test('a payroll goes in as JSON or as a file', () => {
  const operation = byRoute.get('POST /projects/{projectCode}/payroll-batches');
  expect(Object.keys(operation?.requestBody?.content ?? {})).toEqual([
    'application/json',
    'multipart/form-data',
  ]);
});

test('the document knows exactly the codes of the one list', () => {
  expect(document.components.schemas.Problem?.properties.code?.enum).toEqual(Object.keys(codes));
  for (const [code, { title }] of Object.entries(codes)) {
    expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(title).toMatch(/\p{Script=Han}/u);
  }
});

test('every code that the program throws has its title in the list', () => {
  const rooms = ['src/domain', 'src/http', 'src/adapters', 'src/lib', 'jobs'];
  const thrown = /new Problem\(\s*'[a-z-]+',\s*'([^']+)'|\brefused\(\s*'([^']+)'/g;
  const used = rooms.flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => [...readFileSync(`${room}/${file}`, 'utf8').matchAll(thrown)])
      .map(([, one, other]) => one ?? other ?? ''),
  );
  expect(used).toContain('batch-exists');
  expect(used.filter((code) => !Object.hasOwn(codes, code))).toEqual([]);
});

test('the page lists every operation and every code, and runs nothing', async () => {
  const page = await app.request('/api/v1/docs');
  const text = await page.text();
  for (const { route } of operations) expect(text).toContain(`<code>${route}</code>`);
  for (const code of Object.keys(codes)) expect(text).toContain(`id="${code}"`);
  expect(text).not.toMatch(/<script|https?:\/\//);
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
});
