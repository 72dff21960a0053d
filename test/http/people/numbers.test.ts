import { afterAll, beforeAll, expect, test } from 'vitest';
import { roleNames, roles } from '../../../src/domain/people/roles.ts';
import { type Callers, makeApp, type TestApp } from '../../helpers/app.ts';
import { freshDb } from '../../helpers/db.ts';
import { type Browser, signedIn } from '../../helpers/people.ts';
import { projectOf, workersOf } from '../../helpers/site.ts';

const db = freshDb();
let app: TestApp;
let callers: Callers;
let engagementId: string;

beforeAll(async () => {
  app = await makeApp(db(), { now: '2026-09-15T09:00:00+08:00' });
  callers = await app.callers();
  const { authority, contractor } = callers;
  await app.call('PUT', '/projects/P-1', { key: authority.key, body: projectOf(callers) });
  const [worker] = workersOf(1);
  const made = await app.call('POST', '/projects/P-1/engagements', {
    key: contractor.key,
    body: { engagements: [{ ...worker, employerUscc: contractor.uscc, enteredOn: '2026-02-01' }] },
  });
  engagementId = made.body.engagementIds[0];
});
afterAll(() => app.end());

const person = (role: 'inspector' | 'supervisor' | 'auditor' | 'administrator') =>
  signedIn(app, { username: role, name: role, companyId: callers.authority.uscc, role });
const look = async (browser: Browser) => {
  const body = { fields: ['identity', 'card'], reason: '核查欠薪投诉' };
  const answer = await browser.call('POST', `/engagements/${engagementId}/disclosures`, { body });
  return answer.status === 201 ? answer.body.identity : answer.body.code;
};
const audit = async (browser: Browser) => {
  const { status, body } = await browser.call('GET', '/disclosures');
  return status === 200 ? body.items.length : body.code;
};

test('who looks at numbers is not who looks after it, and an administrator does neither', async () => {
  const [worker] = workersOf(1);
  const inspector = await person('inspector');
  expect([await look(inspector), await audit(inspector)]).toEqual([
    worker?.idNumber,
    'grant-missing',
  ]);
  for (const role of ['supervisor', 'auditor'] as const) {
    const browser = await person(role);
    expect([role, await look(browser), await audit(browser)]).toEqual([role, 'grant-missing', 1]);
  }
  const administrator = await person('administrator');
  expect([await look(administrator), await audit(administrator)]).toEqual([
    'grant-missing',
    'grant-missing',
  ]);
});

test('no role both sees numbers in full and audits who saw them; none of a firm does either', () => {
  for (const name of roleNames) {
    const { grants, kind }: { grants: readonly string[]; kind: string } = roles[name];
    const held = grants.filter((grant) => grant.startsWith('personal:'));
    expect(held.length, name).toBeLessThanOrEqual(kind === 'authority' ? 1 : 0);
  }
  expect(
    roles.auditor.grants.filter((grant) => /:(write|confirm|handle|disclose)/.test(grant)),
  ).toEqual([]);
});
