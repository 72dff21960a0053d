import { randomBytes } from 'node:crypto';
import type { Work } from '../../../db/work.ts';
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
  const { sql, vault, now } = work;
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  await sql`insert into we.bank (code, name) values (${bank.code}, ${bank.name}) on conflict (code) do update set name = excluded.name`;
  await sql`update we.bank_secret set valid_to = ${now}::timestamptz + ${OVERLAP}::interval where bank_code = ${bank.code} and valid_to is null`;
  await sql`insert into we.bank_secret (bank_code, version, secret_cipher, valid_from)
    select ${bank.code}, coalesce(max(version), 0) + 1, ${vault.seal(secret)}, ${now} from we.bank_secret where bank_code = ${bank.code}`;
  await record(work, 0, 'bank.secret-made', bank.code, { name: bank.name });
  return secret;
}
