import { expect, test } from 'vitest';
import { receiveMessage } from '../../../src/domain/banks/messages.ts';
import { sha256 } from '../../../src/lib/vault.ts';
import { testVault } from '../../helpers/app.ts';
import {
  duty,
  entry,
  messageOf,
  noonOf,
  payout,
  refusal,
  register,
  rowCounts,
  stageDb,
  WAGE_FEN,
} from '../stage.ts';

const db = stageDb();

test('a message is kept byte for byte, sealed, with its answer', async () => {
  const stage = await db.stage({ workers: 0 });
  const items = [entry(stage, 'credit', 100_00, '2026-07-09')];
  await db.bank(stage, items, { id: 'kept' });
  const [row] = await db.sql()<
    Record<string, string>[]
  >`select status, digest, raw_cipher, answer_cipher, answer_status
    from we.bank_message where bank_code = ${stage.bankCode} and message_id = 'kept'`;
  const raw = Buffer.from(JSON.stringify(items));
  expect(row).toMatchObject({ status: 'done', digest: sha256(raw), answer_status: 200 });
  expect(row?.raw_cipher).not.toContain(raw.toString('base64').slice(0, 20));
  expect(testVault.open(row?.raw_cipher as string)).toBe(raw.toString('base64'));
});

test('the same message again is answered as the first time and changes nothing', async () => {
  const stage = await db.stage({ workers: 0 });
  const items = [entry(stage, 'credit', 100_00, '2026-07-09')];
  const first = await db.bank(stage, items, { id: 'again' });
  const before = await rowCounts(db);
  expect(await db.bank(stage, items, { id: 'again' })).toEqual(first);
  expect(first).toEqual({ accepted: 1, duplicates: 0, unmatched: 0, rejected: [] });
  expect(await rowCounts(db)).toEqual(before);
});

test('another body under the same id is a conflict; the id of another bank is its own', async () => {
  const stage = await db.stage({ workers: 0 });
  await db.bank(stage, [entry(stage, 'credit', 100_00, '2026-07-09')], { id: 'reused' });
  const other = [entry(stage, 'credit', 200_00, '2026-07-09')];
  const refused = db.bank(stage, other, { id: 'reused' });
  expect((await refusal(refused)).code).toBe('message-id-reused');
  const balance =
    await db.sql()`select balance_fen from we.wage_account where project_id = ${stage.id}`;
  expect(balance[0]?.balance_fen).toBe(100_00);
  expect(await db.bank({ bankCode: '308' }, other, { id: 'reused' })).toMatchObject({
    unmatched: 1,
  });
});

test('what a bank says of a batch that another bank pays changes nothing, and is told from no batch by nothing', async () => {
  const stage = await db.stage({ workers: 1, bankCode: '911' });
  await db.stage({ workers: 0, bankCode: '912' });
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  await db.bank(stage, [payout(batch, 1, 'paid', '2026-07-10')]);
  const state = () => db.sql()`
    select l.state, l.paid_fen, (select count(*)::int from we.payout_event e where e.project_id = l.project_id) as told
    from we.payroll_line l where l.project_id = ${stage.id}`;
  const before = await state();
  const returned = payout(batch, 1, 'returned', '2026-07-11');
  const rejected = { kind: 'order', batchNo: batch.batchNo, outcome: 'rejected' } as const;
  const whole = { ...rejected, at: noonOf('2026-07-11') };
  const theirs = await db.bank({ bankCode: '912' }, [returned, whole as never]);
  expect(theirs).toEqual({ accepted: 0, duplicates: 0, unmatched: 2, rejected: [] });
  expect(await state()).toEqual(before);
  // It would have counted from the bank that pays it.
  expect(await db.bank(stage, [returned])).toMatchObject({ accepted: 1, unmatched: 0 });
  expect(await state()).not.toEqual(before);
});

test('a message not understood is kept with its reasons, and answered with them again', async () => {
  const faults = [{ pointer: '/Document', code: 'namespace-unknown', message: '命名空间不支持' }];
  let reads = 0;
  const send = () =>
    receiveMessage(
      { db: db.app(), now: noonOf('2026-07-31') },
      {
        ...messageOf('102', [], 'unread'),
        kind: 'xml',
        read: () => {
          reads += 1;
          return { faults };
        },
      },
    );
  const first = await refusal(send());
  expect(first).toMatchObject({ code: 'message-not-understood', errors: faults });
  expect(await refusal(send())).toEqual(first);
  expect(reads).toBe(1);
  const [row] =
    await db.sql()`select status, answer_status from we.bank_message where message_id = 'unread'`;
  expect(row).toEqual({ status: 'refused', answer_status: 422 });
});

test('a message cut short after its first project is completed by its repeat, nothing twice', async () => {
  const [a, b] = [await db.stage({ workers: 1 }), await db.stage({ workers: 1 })];
  const [batchA, batchB] = [await db.claim(a), await db.claim(b)];
  await db.order(a, batchA);
  await db.order(b, batchB);
  const items = [
    entry(a, 'credit', 100_00, '2026-07-09'),
    payout(batchA, 1, 'paid', '2026-07-13'),
    entry(b, 'credit', 200_00, '2026-07-09'),
    payout(batchB, 1, 'paid', '2026-07-13'),
  ];
  const sql = db.sql();
  const breaking = `alter table we.account_entry add constraint broken check (project_id <> ${b.id}) not valid`;
  await sql.unsafe(breaking);
  await expect(db.bank(a, items, { id: 'cut' })).rejects.toThrow('broken');
  const [kept] =
    await sql`select status, answer_cipher from we.bank_message where message_id = 'cut'`;
  expect(kept).toEqual({ status: 'received', answer_cipher: null });
  expect((await duty(db, a.id, 'wage', '2026-06')).metFen).toBe(WAGE_FEN);
  expect((await duty(db, b.id, 'wage', '2026-06')).metFen).toBe(0);
  await sql.unsafe('alter table we.account_entry drop constraint broken');
  const answer = await db.bank(a, items, { id: 'cut' });
  expect(answer.accepted + answer.duplicates).toBe(4);
  expect(answer.rejected).toEqual([]);
  for (const [stage, fen] of [
    [a, 100_00],
    [b, 200_00],
  ] as const) {
    expect((await duty(db, stage.id, 'wage', '2026-06')).metFen).toBe(WAGE_FEN);
    const [row] = await sql`select balance_fen from we.wage_account where project_id = ${stage.id}`;
    expect(row?.balance_fen).toBe(fen);
  }
  expect(await db.bank(a, items, { id: 'cut' })).toEqual(answer);
  expect(await db.wrongCaches()).toEqual([]);
});

test('the same message twice at the same time counts once', async () => {
  const stage = await db.stage({ workers: 1 });
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  const items = [
    entry(stage, 'credit', 100_00, '2026-07-09'),
    payout(batch, 1, 'paid', '2026-07-13'),
  ];
  await Promise.all([1, 2, 3].map(() => db.bank(stage, items, { id: 'twins' })));
  expect((await duty(db, stage.id, 'wage', '2026-06')).metFen).toBe(WAGE_FEN);
  expect(await db.wrongCaches()).toEqual([]);
});

test('messages about the same lines at the same time leave what they leave one after the other', async () => {
  const stage = await db.stage({ workers: 3 });
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  const days = ['2026-07-13', '2026-07-14', '2026-07-15', '2026-07-16'];
  const outcomes = ['paid', 'returned', 'paid', 'returned'] as const;
  await Promise.all(
    days.map((day, i) =>
      db.bank(
        stage,
        [1, 2, 3].map((n) => payout(batch, n, outcomes[i] as 'paid', day)),
      ),
    ),
  );
  const meetings =
    await db.sql()`select m.on_day as on, sum(m.amount_fen)::bigint as fen from we.meeting m
    join we.obligation o on o.project_id = m.project_id and o.id = m.obligation_id and o.kind = 'wage' and o.ended_at = 'infinity'
    where m.project_id = ${stage.id} group by 1 order by 1`;
  expect(meetings.map((m) => [m.on, m.fen])).toEqual([
    ['2026-07-13', 3 * WAGE_FEN],
    ['2026-07-14', -3 * WAGE_FEN],
    ['2026-07-15', 3 * WAGE_FEN],
    ['2026-07-16', -3 * WAGE_FEN],
  ]);
  expect(await db.wrongCaches()).toEqual([]);
});

test('a batch that is claimed while its employer’s payouts arrive does not lose what is owed', async () => {
  const stage = await db.stage({ workers: 3 });
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  const more = () =>
    db.claim(stage, {
      kind: 'supplement',
      lines: stage.workers.map(({ idNumber, name }) => ({
        idNumber,
        name,
        grossFen: 1_00,
        netFen: 1_00,
      })),
    });
  const paid = (n: number) => db.bank(stage, [payout(batch, n, 'paid', '2026-07-13')]);
  await Promise.all([more(), paid(1), more(), paid(2), more(), paid(3)]);
  expect(await duty(db, stage.id, 'wage', '2026-06')).toMatchObject({
    amountFen: 3 * WAGE_FEN + 9_00,
    metFen: 3 * WAGE_FEN,
    openCount: 9,
  });
  expect(await db.wrongCaches()).toEqual([]);
});

test('every message that counts leaves an event on its project, with the digest of its bytes', async () => {
  const stage = await db.stage({ workers: 0 });
  const items = [entry(stage, 'credit', 100_00, '2026-07-09')];
  await db.bank(stage, items, { id: 'traced' });
  const [event] = await db.sql()`select body, digest from we.event
    where project_id = ${stage.id} and name = 'bank-message.taken'`;
  expect(JSON.parse(event?.body as string)).toMatchObject({
    subject: `${stage.bankCode}/traced`,
    body: { accepted: 1, digest: sha256(Buffer.from(JSON.stringify(items))) },
  });
  expect(event?.digest).toBe(sha256(event?.body as string));
});

test('what waits for an account is sealed and taken once the account is registered', async () => {
  const stage = await db.stage({ workers: 0, openedOn: null });
  const early = entry(stage, 'credit', 300_00, '2026-07-09', { counterpartyName: '某建设' });
  const sent = [
    early,
    { kind: 'feed' as const, accountNo: stage.accountNo, through: '2026-07-10' },
    {
      kind: 'balance' as const,
      accountNo: stage.accountNo,
      balanceFen: 300_00,
      at: noonOf('2026-07-10'),
    },
  ];
  expect(await db.bank(stage, sent, { id: 'waits' })).toMatchObject({ accepted: 0, unmatched: 3 });
  const rows =
    await db.sql()`select item_cipher, waits_for from we.bank_unmatched where message_id = 'waits'`;
  expect(JSON.stringify(rows)).not.toContain(stage.accountNo);
  await register(db, stage, '2026-07-01', '2026-07-15');
  const [account] =
    await db.sql()`select balance_fen, feed_through from we.wage_account where project_id = ${stage.id}`;
  expect(account).toEqual({ balance_fen: 300_00, feed_through: '2026-07-10' });
  expect(await db.sql()`select from we.bank_unmatched where message_id = 'waits'`).toHaveLength(0);
  expect(await db.bank(stage, [early])).toMatchObject({ accepted: 0, duplicates: 1 });
  expect(await db.wrongCaches()).toEqual([]);
});
