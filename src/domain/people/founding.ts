import { randomBytes } from 'node:crypto';
import type { Work } from '../../../db/work.ts';
import { Problem } from '../../lib/problem.ts';
import { isSm2PublicKey } from '../banks/sm2.ts';
import { record } from '../events.ts';

/**
 * The first organisation of an installation, or a further authority: run by a command as the schema's owner. Its
 * region is a range of six-digit codes (a prefix `3207` is 320700 to 320799).
 */
export async function foundAuthority(
  work: Work,
  input: { uscc: string; name: string; regionPrefix: string; phone?: string | undefined },
): Promise<void> {
  const lo = Number(input.regionPrefix.padEnd(6, '0'));
  const hi = Number(input.regionPrefix.padEnd(6, '9'));
  await work.sql`
    insert into we.company (uscc, name, kinds, region_lo, region_hi, phone, known_at)
    values (${input.uscc}, ${input.name}, array['authority'], ${lo}, ${hi}, ${input.phone ?? null}, ${work.now})
    on conflict (uscc) do update set name = excluded.name, region_lo = excluded.region_lo, region_hi = excluded.region_hi, phone = excluded.phone,
      kinds = case when 'authority' = any(we.company.kinds) then we.company.kinds else we.company.kinds || array['authority'] end`;
  await record(work, 0, 'authority.founded', input.uscc, {
    name: input.name,
    regionPrefix: input.regionPrefix,
  });
}

/** Enters a company so that it can be given a key; one that is there already is left as it is. */
export async function enterCompany(
  work: Work,
  input: { uscc: string; name: string; kind: string },
): Promise<void> {
  const [row] = await work.sql`
    insert into we.company (uscc, name, kinds, known_at) values (${input.uscc}, ${input.name}, array[${input.kind}]::text[], ${work.now})
    on conflict (uscc) do nothing returning uscc`;
  if (row)
    await record(work, 0, 'company.written', input.uscc, { name: input.name, kinds: [input.kind] });
}

const OVERLAP = '7 days';

/**
 * Gives a bank a new signing secret (Standard Webhooks, `whsec_`). The one before stays valid for seven days, so that the
 * bank can change over. The secret is in the answer and, sealed, in the database.
 */
export async function addBankSecret(
  work: Work,
  bank: { code: string; name: string },
): Promise<string> {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  await addVerifier(work, bank, 'hmac', secret);
  return secret;
}

/**
 * Registers the SM2 public key of a bank that cannot sign with HMAC; what was valid before stays so for seven days.
 * @throws Problem `sm2-key-invalid`
 */
export async function addBankSm2Key(
  work: Work,
  bank: { code: string; name: string; publicKey: string },
): Promise<void> {
  if (!isSm2PublicKey(bank.publicKey)) {
    const detail = 'SM2 公钥应为 04 开头的 130 位十六进制数，且在曲线上；请向银行核对。';
    throw new Problem('invalid', 'sm2-key-invalid', detail);
  }
  await addVerifier(work, bank, 'sm2', bank.publicKey.toLowerCase());
}

async function addVerifier(
  work: Work,
  bank: { code: string; name: string },
  kind: 'hmac' | 'sm2',
  secret: string,
): Promise<void> {
  const { sql, vault, now } = work;
  await sql`insert into we.bank (code, name) values (${bank.code}, ${bank.name}) on conflict (code) do update set name = excluded.name`;
  await sql`update we.bank_secret set valid_to = ${now}::timestamptz + ${OVERLAP}::interval where bank_code = ${bank.code} and valid_to is null`;
  await sql`insert into we.bank_secret (bank_code, version, kind, secret_cipher, valid_from)
    select ${bank.code}, coalesce(max(version), 0) + 1, ${kind}, ${vault.seal(secret)}, ${now} from we.bank_secret where bank_code = ${bank.code}`;
  await record(work, 0, 'bank.secret-made', bank.code, { name: bank.name, kind });
}
