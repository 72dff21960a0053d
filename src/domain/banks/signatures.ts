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

/** Why a message was refused: for the operator, never for the sender. */
export interface SignatureRefusal {
  reason: 'clock' | 'signature' | 'bank-unknown';
  /** How far the sender's clock is ahead of ours, in seconds, when that was the reason. */
  aheadSeconds?: number;
}

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
  refused: (why: SignatureRefusal) => void = () => {},
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
  const aheadSeconds = aheadOf(headers, now);
  const proved = isProved(secrets, headers, raw);
  if (proved && Math.abs(aheadSeconds) <= TOLERANCE_SECONDS) return headers.id as string;
  // Only who holds the secret is told apart by his clock: an old message sent again by a stranger too, which is rare.
  if (secrets.length === 0) refused({ reason: 'bank-unknown' });
  else
    refused(
      proved
        ? { reason: 'clock', aheadSeconds: Math.round(aheadSeconds) }
        : { reason: 'signature' },
    );
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

const aheadOf = ({ timestamp }: SignatureHeaders, now: Date): number =>
  Number(timestamp) - now.getTime() / 1000;

/** Whether the signature is the bank's, whenever it was made. */
function isProved(
  secrets: Secret[],
  { id, timestamp, signature }: SignatureHeaders,
  raw: Uint8Array,
): boolean {
  if (!id || !timestamp || !signature || !ID_FORM.test(id) || !/^\d{1,12}$/.test(timestamp))
    return false;
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
