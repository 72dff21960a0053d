import { z } from '@hono/zod-openapi';
import { readBankMessage } from '../adapters/iso20022/read.ts';
import type { BankItem, Rejection } from '../domain/banks/items.ts';
import { receiveMessage } from '../domain/banks/messages.ts';
import { type SignatureRefusal, verifySignature } from '../domain/banks/signatures.ts';
import { type Fault, Problem } from '../lib/problem.ts';
import { bankEvent, readEvents } from './bank-events.ts';
import { itemsOfCamt } from './bank-items.ts';
import { itemsOfPain002 } from './bank-statuses.ts';
import { readBytes } from './body.ts';
import { operation } from './operation.ts';
import { counted, proving } from './rates.ts';
import { bankCode } from './shapes.ts';
import type { Call } from './spec.ts';

const tag = '银行';
const params = z.strictObject({ bankCode });

const tally = z
  .object({
    accepted: z.int().openapi({ description: '计入的项数；整批的状态一行算一项' }),
    duplicates: z.int(),
    unmatched: z.int(),
    rejected: z.array(z.object({ index: z.int(), code: z.string(), message: z.string() })),
    warnings: z
      .array(z.object({ pointer: z.string(), code: z.string(), message: z.string() }))
      .optional()
      .openapi({ description: '报文可以受理，但有这些不一致，如合计与明细不符' }),
  })
  .openapi('BankTally');

type Reading =
  | { items: BankItem[]; rejected: Rejection[]; warnings?: Fault[] }
  | { faults: Fault[] };

/** The signature comes first: nothing is read of a message that is not its bank's. */
async function receive(
  { c, deps, now, params }: Call<{ bankCode: string }, unknown, unknown>,
  kind: MessageKind,
): Promise<object> {
  const raw = await readBytes(c);
  const header = (name: string) => c.req.header(`webhook-${name}`);
  const headers = {
    id: header('id'),
    timestamp: header('timestamp'),
    signature: header('signature'),
  };
  if (headers.signature === undefined && c.req.header('authorization') !== undefined) {
    const detail =
      '银行报文不用密钥，请用 webhook-id、webhook-timestamp 和 webhook-signature 签名。';
    throw new Problem('unauthenticated', 'signature-missing', detail);
  }
  const { bankCode: bank } = params;
  const refused = ({ reason, ...more }: SignatureRefusal) => {
    // A stranger may name any bank: only ours get a series of their own.
    deps.meter?.signatureRefused(reason === 'bank-unknown' ? 'unknown' : bank, reason);
    deps.log.warn({ requestId: c.var.requestId, bank, reason, ...more }, 'signature refused');
  };
  const messageId = await proving(c, () =>
    verifySignature(deps.db, bank, headers, raw, now, refused),
  );
  await counted(c, 'bank', { by: bank, subject: `bank:${bank}` });
  c.set('signed', { bank, message: messageId });
  const read = () => readerOf(kind)(raw);
  return receiveMessage(
    { db: deps.db, now },
    { bankCode: params.bankCode, messageId, kind, raw, read },
  );
}

type MessageKind = 'events' | 'xml';

/** What reads the bytes of a bank's message. */
export const readerOf = (kind: MessageKind): ((raw: Uint8Array) => Reading) =>
  kind === 'xml' ? readXml : readEvents;

function readXml(raw: Uint8Array): Reading {
  const result = readBankMessage(raw);
  if (!result.ok) return { faults: result.faults };
  const { message } = result;
  const { warnings } = message;
  if (message.kind === 'pain.002') return { ...itemsOfPain002(message), warnings };
  if (message.kind !== 'pain.001') return { ...itemsOfCamt(message), warnings };
  const fault = {
    pointer: '/Document',
    code: 'message-unknown',
    message: '这里不收付款指令 pain.001。',
  };
  return { faults: [fault] };
}

/** What banks send. */
export const banks = [
  operation({
    method: 'post',
    path: '/banks/{bankCode}/events',
    tag,
    summary: '报送流水、代发结果、余额和数据齐至日，一次最多 5,000 项',
    grants: 'signed',
    params,
    raw: { mediaType: 'application/json', shape: bankEvent },
    limit: 'bank',
    answer: tally,
    run: (call) => receive(call, 'events'),
  }),
  operation({
    method: 'post',
    path: '/banks/{bankCode}/messages',
    tag,
    summary:
      '报送 camt.053、camt.054、pain.002（.02 至 .08 版）；整批的状态（RJCT、ACTC、ACCP、ACSP）逐行计入',
    grants: 'signed',
    params,
    raw: { mediaType: 'application/xml', shape: z.string() },
    limit: 'bank',
    answer: tally,
    run: (call) => receive(call, 'xml'),
  }),
];
