import { z } from '@hono/zod-openapi';
import type { BankItem, Rejection } from '../domain/banks/items.ts';
import { readAccountNo } from '../lib/identity.ts';
import { type Fault, Problem } from '../lib/problem.ts';
import { parseJson } from './body.ts';
import { inputRefused } from './faults.ts';
import { accountNo, balanceFen, day, fen, instant, month, someFen, text } from './shapes.ts';

const MOST_ITEMS = 5000;

/** A number the bank may have masked: then it says nothing, and is left out. */
const otherAccountNo = text(64).transform((value) => {
  const result = readAccountNo(value);
  return result.ok ? result.value : undefined;
});

const entry = z.looseObject({
  accountNo,
  entryId: text(64),
  direction: z.enum(['credit', 'debit']),
  amountFen: someFen,
  balanceAfterFen: balanceFen.optional(),
  bookedAt: instant,
  valueDay: day.optional(),
  purpose: z.enum(['transfer', 'wage', 'return', 'interest', 'fee', 'other']).optional(),
  period: month.optional(),
  counterpartyName: text(200).optional(),
  counterpartyAccountNo: otherAccountNo.optional(),
  counterpartyKind: z.enum(['person', 'company', 'internal', 'cash']).optional(),
  batchNo: text(35).optional(),
  endToEndId: text(35).optional(),
  text: text(500).optional(),
  reversalOf: text(64).optional(),
  returnOf: text(64).optional(),
});

const payout = z.looseObject({
  endToEndId: text(35),
  outcome: z.enum(['accepted', 'paid', 'rejected', 'returned', 'unknown']),
  amountFen: someFen,
  at: instant,
  reasonCode: text(35).optional(),
  reasonText: text(500).optional(),
  payeeName: text(200).optional(),
  payeeAccountNo: otherAccountNo.optional(),
});

const balance = z.looseObject({
  accountNo,
  balanceFen,
  frozenFen: fen.optional(),
  at: instant,
});
const feed = z.looseObject({ accountNo, through: day });

const oneOrMany = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).max(MOST_ITEMS)]);
const eventOf = <K extends string, T extends z.ZodType>(type: K, item: T) =>
  z.strictObject({ type: z.literal(type), timestamp: instant, data: oneOrMany(item) });

/** For the document: the four events a bank sends. */
export const bankEvent = z.union([
  eventOf('entry.booked', entry),
  eventOf('payout.result', payout),
  eventOf('account.balance', balance),
  eventOf('feed.complete', feed),
]);

const shapes = {
  'entry.booked': { kind: 'entry', shape: entry },
  'payout.result': { kind: 'payout', shape: payout },
  'account.balance': { kind: 'balance', shape: balance },
  'feed.complete': { kind: 'feed', shape: feed },
} as const;

type Type = keyof typeof shapes;

const isOne = (data: unknown) => typeof data === 'object' && data !== null && !Array.isArray(data);

const envelope = z.strictObject({
  type: z.enum(Object.keys(shapes) as [Type, ...Type[]]),
  timestamp: instant,
  data: z.preprocess(
    (data) => (isOne(data) ? [data] : data),
    z.array(z.unknown()).min(1).max(MOST_ITEMS),
  ),
});

/**
 * Reads `{type, timestamp, data}`. A bad item is rejected alone; a message whose envelope is wrong
 * is not understood, and its faults say why.
 */
export function readEvents(
  raw: Uint8Array,
): { items: BankItem[]; rejected: Rejection[] } | { faults: Fault[] } {
  const body = jsonOf(raw);
  if ('fault' in body) return { faults: [body.fault] };
  const result = envelope.safeParse(body.value);
  if (!result.success) return { faults: faultsOf(result.error.issues, body.value) };
  const { type, data } = result.data;
  const items: BankItem[] = [];
  const rejected: Rejection[] = [];
  for (const [index, value] of data.entries()) {
    const read = shapes[type].shape.safeParse(value);
    if (read.success) items.push({ ...read.data, kind: shapes[type].kind, index } as BankItem);
    else rejected.push(rejectionOf(index, faultsOf(read.error.issues, value)));
  }
  return { items, rejected };
}

function jsonOf(raw: Uint8Array): { value: unknown } | { fault: Fault } {
  try {
    return { value: parseJson(raw) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { fault: { pointer: '', code: error.code, message: error.detail } };
  }
}

const faultsOf = (issues: readonly z.core.$ZodIssue[], value: unknown) =>
  inputRefused(issues, value).extra.errors as Fault[];

function rejectionOf(index: number, faults: readonly Fault[]): Rejection {
  const message = faults.map((fault) => `${fault.pointer.slice(1)}：${fault.message}`).join(' ');
  return { index, code: faults[0]?.code ?? 'value-invalid', message };
}
