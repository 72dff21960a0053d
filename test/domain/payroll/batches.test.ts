import { expect, test } from 'vitest';
import { claimBatch } from '../../../src/domain/payroll/batches.ts';
import { hire, lineOf, refusal, rowCounts, stageDb, WAGE_FEN, type Worker } from '../stage.ts';

const db = stageDb();

test('a batch is stored with the sums of its lines and owed by the wage duty', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  expect(batch).toMatchObject({ status: 'claimed', lineCount: 3, totalNetFen: 3 * WAGE_FEN });
  expect(batch.warnings).toEqual([]);
  const [stored] = await db.sql()`
    select b.line_count, b.total_gross_fen, b.total_net_fen, b.total_pay_fen, count(*)::int as lines,
      sum(l.gross_fen)::bigint as gross, sum(l.net_fen)::bigint as net, sum(l.pay_fen)::bigint as pay
    from we.payroll_batch b join we.payroll_line l on l.project_id = b.project_id and l.batch_id = b.id
    where b.project_id = ${stage.id} group by 1, 2, 3, 4`;
  expect(stored).toEqual({
    line_count: 3,
    total_gross_fen: 3 * (WAGE_FEN + 100_00),
    total_net_fen: 3 * WAGE_FEN,
    total_pay_fen: 3 * WAGE_FEN,
    lines: 3,
    gross: 3 * (WAGE_FEN + 100_00),
    net: 3 * WAGE_FEN,
    pay: 3 * WAGE_FEN,
  });
  const [owed] = await db.sql()`select amount_fen, open_count, met_on from we.obligation
    where project_id = ${stage.id} and kind = 'wage' and period = '2026-06' and ended_at = 'infinity'`;
  expect(owed).toEqual({ amount_fen: 3 * WAGE_FEN, open_count: 3, met_on: 'infinity' });
  const [event] = await db.sql()`select body from we.event
    where project_id = ${stage.id} and name = 'payroll-batch.claimed'`;
  expect(JSON.parse(event?.body as string).body).toMatchObject({
    batchNo: batch.batchNo,
    lineCount: 3,
    lines: {
      count: 3,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      tags: expect.stringMatching(/^[0-9a-f]{12}$/),
    },
  });
});

test('every bad row is answered with its place, and nothing is stored', async () => {
  const stage = await db.stage({ workers: 5 });
  const [a, b, c, d, e] = stage.workers as [Worker, Worker, Worker, Worker, Worker];
  const other = await db.stage({ workers: 1 });
  await db.sql()`delete from we.engagement_card where engagement_id = ${d.engagementId}`;
  const before = await rowCounts(db);
  const { code, errors, extra } = await refusal(
    db.claim(stage, {
      lines: [
        lineOf(a),
        lineOf(b, { netFen: 1, grossFen: 2 }),
        lineOf(c, { name: '另一人' }),
        lineOf(d),
        lineOf(a),
        lineOf(other.workers[0] as Worker),
        lineOf(e, { name: '又一人', grossFen: 1 }),
      ],
    }),
  );
  expect(code).toBe('invalid-input');
  expect(errors.map(({ pointer, code: fault }) => `${pointer} ${fault}`)).toEqual([
    '/lines/1/netFen net-differs',
    '/lines/2/name name-differs',
    '/lines/3/cardNo card-missing',
    '/lines/4/idNumber worker-twice',
    '/lines/5/idNumber worker-not-engaged',
    '/lines/6/netFen net-differs',
    '/lines/6/name name-differs',
  ]);
  expect(extra.errorCount).toBe(7);
  expect(JSON.stringify(errors)).not.toContain(a.idNumber);
  expect(await rowCounts(db)).toEqual(before);
});

test('more than a thousand bad rows: the first thousand are listed, all are counted', async () => {
  const stage = await db.stage({ workers: 1 });
  const worker = stage.workers[0] as Worker;
  const lines = Array.from({ length: 1001 }, () => lineOf(worker, { name: '他人' }));
  const { errors, extra } = await refusal(db.claim(stage, { lines }));
  expect(errors).toHaveLength(1000);
  // A wrong name each, and all but the first are a repeat.
  expect(extra.errorCount).toBe(2001);
});

test('a second regular batch of the month is refused with the first one’s number', async () => {
  const stage = await db.stage();
  const first = await db.claim(stage);
  const { code, extra } = await refusal(db.claim(stage));
  expect(code).toBe('batch-exists');
  expect(extra.batchNo).toBe(first.batchNo);
  const next = await hire(db, stage, 1, { enteredOn: '2026-06-20' });
  const more = { kind: 'supplement' as const, lines: next.map((w) => lineOf(w)) };
  expect((await db.claim(stage, more)).lineCount).toBe(1);
  expect((await db.claim(stage, { wageMonth: '2026-07' })).lineCount).toBe(3);
});

test('of two regular batches posted at once one is stored and the other names it', async () => {
  const stage = await db.stage();
  const answers = await Promise.allSettled([db.claim(stage), db.claim(stage), db.claim(stage)]);
  const made = answers.flatMap((a) => (a.status === 'fulfilled' ? [a.value.batchNo] : []));
  const refused = answers.flatMap((a) => (a.status === 'rejected' ? [a.reason] : []));
  expect(made).toHaveLength(1);
  expect(refused.map((r) => [r.code, r.extra.batchNo])).toEqual([
    ['batch-exists', made[0]],
    ['batch-exists', made[0]],
  ]);
  const [lines] =
    await db.sql()`select count(*)::int as n from we.payroll_line where project_id = ${stage.id}`;
  expect(lines?.n).toBe(3);
});

test('the wage month lies between the month of the project’s start and the next one', async () => {
  const stage = await db.stage({ enteredOn: '2026-01-02' });
  const claim = (wageMonth: string, day = '2026-07-31') => db.claim(stage, { wageMonth }, day);
  for (const month of ['2025-12', '2026-09']) {
    expect((await refusal(claim(month))).errors).toEqual([
      expect.objectContaining({ pointer: '/wageMonth', code: 'wage-month-outside' }),
    ]);
  }
  expect((await claim('2026-01')).lineCount).toBe(3);
  expect((await claim('2026-08')).lineCount).toBe(3);
});

test('a worker is engaged in the month from the month of entry to that of exit', async () => {
  const stage = await db.stage({ workers: 0 });
  const [worker] = await hire(db, stage, 1, { enteredOn: '2026-04-30', exitedOn: '2026-05-01' });
  const claim = (wageMonth: string) =>
    db.claim(stage, { wageMonth, lines: [lineOf(worker as Worker)] });
  expect((await claim('2026-04')).lineCount).toBe(1);
  expect((await claim('2026-05')).lineCount).toBe(1);
  for (const month of ['2026-03', '2026-06']) {
    expect((await refusal(claim(month))).errors).toEqual([
      expect.objectContaining({ code: 'worker-not-engaged' }),
    ]);
  }
});

test('a card that is not the worker’s registered one is a warning, not a fault', async () => {
  const stage = await db.stage({ workers: 2 });
  const [a, b] = stage.workers as [Worker, Worker];
  const batch = await db.claim(stage, { lines: [lineOf(a), lineOf(b, { cardNo: a.cardNo })] });
  expect(batch.warnings).toEqual([
    expect.objectContaining({ pointer: '/lines/1/cardNo', code: 'card-unregistered' }),
  ]);
});

test('a batch of 5,000 lines is stored whole, with the totals of its lines', async () => {
  const stage = await db.stage({ workers: 0 });
  stage.workers = await hire(db, stage, 5000, { enteredOn: '2026-06-01' });
  const lines = stage.workers.map((w, i) => lineOf(w, { netFen: 1_000_00 + i }));
  const batch = await db.claim(stage, { lines });
  expect(batch.lineCount).toBe(5000);
  expect(batch.totalNetFen).toBe(5000 * 1_000_00 + (5000 * 4999) / 2);
  const [stored] =
    await db.sql()`select count(*)::int as n, sum(net_fen)::bigint as net, max(line_no) as last
    from we.payroll_line where project_id = ${stage.id}`;
  expect(stored).toEqual({ n: 5000, net: batch.totalNetFen, last: 5000 });
  expect(await db.wrongCaches()).toEqual([]);
});

test('a batch number counts on within the project and month, and says where a line lies', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  const { batchNo } = await db.act(stage.contractor, '2026-07-02', (work) =>
    claimBatch(work, stage.id, {
      wageMonth: '2026-06',
      employerUscc: stage.employerId,
      kind: 'supplement',
      lines: [lineOf(stage.workers[0] as Worker)],
    }),
  );
  expect(batch.batchNo).toMatch(/2606001.$/);
  expect(batchNo).toMatch(/2606002.$/);
});

test('lines are told as they are checked and stored', async () => {
  const stage = await db.stage({ workers: 1001 });
  const told: unknown[] = [];
  const input = {
    wageMonth: '2026-06',
    employerUscc: stage.employerId,
    lines: stage.workers.map((worker) => lineOf(worker)),
  };
  await db.act(stage.contractor, '2026-07-02', (work) =>
    claimBatch(work, stage.id, input, [], (...far) => told.push(far)),
  );
  expect(told).toEqual([
    [0, 1001, 'check'],
    [1000, 1001, 'check'],
    [1000, 1001, 'store'],
    [0, null, 'reckon'],
  ]);
});
