import { expect, test } from 'vitest';
import { changeAccount } from '../../../src/domain/accounts/accounts.ts';
import { withdrawBatch } from '../../../src/domain/payroll/acts.ts';
import { putCompany } from '../../../src/domain/registry/companies.ts';
import { confirmProject } from '../../../src/domain/registry/projects.ts';
import { parseId } from '../../../src/lib/id.ts';
import { inspector } from '../arrange.ts';
import { stageDb } from '../stage.ts';

const db = stageDb();

const changes = async (subject: string, name: string) => {
  const rows = await db.sql()<{ body: string }[]>`select body from we.event
    where subject = ${subject} and name = ${name} order by id`;
  return rows.map((r) => {
    const { before, after } = JSON.parse(r.body).body;
    return { before, after };
  });
};
const status = (before: string, after: string) => [
  { before: { status: before }, after: { status: after } },
];

test('an act on a batch tells its state before and after', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  const { id } = parseId(batch.batchId);
  await db.order(stage, batch);
  expect(await changes(id, 'payroll-batch.approved')).toEqual(status('claimed', 'approved'));
  expect(await changes(id, 'payroll-batch.ordered')).toEqual(status('approved', 'ordered'));
  const other = await db.stage();
  const withdrawn = parseId((await db.claim(other)).batchId).id;
  await db.act(other.contractor, '2026-07-03', (work) =>
    withdrawBatch(work, other.id, withdrawn, { reason: '重复' }),
  );
  expect(await changes(withdrawn, 'payroll-batch.withdrawn')).toEqual(
    status('claimed', 'withdrawn'),
  );
});

test('a company written again, and an account changed, tell what was and what is', async () => {
  const stage = await db.stage({ workers: 0 });
  const uscc = stage.employerId;
  await db.act(inspector, '2026-07-01', (work) =>
    putCompany(work, uscc, { name: '新名', kinds: ['subcontractor'] }),
  );
  const [made, renamed] = await changes(uscc, 'company.written');
  expect(made?.before).toBeNull();
  expect(renamed).toMatchObject({ before: made?.after, after: { name: '新名' } });

  const { bankCode, accountNo } = stage;
  const input = { bankCode, accountNo, accountName: '专户', openedOn: '2026-01-21' };
  await db.act(stage.contractor, '2026-07-01', (work) =>
    changeAccount(work, stage.id, stage.accountId, input),
  );
  const [changed] = await changes(stage.accountId, 'account.changed');
  expect(changed).toMatchObject({
    before: { accountName: '农民工工资专用账户', openedOn: '2026-01-20' },
    after: { accountName: '专户', openedOn: '2026-01-21' },
  });
  expect(JSON.stringify(changed)).not.toContain(accountNo);
});

test('a confirmed project tells its entry before and after', async () => {
  const site = await db.site();
  await db.sql()`update we.project set proposal = jsonb_build_object('name', '新名', 'regionCode', region_code::text, 'ownerUscc', owner_id,
    'contractorUscc', contractor_id, 'fundSource', fund_source, 'status', status) where id = ${site.id}`;
  await db.act({ ...inspector, projects: [site.id] }, '2026-07-01', (work) =>
    confirmProject(work, site.id),
  );
  const last = (await changes(site.code, 'project.confirmed')).at(-1);
  expect(last).toMatchObject({
    before: { name: expect.stringMatching(/^海州安置房/) },
    after: { name: '新名' },
  });
});
