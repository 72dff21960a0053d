import { reasonText } from '../../adapters/iso20022/reasons.ts';
import type { Say } from '../frame/say.ts';

type Pair = readonly [zh: string, en: string];

const CARD: Pair = [
  '请与本人核对卡号和开户姓名，填写正确的卡号后补发。',
  'Check the card number and its holder’s name with the worker, then send again to the right card.',
];
const CLOSED: Pair = [
  '该卡已销户或无效，请本人另报一张卡，填写新卡号后补发。',
  'The card is closed: ask the worker for another one and send again.',
];
const BLOCKED: Pair = [
  '请本人到银行解除冻结、止付，或另报一张卡，之后补发。',
  'The worker has the block lifted at the bank or names another card; then send again.',
];
const LIMIT: Pair = [
  '金额超过该账户限额，请本人到银行提高限额，或另报一张卡，之后补发。',
  'Above the account’s limit: the worker has it raised or names another card; then send again.',
];
const FUNDS: Pair = [
  '专户余额不足，请催拨人工费用，到账后补发。',
  'The wage account lacks money: have the labour cost transferred, then send again.',
];
const BANK: Pair = [
  '请向开户银行问明原因，处理后补发。',
  'Ask the bank for the cause, have it settled, then send again.',
];

const CURES: Readonly<Record<string, Pair>> = {
  AC01: CARD,
  AC14: CARD,
  BE01: CARD,
  BE06: CARD,
  BE17: CARD,
  BE22: CARD,
  RC04: CARD,
  RR03: CARD,
  AC03: CLOSED,
  AC04: CLOSED,
  AC07: CLOSED,
  AC06: BLOCKED,
  AG01: BLOCKED,
  AM02: LIMIT,
  AM14: LIMIT,
  AM21: LIMIT,
  AM04: FUNDS,
};

/** Whether no payment to the same card can succeed. */
export const isClosed = (code: string | null): boolean => CURES[code ?? ''] === CLOSED;

/** Why the bank did not pay, in its own words where the code is not known. */
export const causeOf = (code: string | null, text: string | null): string =>
  [code && (reasonText(code) ?? code), text].filter(Boolean).join('：');

/** What to do about a payment that was refused or came back. */
export const cureOf = (t: Say, code: string | null): string => t(...(CURES[code ?? ''] ?? BANK));
