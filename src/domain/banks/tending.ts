import { z } from 'zod';
import type { Db } from '../../../db/client.ts';
import { type Actor, type Work, write } from '../../../db/work.ts';
import { type Day, dayOf } from '../../lib/day.ts';
import { lastFour } from '../../lib/identity.ts';
import { type Fault, Problem } from '../../lib/problem.ts';
import { maskNumbers } from '../../lib/text.ts';
import { hidden } from '../access.ts';
import { record } from '../events.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';
import { type BankItem, saidDay, type Tally, unpackItem } from './items.ts';
import { type Incoming, receiveMessage } from './messages.ts';

export type MessageStatus = 'received' | 'done' | 'refused';

/** A message as its bank sees what came of it. */
export interface MessageView {
  messageId: string;
  kind: Incoming['kind'];
  status: MessageStatus;
  receivedAt: string;
  finishedAt: string | null;
  /** What it came to; null where it was not finished, not understood, or is erased. */
  tally: Tally | null;
  /** Why it was not understood. */
  faults: Fault[];
}

interface MessageRow extends Omit<MessageView, 'tally' | 'faults'> {
  answerCipher: string | null;
}

const columns = ({ sql }: Work) => sql`
  message_id as "messageId", kind, status, received_at as "receivedAt", finished_at as "finishedAt", answer_cipher as "answerCipher"`;

function viewOf({ vault }: Work, { answerCipher, ...row }: MessageRow): MessageView {
  const answer = answerCipher === null ? null : JSON.parse(vault.open(answerCipher));
  return {
    ...row,
    tally: row.status === 'done' ? answer : null,
    faults: row.status === 'refused' ? (answer?.errors ?? []) : [],
  };
}

/** A bank's messages, the newest first. */
export async function listMessages(
  work: Work,
  bankCode: string,
  { status, ...page }: Page & { status?: MessageStatus | undefined },
): Promise<{ items: MessageView[]; next: string | null }> {
  const { sql } = work;
  const [at, id] = readCursor(page.after, z.tuple([z.iso.datetime(), z.string()])) ?? [];
  const rows = await sql<MessageRow[]>`
    select ${columns(work)} from we.bank_message
    where bank_code = ${bankCode} ${status === undefined ? sql`` : sql`and status = ${status}`}
      ${at === undefined ? sql`` : sql`and (received_at, message_id) < (${at}, ${id as string})`}
    order by received_at desc, message_id desc limit ${page.limit + 1}`;
  return pageOf(
    rows,
    page.limit,
    (row) => viewOf(work, row),
    (row) => [new Date(row.receivedAt).toISOString(), row.messageId],
  );
}

/** Characters of a message that are shown. */
const MOST_SHOWN = 20_000;

/**
 * One message with its text as it came, all but the last four of long numbers hidden; what is behind `cut` is left out.
 *
 * @param decode text of the bytes of such a message
 * @throws Problem `not-found`
 */
export async function getMessage(
  work: Work,
  bankCode: string,
  messageId: string,
  decode: (raw: Uint8Array, kind: Incoming['kind']) => string,
): Promise<MessageView & { text: string | null; cut: boolean }> {
  const [row] = await work.sql<(MessageRow & { rawCipher: string | null })[]>`
    select ${columns(work)}, raw_cipher as "rawCipher" from we.bank_message
    where bank_code = ${bankCode} and message_id = ${messageId}`;
  if (!row) throw hidden();
  const { rawCipher, ...rest } = row;
  const view = viewOf(work, rest);
  if (rawCipher === null) return { ...view, text: null, cut: false };
  const text = maskNumbers(decode(Buffer.from(work.vault.open(rawCipher), 'base64'), row.kind));
  return { ...view, text: text.slice(0, MOST_SHOWN), cut: text.length > MOST_SHOWN };
}

/**
 * Reads again what a bank sent: a message that was cut short, or that was not understood. What was taken before is not
 * taken twice.
 *
 * @param actor who asks for it
 * @param readerOf reads the bytes of such a message
 * @throws Problem `not-found`, `message-done`, `message-erased`; `message-not-understood` with the reasons
 */
export async function replayMessage(
  { db, now }: { db: Db; now: Date },
  actor: Actor,
  bankCode: string,
  messageId: string,
  readerOf: (kind: Incoming['kind']) => (raw: Uint8Array) => ReturnType<Incoming['read']>,
): Promise<Tally> {
  const { kind, raw } = await write(db, actor, now, dayOf(now), (work) =>
    reopen(work, bankCode, messageId),
  );
  const read = () => readerOf(kind)(raw);
  return receiveMessage({ db, now }, { bankCode, messageId, kind, raw, read });
}

async function reopen(work: Work, bankCode: string, messageId: string) {
  const { sql, vault } = work;
  const [row] = await sql<
    { kind: Incoming['kind']; status: MessageStatus; rawCipher: string | null }[]
  >`
    select kind, status, raw_cipher as "rawCipher" from we.bank_message
    where bank_code = ${bankCode} and message_id = ${messageId} for update`;
  if (!row) throw hidden();
  const { kind, status, rawCipher } = row;
  if (status === 'done')
    throw new Problem('conflict', 'message-done', '该报文已处理完毕，不必再处理。');
  if (rawCipher === null)
    throw new Problem('conflict', 'message-erased', '该报文的原文已按保存期限删除。');
  await sql`update we.bank_message set status = 'received', answer_status = null, answer_cipher = null, finished_at = null
    where bank_code = ${bankCode} and message_id = ${messageId}`;
  await record(work, 0, 'bank-message.replayed', `${bankCode}/${messageId}`, {
    before: { status },
  });
  return { kind, raw: new Uint8Array(Buffer.from(vault.open(rawCipher), 'base64')) };
}

/** What a bank said that has no counterpart yet. */
export interface UnmatchedView {
  messageId: string;
  itemNo: number;
  kind: BankItem['kind'];
  /** The batch that it names, or the last four of the account. */
  batchNo: string | null;
  last4: string | null;
  amountFen: number | null;
  /** The day of which it speaks. */
  onDay: Day;
  receivedAt: string;
}

type UnmatchedRow = Pick<UnmatchedView, 'messageId' | 'itemNo' | 'receivedAt'> &
  Record<'waitsFor' | 'itemCipher', string>;

/** The items of a bank that wait, the oldest first. */
export async function listUnmatched(
  work: Work,
  bankCode: string,
  page: Page,
): Promise<{ items: UnmatchedView[]; next: string | null }> {
  const { sql } = work;
  const key = z.tuple([z.iso.datetime(), z.string(), z.int()]);
  const [at, id, no] = readCursor(page.after, key) ?? [];
  const rows = await sql<UnmatchedRow[]>`
    select message_id as "messageId", item_no as "itemNo", waits_for as "waitsFor", item_cipher as "itemCipher", received_at as "receivedAt"
    from we.bank_unmatched
    where bank_code = ${bankCode}
      ${at === undefined ? sql`` : sql`and (received_at, message_id, item_no) > (${at}, ${id as string}, ${no as number})`}
    order by received_at, message_id, item_no limit ${page.limit + 1}`;
  return pageOf(
    rows,
    page.limit,
    (row) => unmatchedOf(work, row),
    (row) => [new Date(row.receivedAt).toISOString(), row.messageId, row.itemNo],
  );
}

function unmatchedOf({ vault }: Work, row: UnmatchedRow): UnmatchedView {
  const { itemCipher, waitsFor, ...rest } = row;
  const item = unpackItem(vault.open(itemCipher));
  return {
    ...rest,
    kind: item.kind,
    batchNo: 'accountNo' in item ? null : waitsFor,
    last4: 'accountNo' in item ? lastFour(item.accountNo) : null,
    amountFen:
      item.kind === 'balance'
        ? item.balanceFen
        : 'amountFen' in item
          ? (item.amountFen ?? null)
          : null,
    onDay: saidDay(item),
  };
}
