import type { Work } from '../../../db/work.ts';
import type { SealPublicKey } from '../../lib/signer.ts';
import { sha256 } from '../../lib/vault.ts';
import { erasedMessages } from './erasures.ts';

const PAGE = 200;
const RECEIVED = 'bank-message.received';

interface Message {
  bankCode: string;
  messageId: string;
  digest: string;
  /** null: erased. */
  rawCipher: string | null;
}

export interface MessagePage {
  faults: string[];
  checked: number;
  /** Where the next page begins; null after the last. */
  next: [bankCode: string, messageId: string] | null;
}

/**
 * Opens the raw bytes of a page of bank messages and holds them against the events of their arrival. Bytes that are gone
 * must be told of by the signed word of an erasure.
 */
export async function checkMessages(
  work: Work,
  keys: readonly SealPublicKey[],
  after: readonly [string, string] = ['', ''],
): Promise<MessagePage> {
  const { sql } = work;
  const messages = await sql<Message[]>`
    select bank_code as "bankCode", message_id as "messageId", digest, raw_cipher as "rawCipher" from we.bank_message
    where (bank_code, message_id) > (${after[0]}, ${after[1]}) order by bank_code, message_id limit ${PAGE}`;
  const told = await digestsTold(work, messages.map(subjectOf));
  const isErased = messages.some((m) => m.rawCipher === null);
  const erased = isErased ? await erasedMessages(work, keys) : new Set<string>();
  const faults = messages.flatMap((m) => {
    const wrong = faultOf(work, m, told.get(subjectOf(m)), erased.has(subjectOf(m)));
    return wrong ? [`银行报文 ${subjectOf(m)}：${wrong}`] : [];
  });
  const last = messages.at(-1);
  const next: MessagePage['next'] =
    last && messages.length === PAGE ? [last.bankCode, last.messageId] : null;
  return { faults, checked: messages.length, next };
}

const subjectOf = (m: Pick<Message, 'bankCode' | 'messageId'>) => `${m.bankCode}/${m.messageId}`;

async function digestsTold({ sql }: Work, subjects: string[]): Promise<Map<string, string>> {
  const events = await sql<{ subject: string; body: string }[]>`
    select subject, body from we.event where project_id = 0 and name = ${RECEIVED} and subject = any(${subjects}::text[])`;
  return new Map(events.map((e) => [e.subject, digestIn(e.body)]));
}

/** A text that was altered is told of where the events are checked. */
function digestIn(text: string): string {
  try {
    return String(JSON.parse(text).body.digest);
  } catch {
    return '';
  }
}

function faultOf(
  { vault }: Work,
  message: Message,
  told: string | undefined,
  erased: boolean,
): string | null {
  if (told === undefined) return '不见于任何事件';
  if (message.digest !== told) return '摘要与事件所记不符';
  if (message.rawCipher === null) return erased ? null : '原文已不在，没有签名的删除说明';
  try {
    const raw = Buffer.from(vault.open(message.rawCipher), 'base64');
    return sha256(raw) === told ? null : '原文与事件所记的摘要不符';
  } catch {
    return '原文无法解密，已被改动';
  }
}

/** Messages of which an event tells but which are gone: a page of events after an id. */
export async function checkArrivals(
  { sql }: Work,
  afterId: number,
): Promise<{ faults: string[]; next: number | null }> {
  const events = await sql<{ id: number; subject: string }[]>`
    select id, subject from we.event where project_id = 0 and name = ${RECEIVED} and id > ${afterId} order by id limit ${PAGE}`;
  const there = await sql<{ subject: string }[]>`
    select m.bank_code || '/' || m.message_id as subject from we.bank_message m
    join unnest(${events.map((e) => e.subject)}::text[]) as u(subject)
      on m.bank_code = split_part(u.subject, '/', 1) and m.message_id = substr(u.subject, length(split_part(u.subject, '/', 1)) + 2)`;
  const kept = new Set(there.map((t) => t.subject));
  const faults = events
    .filter((e) => !kept.has(e.subject))
    .map((e) => `银行报文 ${e.subject}：事件 ${e.id} 所记的报文缺失`);
  return { faults, next: events.length === PAGE ? (events.at(-1)?.id ?? null) : null };
}
