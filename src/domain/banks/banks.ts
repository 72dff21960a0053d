import type { Actor, Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { Problem, refused } from '../../lib/problem.ts';
import { hidden } from '../access.ts';
import { record } from '../events.ts';
import { addBankSecret, addBankSm2Key, enterCompany } from '../people/founding.ts';
import { boundsOf } from '../people/reach.ts';

/** A bank with how its data stand; the accounts are those that the caller sees. */
export interface BankView {
  code: string;
  name: string;
  companyId: string | null;
  company: string | null;
  /** Wage accounts that are open. */
  accounts: number;
  /** Those whose data end before the last working day before the day (rule M02). */
  behind: number;
  /** The day through which the slowest of them was told. */
  through: Day | null;
  lastMessageAt: string | null;
  /** Messages that were stored and not finished. */
  unfinished: number;
  /** What waits for its counterpart. */
  unmatched: number;
}

const bankRows = ({ sql, day }: Work, code?: string) => sql<BankView[]>`
  select b.code, b.name, b.company_id as "companyId", c.name as company,
    coalesce(a.accounts, 0) as accounts, coalesce(a.behind, 0) as behind, a.through,
    (select max(m.received_at) from we.bank_message m where m.bank_code = b.code) as "lastMessageAt",
    (select count(*)::int from we.bank_message m where m.bank_code = b.code and m.status = 'received') as unfinished,
    (select count(*)::int from we.bank_unmatched u where u.bank_code = b.code) as unmatched
  from we.bank b
  left join we.company c on c.uscc = b.company_id
  left join (
    select w.bank_code, count(*)::int as accounts, min(w.feed_through) as through,
      count(*) filter (where coalesce(w.feed_through, w.opened_on - 1) < d.back_day)::int as behind
    from we.wage_account w join we.calendar_day d on d.day = ${day}::date - 1
    where w.closed_on is null group by w.bank_code
  ) a on a.bank_code = b.code
  ${code === undefined ? sql`` : sql`where b.code = ${code}`}
  order by b.code`;

/** All banks, by code; a handful. */
export const listBanks = async (work: Work): Promise<BankView[]> => [...(await bankRows(work))];

/** One bank. @throws Problem `not-found` */
export async function getBank(work: Work, code: string): Promise<BankView> {
  const [row] = await bankRows(work, code);
  if (!row) throw hidden();
  return row;
}

/** @throws Problem `invalid-input`: the code is a bank's already, whose secret and name nobody means to change by entering it */
export async function checkUnregistered({ sql }: Work, code: string): Promise<void> {
  const [known] = await sql<{ name: string }[]>`select name from we.bank where code = ${code}`;
  if (!known) return;
  const message = `代码 ${code} 已登记为${known.name}；要更换签名密钥或改名，请打开这家银行的页面。`;
  throw refused('invalid-input', '银行登记有误。', [
    { pointer: '/code', code: 'bank-known', message },
  ]);
}

/** A signing secret of a bank, without the secret. */
export interface SecretView {
  version: number;
  kind: 'hmac' | 'sm2';
  validFrom: string;
  validTo: string | null;
}

/** A bank's secrets, the newest first. */
export const listSecrets = async ({ sql }: Work, code: string): Promise<SecretView[]> => [
  ...(await sql<SecretView[]>`
    select version, kind, valid_from as "validFrom", valid_to as "validTo" from we.bank_secret
    where bank_code = ${code} order by version desc`),
];

/** @throws Problem `region-outside` where the bank keeps accounts of projects that the caller does not reach */
async function checkReach(work: Work, reach: Actor['region'], code: string): Promise<void> {
  const { lo, hi } = boundsOf(reach);
  const [row] = await work.sql<{ elsewhere: boolean }[]>`
    select exists (select from we.account_directory a join we.project_directory d on d.project_id = a.project_id
      where a.bank_code = ${code} and d.region_code not between ${lo} and ${hi}) as elsewhere`;
  if (reach !== null && !row?.elsewhere) return;
  const detail = '该银行在您的辖区之外也有专户，请由上级管理员办理。';
  throw new Problem('invalid', 'region-outside', detail);
}

export interface BankInput {
  code: string;
  name: string;
  /** The organisation that it is; absent: as it was. It is entered where nobody has registered it. */
  companyId?: string | undefined;
  /** Its SM2 public key, where it cannot sign with a secret of ours. */
  publicKey?: string | undefined;
}

/**
 * Registers a bank, or changes its signing secret: what was valid before stays so for seven days.
 *
 * @returns the new secret, which is shown once; null where the bank gave its own public key
 * @throws Problem `region-outside`, `company-not-bank`, `bank-company-taken`, `sm2-key-invalid`
 */
export async function registerBank(
  work: Work,
  input: BankInput,
  reach: Actor['region'],
): Promise<string | null> {
  const { code, name, companyId, publicKey } = input;
  await checkReach(work, reach, code);
  const bank = { code, name };
  let secret: string | null = null;
  if (publicKey === undefined) secret = await addBankSecret(work, bank);
  else await addBankSm2Key(work, { ...bank, publicKey });
  if (companyId !== undefined) await bindBank(work, bank, companyId);
  return secret;
}

/**
 * Tells which organisation a bank is, so that its people can sign in; one that nobody has registered is entered.
 * @throws Problem `company-not-bank`, `bank-company-taken`
 */
export async function bindBank(
  work: Work,
  bank: { code: string; name: string },
  companyId: string,
): Promise<void> {
  const { sql } = work;
  await enterCompany(work, { uscc: companyId, name: bank.name, kind: 'bank' });
  const [company] = await sql<{ kinds: string[]; taken: boolean }[]>`
    select kinds, exists (select from we.bank b where b.company_id = c.uscc and b.code <> ${bank.code}) as taken
    from we.company c where uscc = ${companyId}`;
  if (!company?.kinds.includes('bank')) {
    const detail = '该统一社会信用代码登记的不是银行，请核对。';
    throw new Problem('invalid', 'company-not-bank', detail);
  }
  if (company.taken) {
    const detail = '该单位已是另一银行代码的所属单位，请核对。';
    throw new Problem('conflict', 'bank-company-taken', detail);
  }
  const [before] = await sql<{ companyId: string | null }[]>`
    select company_id as "companyId" from we.bank where code = ${bank.code}`;
  if (before?.companyId === companyId) return;
  await sql`update we.bank set company_id = ${companyId} where code = ${bank.code}`;
  await record(work, 0, 'bank.bound', bank.code, { before, after: { companyId } });
}

/**
 * Ends one of a bank's secrets at once; one that has ended stays as it is.
 * @throws Problem `region-outside`, `not-found`
 */
export async function endSecret(
  work: Work,
  code: string,
  version: number,
  reach: Actor['region'],
): Promise<void> {
  const { sql, now } = work;
  await checkReach(work, reach, code);
  const [row] = await sql<{ ended: boolean }[]>`
    select valid_to <= ${now} as ended from we.bank_secret where bank_code = ${code} and version = ${version}`;
  if (!row) throw hidden();
  if (row.ended) return;
  await sql`update we.bank_secret set valid_to = ${now} where bank_code = ${code} and version = ${version}`;
  await record(work, 0, 'bank.secret-ended', code, { version });
}
