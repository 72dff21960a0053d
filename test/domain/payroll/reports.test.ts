import { describe, expect, test } from 'vitest';
import type { Actor, Work } from '../../../db/work.ts';
import {
  type OutsideInput,
  reportArrears,
  reportOutside,
  reportProgressPayment,
} from '../../../src/domain/payroll/reports.ts';
import type { Day } from '../../../src/lib/day.ts';
import { refusal, type Stage, stageDb } from '../stage.ts';

const db = stageDb();
const today: Day = '2026-07-20';

const act = <T>(actor: Actor, fn: (work: Work) => Promise<T>) => db.act(actor, today, fn);
const wages = (stage: Stage) => ({ employerUscc: stage.employerId, wageMonth: '2026-06' });

/** A subcontractor whose people are on the project: it is no main party. */
const bystander = (stage: Stage): Actor => ({ ...stage.contractor, org: stage.employerId });

describe('a report of arrears', () => {
  const report = (
    stage: Stage,
    actor: Actor,
    given: { reportedOn?: Day; wageMonth?: string } = {},
  ) =>
    act(actor, (work) =>
      reportArrears(work, stage.id, {
        ...wages(stage),
        plan: '七月底前付清张某等人工资',
        evidence: ['报告扫描件'],
        ...given,
      }),
    );

  test('of the contractor is of today; its words lie sealed', async () => {
    const stage = await db.stage();
    expect(await report(stage, stage.contractor)).toMatchObject({ reportedOn: today });
    const [row] = await db.sql()`select * from we.arrears_report where project_id = ${stage.id}`;
    expect(row).toMatchObject({
      employer_id: stage.employerId,
      wage_month: '2026-06-01',
      reported_on: today,
      evidence: ['报告扫描件'],
      stated_by: 'contractor',
    });
    const [event] = await db.sql()<{ body: string }[]>`
      select body from we.event where project_id = ${stage.id} and name = 'arrears.reported'`;
    expect(event?.body).toContain(row?.said_id);
    expect(event?.body).not.toContain('张某');
  });

  test('of an earlier day is the authority’s to enter, of a later one nobody’s', async () => {
    const stage = await db.stage();
    const refused = await refusal(report(stage, stage.contractor, { reportedOn: '2026-07-19' }));
    expect(refused.errors[0]).toMatchObject({ pointer: '/reportedOn', code: 'day-reserved' });
    expect(await report(stage, stage.contractor, { reportedOn: today })).toBeDefined();
    expect(await report(stage, stage.authority, { reportedOn: '2026-07-19' })).toMatchObject({
      reportedOn: '2026-07-19',
    });
    const late = await refusal(report(stage, stage.authority, { reportedOn: '2026-07-21' }));
    expect(late.errors[0]?.code).toBe('day-in-future');
  });

  test('is refused to others, and for a month without wages', async () => {
    const stage = await db.stage();
    for (const actor of [stage.owner, bystander(stage)])
      expect((await refusal(report(stage, actor))).code).toBe('report-not-yours');
    const empty = await refusal(report(stage, stage.contractor, { wageMonth: '2026-04' }));
    expect(empty.errors[0]).toMatchObject({ pointer: '/wageMonth', code: 'wages-unknown' });
  });
});

describe('a payment past the account', () => {
  const report = (stage: Stage, actor: Actor, given: Partial<OutsideInput> = {}) =>
    act(actor, (work) =>
      reportOutside(work, stage.id, {
        ...wages(stage),
        on: '2026-07-15',
        channel: 'cash',
        amountFen: 5_000_00,
        workers: 2,
        ...given,
      }),
    );

  test('is kept as it was told, with whose word it is', async () => {
    const stage = await db.stage();
    await report(stage, stage.contractor);
    await report(stage, stage.authority, { channel: 'transfer', evidence: ['询问笔录'] });
    const rows = await db.sql()`select on_day, channel, amount_fen, workers, evidence, stated_by
      from we.outside_payment where project_id = ${stage.id} order by stated_by`;
    const same = { on_day: '2026-07-15', amount_fen: 5_000_00, workers: 2 };
    expect([...rows]).toEqual([
      { ...same, channel: 'transfer', evidence: ['询问笔录'], stated_by: 'authority' },
      { ...same, channel: 'cash', evidence: null, stated_by: 'contractor' },
    ]);
  });

  test('is refused to others, of a day to come, and of a month without wages', async () => {
    const stage = await db.stage();
    expect((await refusal(report(stage, stage.owner))).code).toBe('report-not-yours');
    const early = await refusal(report(stage, stage.contractor, { on: '2026-07-21' }));
    expect(early.errors[0]).toMatchObject({ pointer: '/on', code: 'day-in-future' });
    const other = { employerUscc: stage.ownerId };
    expect((await refusal(report(stage, stage.authority, other))).errors[0]?.code).toBe(
      'wages-unknown',
    );
  });
});

test('a progress payment is the word of owner, contractor or authority, of a day that has come', async () => {
  const stage = await db.stage();
  const report = (actor: Actor, on: Day = today) =>
    act(actor, (work) => reportProgressPayment(work, stage.id, { on, amountFen: 7 }));
  for (const actor of [stage.owner, stage.contractor, stage.authority]) await report(actor);
  const rows = await db.sql()<{ stated_by: string }[]>`
    select stated_by from we.progress_payment where project_id = ${stage.id} order by 1`;
  expect(rows.map((row) => row.stated_by)).toEqual(['authority', 'contractor', 'owner']);
  expect((await refusal(report(bystander(stage)))).code).toBe('report-not-yours');
  expect((await refusal(report(stage.owner, '2026-07-21'))).errors[0]?.code).toBe('day-in-future');
});
