import { describe, expect, test } from 'vitest';
import { makeCard } from '../../../src/demo/identities.ts';
import { reviewPay } from '../../../src/domain/payroll/reviews.ts';
import { postAttendance } from '../../../src/domain/registry/attendance.ts';
import { changeEngagement, engage } from '../../../src/domain/registry/engagements.ts';
import type { Day } from '../../../src/lib/day.ts';
import { next } from '../../helpers/insert.ts';
import { hire, lineOf, payout, refusal, type Stage, stageDb } from '../stage.ts';

const db = stageDb();

/** What of June's payments on the stage is to be looked into. */
const doubts = async (stage: Stage, month: Day = '2026-06-01') =>
  (
    await db.sql()<{ about: string }[]>`
      select about from we.pay_doubt where project_id = ${stage.id} and wage_month = ${month} order by 1`
  ).map((row) => row.about);

const attend = (stage: Stage, day: Day = '2026-07-01') =>
  db.act(stage.contractor, day, (work) =>
    postAttendance(
      work,
      stage.id,
      stage.workers.map(({ idNumber }) => ({
        idNumber,
        at: new Date('2026-06-10T07:30:00+08:00'),
        direction: 'in' as const,
      })),
    ),
  );

/** Lines of 5,900.00 yuan and some fen, each another sum. */
const odd = (stage: Stage) =>
  stage.workers.map((worker, n) => lineOf(worker, { netFen: 590_001 + n }));

async function quietStage(workers = 3) {
  const stage = await db.stage({ workers });
  await attend(stage);
  return stage;
}

describe('a claim', () => {
  test('of people who attended, to their own cards, raises no doubt', async () => {
    const stage = await quietStage();
    await db.claim(stage, { lines: odd(stage) });
    expect(await doubts(stage)).toEqual([]);
  });

  test('to a card that is not registered, or one card for two', async () => {
    const stage = await quietStage();
    const [first, ...rest] = odd(stage);
    await db.claim(stage, { lines: [{ ...first, cardNo: makeCard(next()) } as never, ...rest] });
    expect(await doubts(stage)).toEqual(['payee']);

    const other = await quietStage();
    const cardNo = other.workers[0]?.cardNo as string;
    await db.claim(other, { lines: odd(other).map((line) => ({ ...line, cardNo })) });
    expect(await doubts(other)).toEqual(['payee']);
  });

  test('to a card that somebody of another employer has registered', async () => {
    const stage = await quietStage();
    const cardNo = stage.workers[0]?.cardNo;
    const [else_] = await hire(db, stage, 1, {
      enteredOn: '2026-06-02',
      employerId: stage.contractorId,
    });
    expect(else_?.cardNo).not.toBe(cardNo);
    await db.claim(stage, { lines: odd(stage) });
    expect(await doubts(stage)).toEqual([]);
    const twin = await quietStage();
    await db.act(twin.contractor, '2026-06-03', (work) =>
      engage(work, twin.id, [
        {
          idNumber: (else_ as { idNumber: string }).idNumber,
          name: '同卡人',
          cardNo: twin.workers[0]?.cardNo as string,
          employerUscc: twin.contractorId,
          enteredOn: '2026-06-03',
        },
      ]),
    );
    await db.claim(twin, { lines: odd(twin) });
    expect(await doubts(twin)).toEqual(['payee']);
  });

  test.each<[string, number, number | undefined, string[]]>([
    ['a twelfth of what a year may come to', 25_000_00, undefined, []],
    ['a fen more', 25_000_01, undefined, ['pattern']],
    ['as many days as the month has', 590_001, 30, []],
    ['one more', 590_001, 31, ['pattern']],
  ])('of %s', async (_, netFen, workDays, expected) => {
    const stage = await quietStage(1);
    await db.claim(stage, {
      lines: stage.workers.map((worker) => lineOf(worker, { netFen, workDays })),
    });
    expect(await doubts(stage)).toEqual(expected);
  });

  test('of sums for five that are not round, not one sum, or of two teams', async () => {
    for (const [sums, teams] of [
      [[5_910_00, 5_910_00, 5_910_00, 5_910_00, 5_910_00], ['1班']],
      [[5_900_01, 5_900_01, 5_900_01, 5_900_01, 5_900_01], ['1班']],
      [[5_900_00, 5_900_00, 5_900_00, 5_900_00, 6_000_00], ['1班']],
      [
        [5_900_00, 5_900_00, 5_900_00, 5_900_00, 5_900_00],
        ['1班', '2班'],
      ],
    ] as const) {
      const stage = await quietStage(5);
      for (const [n, { engagementId }] of stage.workers.entries())
        await db.act(stage.contractor, '2026-07-01', (work) =>
          changeEngagement(work, stage.id, engagementId, { team: teams[n % teams.length] }),
        );
      await db.claim(stage, {
        lines: stage.workers.map((worker, n) => lineOf(worker, { netFen: sums[n] })),
      });
      expect(await doubts(stage), `${sums} ${teams}`).toEqual([]);
    }
  });

  test('of one round sum for five of a team, not for four', async () => {
    for (const [workers, expected] of [
      [4, []],
      [5, ['pattern']],
    ] as const) {
      const stage = await quietStage(workers);
      await db.claim(stage);
      expect(await doubts(stage)).toEqual(expected);
    }
  });

  test('of somebody registered after the month, and any supplement', async () => {
    const stage = await quietStage();
    const [late] = await hire(db, stage, 1, { enteredOn: '2026-06-02', day: '2026-07-01' });
    stage.workers.push(late as never);
    await attend(stage);
    await db.claim(stage, { lines: odd(stage) });
    expect(await doubts(stage)).toEqual(['pattern']);
    const other = await quietStage();
    await db.claim(other, { lines: odd(other).slice(1) });
    expect(await doubts(other)).toEqual([]);
    await db.claim(other, { kind: 'supplement', lines: odd(other).slice(0, 1) });
    expect(await doubts(other)).toEqual(['pattern']);
    await db.claim(other, { kind: 'supplement', lines: odd(other).slice(1, 2) }, '2026-07-03');
    expect(await doubts(other)).toEqual(['pattern']);
  });

  test('of somebody registered on its last day raises none', async () => {
    const stage = await quietStage();
    const [last] = await hire(db, stage, 1, { enteredOn: '2026-06-02', day: '2026-06-30' });
    stage.workers.push(last as never);
    await attend(stage);
    await db.claim(stage, { lines: odd(stage) });
    expect(await doubts(stage)).toEqual([]);
  });

  test('of somebody who has not attended, whichever comes first', async () => {
    const stage = await db.stage();
    await db.claim(stage, { lines: odd(stage) });
    expect(await doubts(stage)).toEqual(['pattern']);
    expect(await doubts(stage, '2026-07-01')).toEqual([]);
    const other = await quietStage(2);
    const [third] = await hire(db, other, 1, { enteredOn: '2026-06-02' });
    other.workers.push(third as never);
    await db.claim(other, { lines: odd(other) });
    expect(await doubts(other)).toEqual(['pattern']);
  });

  test('that is refused leaves no mark', async () => {
    const stage = await db.stage();
    await refusal(
      db.claim(stage, { lines: [lineOf(stage.workers[0] as never, { name: '别人' })] }),
    );
    expect(await doubts(stage)).toEqual([]);
  });
});

describe('what the bank says', () => {
  const told = async (given: object, outcome: 'paid' | 'rejected' = 'paid') => {
    const stage = await quietStage(1);
    const batch = await db
      .order(stage, await db.claim(stage, { lines: odd(stage) }))
      .then((ordered) => ordered as unknown as { batchNo: string });
    const item = { ...payout(batch, 1, outcome, '2026-07-13', 590_001), ...given };
    await db.bank(stage, [item as never]);
    return { stage, worker: stage.workers[0] as (typeof stage.workers)[number] };
  };

  test('names no payee: no doubt', async () => {
    const { stage } = await told({});
    expect(await doubts(stage)).toEqual([]);
  });

  test('another account, or another name, of what was paid', async () => {
    expect(await doubts((await told({ payeeAccountNo: makeCard(next()) })).stage)).toEqual([
      'payee',
    ]);
    expect(await doubts((await told({ payeeName: '别人' })).stage)).toEqual(['payee']);
    const elsewhere = { payeeAccountNo: makeCard(next()), payeeName: '别人' };
    expect(await doubts((await told(elsewhere, 'rejected')).stage)).toEqual([]);
  });

  /** Each of two workers is paid, to the payee that is told of him. */
  const paidTo = async (payees: (workers: Stage['workers']) => object[]) => {
    const stage = await quietStage(2);
    const claimed = await db.claim(stage, { lines: odd(stage) });
    await db.order(stage, claimed);
    const said = payees(stage.workers).map((payee, n) => ({
      ...payout(claimed, n + 1, 'paid', '2026-07-13', 590_001 + n),
      ...payee,
    }));
    await db.bank(stage, said as never);
    return doubts(stage);
  };

  test('each worker’s own account and name raise none', async () => {
    const own = ({ cardNo, name }: Stage['workers'][number]) => ({
      ...{ payeeAccountNo: cardNo, payeeName: name },
    });
    expect(await paidTo((workers) => workers.map(own))).toEqual([]);
  });

  test('one account of two that is another does', async () => {
    const other = makeCard(next());
    expect(
      await paidTo(([one, two]) => [
        { payeeAccountNo: other, payeeName: one?.name },
        { payeeName: two?.name },
      ]),
    ).toEqual(['payee']);
  });
});

describe('a review', () => {
  const input = (stage: Stage) => ({
    employerUscc: stage.employerId,
    wageMonth: '2026-06',
    about: 'payee' as const,
    note: '已核对本人委托书',
    evidence: ['委托书扫描件'],
  });

  test('is kept with its day, and its words lie sealed', async () => {
    const stage = await quietStage();
    await db.claim(stage);
    const made = await db.act(stage.authority, '2026-07-20', (work) =>
      reviewPay(work, stage.id, input(stage)),
    );
    expect(made.reviewedOn).toBe('2026-07-20');
    const [row] = await db.sql()`select * from we.pay_review where project_id = ${stage.id}`;
    expect(row).toMatchObject({
      employer_id: stage.employerId,
      wage_month: '2026-06-01',
      about: 'payee',
      on_day: '2026-07-20',
      evidence: ['委托书扫描件'],
      reviewed_by: stage.authority.holder,
    });
    const [event] = await db.sql()<{ body: string }[]>`
      select body from we.event where project_id = ${stage.id} and name = 'pay.reviewed'`;
    expect(event?.body).toContain(row?.said_id);
    expect(event?.body).not.toContain('委托书');
  });

  test('is the authority’s, and of a month with a payroll', async () => {
    const stage = await quietStage();
    const review = (actor: Stage['authority'], given: { wageMonth?: string; about?: Stage } = {}) =>
      refusal(
        db.act(actor, '2026-07-20', (work) =>
          reviewPay(work, stage.id, {
            ...input(given.about ?? stage),
            wageMonth: given.wageMonth ?? '2026-06',
          }),
        ),
      );
    expect((await review(stage.contractor)).code).toBe('authority-only');
    expect((await review(stage.authority)).errors[0]).toMatchObject({
      pointer: '/wageMonth',
      code: 'payroll-missing',
    });
    await db.claim(stage);
    expect((await review(stage.authority, { wageMonth: '2026-05' })).code).toBe('invalid-input');
    const elsewhere = await quietStage();
    await db.claim(elsewhere);
    // An employer's payroll of another project, beside another employer's of this one.
    expect((await review(stage.authority, { about: elsewhere })).code).toBe('invalid-input');
  });
});
