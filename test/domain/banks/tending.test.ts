import { describe, expect, test } from 'vitest';
import { type Actor, read } from '../../../db/work.ts';
import { type Incoming, receiveMessage } from '../../../src/domain/banks/messages.ts';
import {
  getMessage,
  listMessages,
  listUnmatched,
  replayMessage,
} from '../../../src/domain/banks/tending.ts';
import { companyActor } from '../arrange.ts';
import {
  entry,
  messageOf,
  noonOf,
  payout,
  refusal,
  rowCounts,
  type Said,
  stageDb,
} from '../stage.ts';

const db = stageDb();
const clerk = (bank: string): Actor => ({ ...companyActor('91320706MA00000001'), bank });
const DAY = '2026-07-31';
const look = <T>(bank: string, run: (work: Parameters<typeof listMessages>[0]) => Promise<T>) =>
  read(db.app(), clerk(bank), noonOf(DAY), DAY, run);
const messageIn = (bank: string, id: string) =>
  look(bank, (work) => getMessage(work, bank, id, (raw) => Buffer.from(raw).toString()));
const replay = (bank: string, id: string, read: Incoming['read']) =>
  replayMessage({ db: db.app(), now: noonOf(DAY) }, clerk(bank), bank, id, () => () => read());
const readsOf = (items: Said[]) => messageOf('', items, '').read;
const unread = { faults: [{ pointer: '/x', code: 'x', message: '看不懂。' }] };
/** A message that nobody understood. */
const aRefused = (bank: string, id: string, items: Said[]) =>
  refusal(
    receiveMessage(
      { db: db.app(), now: noonOf(DAY) },
      { ...messageOf(bank, items, id), read: () => unread },
    ),
  );

describe('the list', () => {
  test('has the bank’s own, the newest first, page by page, and by status', async () => {
    for (const [n, day] of ['2026-07-01', '2026-07-03', '2026-07-02'].entries())
      await db.bank({ bankCode: '501' }, [], { id: `m-${n}`, day });
    await db.bank({ bankCode: '502' }, [], { id: 'other' });
    await aRefused('501', 'odd', []);
    const list = (given: Parameters<typeof listMessages>[2]) =>
      look('501', (work) => listMessages(work, '501', given));
    const ids = ({ items }: { items: { messageId: string }[] }) => items.map((m) => m.messageId);
    const first = await list({ limit: 3 });
    expect(ids(first)).toEqual(['odd', 'm-1', 'm-2']);
    const second = await list({ limit: 3, after: first.next as string });
    expect([ids(second), second.next]).toEqual([['m-0'], null]);
    expect(ids(await list({ limit: 9, status: 'refused' }))).toEqual(['odd']);
    expect(ids(await list({ limit: 9, status: 'received' }))).toEqual([]);
  });

  test('of one instant loses none between pages', async () => {
    for (const id of ['a', 'b', 'c']) await db.bank({ bankCode: '503' }, [], { id });
    const seen: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await look('503', (work) => listMessages(work, '503', { limit: 1, after }));
      seen.push(...page.items.map((m) => m.messageId));
      if (page.next === null) break;
      after = page.next;
    }
    expect(seen).toEqual(['c', 'b', 'a']);
  });
});

describe('a message', () => {
  test('is told with what came of it, long numbers hidden', async () => {
    const stage = await db.stage({ workers: 0, bankCode: '504' });
    const items = [entry(stage, 'credit', 100_00, '2026-07-09')];
    await db.bank(stage, items, { id: 'told' });
    const message = await messageIn('504', 'told');
    expect(message).toMatchObject({ status: 'done', faults: [], cut: false });
    expect(message.tally).toMatchObject({ accepted: 1, unmatched: 0 });
    expect(message.text).not.toContain(stage.accountNo);
    expect(message.text).toContain(stage.accountNo.slice(-4));
  });

  test('that was not understood tells why; one too long is cut; one erased has no text', async () => {
    await aRefused('504', 'odd', []);
    expect(await messageIn('504', 'odd')).toMatchObject({ tally: null, ...unread });
    await db.bank({ bankCode: '504' }, [], { id: 'long' });
    const get = (size: number) =>
      look('504', (work) => getMessage(work, '504', 'long', () => 'x'.repeat(size)));
    expect(await get(20_000)).toMatchObject({ cut: false });
    const long = await get(20_001);
    expect([long.cut, long.text?.length]).toEqual([true, 20_000]);
    await db.sql()`update we.bank_message set raw_cipher = null, answer_cipher = null where message_id = 'long'`;
    expect(await messageIn('504', 'long')).toMatchObject({ text: null, tally: null });
  });

  test('of another bank is not there', async () => {
    await db.bank({ bankCode: '505' }, [], { id: 'theirs' });
    expect((await refusal(messageIn('504', 'theirs'))).code).toBe('not-found');
    expect((await refusal(replay('504', 'theirs', readsOf([])))).code).toBe('not-found');
  });
});

describe('a replay', () => {
  test('finishes a message that was cut short, once', async () => {
    const stage = await db.stage({ workers: 0, bankCode: '506' });
    const items = [entry(stage, 'credit', 100_00, '2026-07-09')];
    await db.bank(stage, items, { id: 'cut' });
    await db.sql()`update we.bank_message set status = 'received', answer_cipher = null, answer_status = null, finished_at = null
      where bank_code = '506'`;
    const before = await rowCounts(db);
    expect(await replay('506', 'cut', readsOf(items))).toMatchObject({
      accepted: 0,
      duplicates: 1,
    });
    expect((await rowCounts(db)).account_entry).toBe(before.account_entry);
    expect((await refusal(replay('506', 'cut', readsOf(items)))).code).toBe('message-done');
    const [event] = await db.sql()<{ actor: string; body: string }[]>`
      select actor, body from we.event where name = 'bank-message.replayed' and subject = '506/cut'`;
    expect(event?.actor).toBe(clerk('506').id);
    expect(JSON.parse(event?.body as string).body).toEqual({ before: { status: 'received' } });
  });

  test('takes what is understood now, or tells again why it is not', async () => {
    const stage = await db.stage({ workers: 0, bankCode: '507' });
    const items = [entry(stage, 'credit', 100_00, '2026-07-09')];
    await aRefused('507', 'odd', items);
    const again = await refusal(replay('507', 'odd', () => unread));
    expect(again).toMatchObject({ code: 'message-not-understood', errors: unread.faults });
    expect((await messageIn('507', 'odd')).status).toBe('refused');
    expect(await replay('507', 'odd', readsOf(items))).toMatchObject({ accepted: 1 });
    expect(await messageIn('507', 'odd')).toMatchObject({ status: 'done', tally: { accepted: 1 } });
  });

  test('of what was erased is refused', async () => {
    await aRefused('507', 'gone', []);
    await db.sql()`update we.bank_message set raw_cipher = null where message_id = 'gone'`;
    expect((await refusal(replay('507', 'gone', readsOf([])))).code).toBe('message-erased');
    expect((await messageIn('507', 'gone')).status).toBe('refused');
  });
});

test('what waits is told by what it waits for, the oldest first, page by page', async () => {
  const stage = await db.stage({ workers: 0, bankCode: '508', openedOn: null });
  const batchNo = 'B0-000000';
  const items: Said[] = [
    entry(stage, 'credit', 100_00, '2026-07-09'),
    payout({ batchNo }, 1, 'paid', '2026-07-10', 5_00),
    { kind: 'feed', accountNo: stage.accountNo, through: '2026-07-11' },
    { kind: 'balance', accountNo: stage.accountNo, balanceFen: 7_00, at: noonOf('2026-07-12') },
  ];
  await db.bank(stage, items, { id: 'later', day: '2026-07-20' });
  await db.bank(stage, items.slice(0, 1), { id: 'sooner', day: '2026-07-19' });
  const list = (after?: string) =>
    look('508', (work) => listUnmatched(work, '508', { limit: 3, after }));
  const first = await list();
  const last4 = stage.accountNo.slice(-4);
  expect(first.items.map(({ messageId, itemNo }) => `${messageId} ${itemNo}`)).toEqual([
    'sooner 0',
    'later 0',
    'later 1',
  ]);
  expect(first.items.slice(1)).toMatchObject([
    { kind: 'entry', last4, batchNo: null, amountFen: 100_00, onDay: '2026-07-09' },
    { kind: 'payout', last4: null, amountFen: 5_00, onDay: '2026-07-10' },
  ]);
  const second = await list(first.next as string);
  expect(second).toMatchObject({
    items: [
      { kind: 'feed', last4, amountFen: null, onDay: '2026-07-11' },
      { kind: 'balance', last4, amountFen: 7_00, onDay: '2026-07-12' },
    ],
    next: null,
  });
  expect((await look('509', (work) => listUnmatched(work, '509', { limit: 9 }))).items).toEqual([]);
});
