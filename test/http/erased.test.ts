import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { projectOf, workersOf } from '../helpers/site.ts';

const at = freshDb();
let app: TestApp;
let callers: Callers;
let engagementId: string;

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-05-08T09:00:00+08:00' });
  callers = await app.callers();
  const { authority } = callers;
  for (const code of ['P-1', 'P-2'])
    await app.call('PUT', `/projects/${code}`, { key: authority.key, body: projectOf(callers) });
  const made = await engage('P-1');
  engagementId = made.body.engagementIds[0];
  await app.ownerDb`update we.project_directory set erased_on = '2026-05-07' where code = 'P-1'`;
});
afterAll(() => app.end());

const engage = (code: string) =>
  app.call('POST', `/projects/${code}/engagements`, {
    key: callers.contractor.key,
    body: {
      engagements: workersOf(1).map((worker) => ({
        ...worker,
        employerUscc: callers.contractor.uscc,
        enteredOn: '2026-02-01',
      })),
    },
  });

test('an erased project takes nothing more, whoever asks and whatever names it', async () => {
  const { authority, contractor } = callers;
  const body = projectOf(callers);
  const answers = [
    await engage('P-1'),
    await app.call('PUT', '/projects/P-1', { key: authority.key, body }),
    await app.call('PUT', '/projects/P-1', { key: contractor.key, body }),
    await app.call('PUT', '/projects/P-1/confirmation', { key: authority.key }),
    await app.call('POST', `/engagements/${engagementId}/disclosures`, {
      key: authority.key,
      body: { fields: ['identity'], reason: '核查欠薪投诉' },
    }),
  ];
  expect(answers.map(({ status, body: said }) => [status, said.code])).toEqual(
    answers.map(() => [409, 'project-erased']),
  );
  expect(answers[0]?.body.detail).toMatch(/只能查看/);
});

test('it is still read, and another project is as ever', async () => {
  const { authority } = callers;
  expect((await app.call('GET', '/projects/P-1', { key: authority.key })).status).toBe(200);
  expect((await engage('P-2')).status).toBe(201);
});

test('who may not see it is told nothing of its erasure', async () => {
  const stranger = await app.newKey(callers.owner.uscc, '别处');
  await app.newCompany('91320700MB0099999X', '无关单位', ['contractor']);
  const other = await app.newKey('91320700MB0099999X', '无关人员');
  const asked = (key: string) =>
    app.call('POST', '/projects/P-1/engagements', { key, body: { engagements: [] } });
  expect((await asked(other)).body.code).not.toBe('project-erased');
  expect((await asked(stranger)).status).not.toBe(201);
});
