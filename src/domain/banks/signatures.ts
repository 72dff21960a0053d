import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Db } from '../../../db/client.ts';
import { read } from '../../../db/work.ts';
import { dayOf } from '../../lib/day.ts';
import { Problem } from '../../lib/problem.ts';
import { recordRefusal } from '../refusals.ts';
import { bankActor } from './messages.ts';
import { isSm2Signature } from './sm2.ts';

export interface SignatureHeaders {
  id: string | undefined;
  timestamp: string | undefined;
  signature: string | undefined;
}

interface Secret {
  kind: 'hmac' | 'sm2';
  text: string;
}

const TOLERANCE_SECONDS = 5 * 60;
/** More than any bank needs while it changes over; each costs a verification. */
const MOST_SIGNATURES = 4;
const ID_FORM = /^[!-~]{1,128}$/;

/**
 * Checks a bank's signature (Standard Webhooks 1.0.0, or SM2 where the bank cannot do HMAC) against every secret of the bank that is valid now. It is
 * reckoned over the bytes as they came, which the library would first decode: XML may come in GB18030. Of a refused message only the fact is kept.
 *
 * @throws Problem `signature-invalid`, the same for a wrong signature, an old one and an unknown bank
 */
export async function verifySignature(
  db: Db,
  bankCode: string,
  headers: SignatureHeaders,
  raw: Uint8Array,
  now: Date,
): Promise<string> {
  const actor = bankActor(bankCode);
  const sealed = await read(
    db,
    actor,
    now,
    dayOf(now),
    ({ sql }) => sql<{ kind: Secret['kind']; secret_cipher: string }[]>`
    select kind, secret_cipher from we.bank_secret
    where bank_code = ${bankCode} and valid_from <= ${now} and (valid_to is null or valid_to > ${now})`,
  );
  const secrets = sealed.map((s) => ({ kind: s.kind, text: db.vault.open(s.secret_cipher) }));
  if (isGenuine(secrets, headers, raw, now)) return headers.id as string;
  await recordRefusal(db, now, 'bank-message.refused', secrets.length > 0 ? bankCode : 'unknown', {
    bankCode,
    timestamp: headers.timestamp?.slice(0, 20),
  });
  throw new Problem(
    'unauthenticated',
    'signature-invalid',
    '签名无效或已过期：请核对 webhook-id、webhook-timestamp（误差5分钟内）和 webhook-signature。',
  );
}

function isGenuine(
  secrets: Secret[],
  { id, timestamp, signature }: SignatureHeaders,
  raw: Uint8Array,
  now: Date,
): boolean {
  if (!id || !timestamp || !signature || !ID_FORM.test(id) || !/^\d{1,12}$/.test(timestamp))
    return false;
  const sentAt = new Date(Number(timestamp) * 1000);
  if (Math.abs(now.getTime() - sentAt.getTime()) > TOLERANCE_SECONDS * 1000) return false;
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), raw]);
  const given = signature.split(' ').slice(0, MOST_SIGNATURES);
  return secrets.some(({ kind, text }) =>
    given.some((g) =>
      kind === 'sm2'
        ? g.startsWith('sm2,') && isSm2Signature(text, g.slice(4), signed)
        : isHmac(text, g, signed),
    ),
  );
}

function isHmac(secret: string, given: string, signed: Buffer): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const wanted = Buffer.from(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  const said = Buffer.from(given);
  return said.length === wanted.length && timingSafeEqual(said, wanted);
}
