import { beforeAll, expect, test } from 'vitest';
import { type Actor, read, write } from '../../db/work.ts';
import { enter } from '../../src/domain/access.ts';
import { bankActor } from '../../src/domain/banks/messages.ts';
import { postAttendance } from '../../src/domain/registry/attendance.ts';
import { disclose } from '../../src/domain/registry/disclosures.ts';
import { anAlert } from '../domain/alerts/arrange-alert.ts';
import { companyActor, inspector } from '../domain/arrange.ts';
import {
  anEmployer,
  entry,
  hire,
  lineOf,
  noonOf,
  payout,
  refusal,
  type Stage,
  stageDb,
  type Worker,
} from '../domain/stage.ts';

const db = stageDb();
const DAY = '2026-07-20';
let stage: Stage;
let other: Stage;
let employer2: string;
/** Tables that hold rows of one project each. */
let tables: string[];

beforeAll(async () => {
  stage = await full('102');
  other = await full('308');
  employer2 = await anEmployer(db);
  const theirs = await hire(db, stage, 2, { enteredOn: '2026-06-05', employerId: employer2 });
  // The second employer's own sheet, beside the first one's.
  await db.claim(stage, { employerUscc: employer2, lines: theirs.map((w) => lineOf(w)) });
  await anAlert(db.at(), stage, { audience: 'parties', ruleId: 'F01' });
  await anAlert(db.at(), stage, { audience: 'authority', ruleId: 'W10' });
  const rows = await db.sql()<{ name: string }[]>`select relname::text as name from pg_class
    where relnamespace = 'we'::regnamespace and relrowsecurity and not relispartition
      and has_table_privilege('we_app', oid, 'select') order by 1`;
  tables = rows.map((r) => r.name);
});

async function full(bankCode: string): Promise<Stage> {
  const made = await db.stage({ bankCode, workers: 2 });
  const worker = made.workers[0] as Worker;
  await db.act(made.contractor, DAY, (work) =>
    postAttendance(work, made.id, [
      { idNumber: worker.idNumber, at: noonOf('2026-06-10'), direction: 'in' },
    ]),
  );
  const batch = await db.claim(made, { lines: [lineOf(worker)] });
  await db.order(made, batch);
  await db.bank(made, [
    payout(batch, 1, 'paid', '2026-07-14'),
    entry(made, 'debit', 500_00, '2026-07-14'),
    { kind: 'feed', accountNo: made.accountNo, through: '2026-07-14' },
  ]);
  return made;
}

const key = (table: string) => (table === 'project' ? 'id' : 'project_id');

/** How many rows of a project the actor sees, table by table; what it does not see is left out. */
const seen = (actor: Actor, projectId: number) =>
  read(db.app(), actor, noonOf(DAY), DAY, async ({ sql }) => {
    const counts: Record<string, number> = {};
    for (const table of tables) {
      const [row] = await sql<{ n: number }[]>`select count(*)::int as n from we.${sql(table)}
        where ${sql(key(table))} = ${projectId}`;
      if (row?.n) counts[table] = row.n;
    }
    return counts;
  });
const stranger = (org: string) => companyActor(org);

test('the tables under row security are those of the projects, and every one is forced', async () => {
  expect(tables.length).toBeGreaterThan(25);
  const unforced = await db.sql()`select relname from pg_class
    where relnamespace = 'we'::regnamespace and relrowsecurity and not relforcerowsecurity`;
  expect([...unforced]).toEqual([]);
});

test('without a scope nothing is seen', async () => {
  for (const table of tables) {
    const rows =
      await db.app()`select from we.${db.app()(table)} where ${db.app()(key(table))} <> 0 limit 1`;
    expect(rows, table).toHaveLength(0);
  }
});

test('another contractor, another district and another bank see nothing of a project', async () => {
  const far = { ...inspector, region: { lo: 320300, hi: 320399 } };
  const none = { ...inspector, region: null, org: null };
  for (const actor of [other.contractor, other.owner, far, none, bankActor('305')]) {
    expect(await seen(actor, stage.id)).toEqual({});
  }
  expect(await seen(stage.contractor, stage.id)).toMatchObject({ project: 1, account_entry: 1 });
});

test('a bank sees the accounts it keeps and no more, until the server puts the project into its scope', async () => {
  expect(await seen(bankActor('102'), stage.id)).toEqual({ wage_account: 1 });
  expect(await seen(bankActor('102'), other.id)).toEqual({});
});

test('who looked at whose numbers is seen by the authority of the region, by no party of the project', async () => {
  const { engagementId } = stage.workers[0] as Worker;
  await db.act(stage.authority, DAY, (work) =>
    disclose(work, stage.id, engagementId, { fields: ['card'], reason: '核查投诉' }),
  );
  const inScope = { projects: [stage.id] };
  const far = { ...inspector, region: { lo: 320300, hi: 320399 } };
  expect(await seen(inspector, stage.id)).toMatchObject({ disclosure: 1 });
  for (const actor of [stage.contractor, stage.owner, bankActor('102'), far])
    expect(await seen({ ...actor, ...inScope }, stage.id)).not.toHaveProperty('disclosure');
  const refused = write(db.app(), { ...stage.contractor, ...inScope }, noonOf(DAY), DAY, (work) =>
    disclose({ ...work, actor: inspector }, stage.id, engagementId, {
      fields: ['card'],
      reason: '冒名',
    }),
  );
  await expect(refused).rejects.toMatchObject({ code: '42501' });
});

test('a subcontractor sees its own batches and the rows of its own people only', async () => {
  const mine = await seen(stranger(stage.employerId), stage.id);
  expect(Object.keys(mine).sort()).toEqual([
    'engagement',
    'obligation',
    'payroll_batch',
    'payroll_line',
  ]);
  expect(mine).toMatchObject({ engagement: 2, payroll_batch: 1, payroll_line: 1 });
  const theirs = await seen(stranger(employer2), stage.id);
  expect(theirs).toMatchObject({ engagement: 2, payroll_batch: 1, payroll_line: 2 });
  for (const org of [stage.employerId, employer2]) {
    const owners = await db.look(
      stranger(org),
      DAY,
      ({ sql }) =>
        sql`select employer_id from we.payroll_batch union select employer_id from we.payroll_line
        union select employer_id from we.engagement`,
    );
    expect(owners.map((o) => o.employer_id)).toEqual([org]);
  }
  const kinds = await db.look(
    stranger(employer2),
    DAY,
    ({ sql }) => sql`select distinct kind, employer_id from we.obligation order by 1`,
  );
  expect(kinds.map((k) => Object.values(k))).toEqual([
    ['payroll-sheet', employer2],
    ['wage', employer2],
  ]);
});

test('a subcontractor changes nothing of its own batch, and moves no other’s to itself', async () => {
  const act = (statement: string) =>
    write(db.app(), stranger(stage.employerId), noonOf(DAY), DAY, ({ sql }) =>
      sql.unsafe(statement),
    );
  for (const statement of [
    `update we.payroll_batch set status = 'paid' where project_id = ${stage.id} returning 1`,
    `update we.payroll_batch set employer_id = '${stage.employerId}' where project_id = ${stage.id} returning 1`,
    `update we.payroll_line set paid_fen = 1 where project_id = ${stage.id} returning 1`,
  ]) {
    expect(await act(statement), statement).toHaveLength(0);
  }
});

test('an owner’s or contractor’s own column shows what is listed; the rest needs the project in scope', async () => {
  for (const org of [stage.ownerId, stage.contractorId]) {
    const listed = await seen(stranger(org), stage.id);
    expect(Object.keys(listed).sort()).toEqual([
      'alert',
      'engagement',
      'obligation',
      'payroll_line',
      'project',
      'wage_account',
    ]);
  }
});

test('an alert for the authority only is seen by no party, its own project in scope or not', async () => {
  const rules = (actor: Actor) =>
    db
      .look(
        actor,
        DAY,
        ({ sql }) => sql`select rule_id from we.alert where project_id = ${stage.id} order by 1`,
      )
      .then((rows) => rows.map((r) => r.rule_id));
  expect(await rules(stage.authority)).toEqual(['F01', 'W10']);
  for (const actor of [stage.contractor, stage.owner, stranger(stage.ownerId)]) {
    expect(await rules(actor)).toEqual(['F01']);
  }
  expect(await rules(stranger(stage.employerId))).toEqual([]);
  expect(await rules({ ...bankActor('102'), projects: [stage.id] })).toEqual(['F01']);
});

test('nothing of another project is written, changed or removed', async () => {
  const act = <T>(fn: (work: Parameters<Parameters<typeof write>[4]>[0]) => Promise<T>) =>
    write(db.app(), other.contractor, noonOf(DAY), DAY, fn);
  for (const statement of [
    `update we.wage_account set balance_fen = 1 where project_id = ${stage.id} returning 1`,
    `update we.payroll_line set paid_fen = 0 where project_id = ${stage.id} and wage_month = '2026-06-01' returning 1`,
    `update we.obligation set met_fen = 0 where project_id = ${stage.id} returning 1`,
    `delete from we.suspect_debit where project_id = ${stage.id} returning 1`,
  ]) {
    expect(await act(({ sql }) => sql.unsafe(statement)), statement).toHaveLength(0);
  }
  const smuggle = act(({ sql }) =>
    sql.unsafe(`insert into we.project_status (project_id, seq, status, on_day, known_at, stated_by)
      values (${stage.id}, 99, 'finished', '2026-07-20', now(), 'x')`),
  );
  await expect(smuggle).rejects.toThrow('row-level security');
  const move = act(({ sql }) =>
    sql.unsafe(
      `update we.payroll_batch set project_id = ${stage.id} where project_id = ${other.id}`,
    ),
  );
  await expect(move).rejects.toThrow('row-level security');
});

test('what only grows is neither changed nor removed, not even by its own project or by the night', async () => {
  const statements = [
    'update we.account_entry set amount_fen = 1',
    'delete from we.account_entry',
    'update we.payout_event set outcome = $$paid$$',
    'delete from we.meeting',
    'update we.event set body = $$x$$',
    'delete from we.event',
    'update we.contract_terms set total_fen = 1',
    'delete from we.alert',
  ];
  for (const statement of statements) {
    const byApp = db.act(stage.contractor, DAY, ({ sql }) => sql.unsafe(statement));
    await expect(byApp, statement).rejects.toThrow('permission denied');
    const byNight = db.byNight(DAY, ({ sql }) => sql.unsafe(statement));
    await expect(byNight, statement).rejects.toThrow('permission denied');
  }
});

test('the server puts a project into the scope of those who have to do with it, and hides it from others', async () => {
  const go = (actor: Actor) =>
    db.act({ ...actor, projects: [] }, DAY, async (work) => {
      const projectId = await enter(work, { projectCode: stage.code });
      return { projectId, actor: work.actor };
    });
  for (const actor of [stage.authority, stage.owner, stage.contractor, bankActor('102')]) {
    expect((await go(actor)).actor.projects).toEqual([stage.id]);
  }
  const sub = await go(stranger(stage.employerId));
  expect(sub).toMatchObject({ projectId: stage.id, actor: { projects: [] } });
  const far = { ...inspector, region: { lo: 320300, hi: 320399 } };
  const missing = db.act(other.owner, DAY, (work) => enter(work, { projectCode: 'NO-SUCH' }));
  const wanted = await refusal(missing);
  for (const actor of [other.contractor, other.owner, far, bankActor('308')]) {
    expect(await refusal(go(actor))).toEqual(wanted);
  }
});
