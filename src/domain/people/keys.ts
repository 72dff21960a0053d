import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { PendingQuery, Row } from 'postgres';
import { z } from 'zod';
import type { Db } from '../../../db/client.ts';
import type { Actor, Work } from '../../../db/work.ts';
import { memberOf } from '../../lib/address.ts';
import { Problem } from '../../lib/problem.ts';
import { sha256 } from '../../lib/vault.ts';
import { hidden } from '../access.ts';
import { record } from '../events.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';
import { readBlocks } from './addresses.ts';
import { type Grant, grantsFor, isGrant } from './grants.ts';
import { isReached, reachCompany } from './reach.ts';

/** A key as the database knows it: never the key itself. */
export interface KeyRow {
  prefix: string;
  hash: string;
  companyId: string;
  holder: string;
  grants: string[];
  regionLo: number | null;
  regionHi: number | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  /** Addresses and CIDR blocks it may be used from; null: anywhere. */
  addresses: string[] | null;
  /** To the minute. */
  usedAt: Date | null;
}

export interface KeyInput {
  companyId: string;
  /** The named person who answers for it; two-person rules compare holders. */
  holder: string;
  /** Absent: all that the company's kinds may have. */
  grants?: readonly Grant[] | undefined;
  expiresAt?: Date | undefined;
  addresses?: readonly string[] | undefined;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const FORM = /^wk_([0-9a-f]{8})_[A-Za-z0-9_-]{43}$/;

/** The look-up part of an API key, `wk_<8 hex>_<43 base64url>`; null for anything else. */
export const prefixOf = (key: string): string | null => FORM.exec(key)?.[1] ?? null;

/** Whom a caller may make keys for and whose they may end: of a region, or, by the operator's command, everybody's. */
type Reach = Actor['region'] | 'all';

/**
 * Makes an API key for a registered company. The key is in the answer and nowhere else. An authority's key carries
 * its region.
 *
 * @throws Problem `company-unknown`, `region-outside`, `holder-missing`, `key-end-past`, `grant-not-allowed`,
 * `address-invalid`
 */
export async function makeKey(
  work: Work,
  input: KeyInput,
  reach: Reach = 'all',
): Promise<{ key: string; prefix: string }> {
  const { sql, now } = work;
  const { kinds, region } = await reachCompany(work, reach, input.companyId);
  const holder = input.holder.trim();
  if (holder === '') throw new Problem('invalid', 'holder-missing', '请写明密钥由谁持有。');
  if (input.expiresAt !== undefined && input.expiresAt <= now) throw overAlready();
  const given = grantsToGive(kinds, input.grants);
  const addresses = input.addresses === undefined ? null : readBlocks(input.addresses);
  const { key, prefix } = draw();
  await sql`insert into we.api_key (prefix, hash, company_id, holder, grants, region_lo, region_hi, created_at, expires_at, addresses)
    values (${prefix}, ${sha256(key)}, ${input.companyId}, ${holder}, ${given}::text[], ${region?.lo ?? null},
      ${region?.hi ?? null}, ${now}, ${input.expiresAt ?? null}, ${addresses}::text[])`;
  await record(work, 0, 'key.made', `key:${prefix}`, { companyId: input.companyId, grants: given });
  return { key, prefix };
}

const overAlready = () =>
  new Problem(
    'invalid',
    'key-end-past',
    '有效期已经过去，这样的密钥一开始就不能用。请改填今天或以后的日期；不填则一直有效，直到停用。',
  );

function draw(): { key: string; prefix: string } {
  const prefix = randomBytes(4).toString('hex');
  return { prefix, key: `wk_${prefix}_${randomBytes(32).toString('base64url')}` };
}

/**
 * Makes a key that may do what another may, and lets that one end in some days, so that its holder can change over
 * without a gap. An end it has already is not put off.
 *
 * @throws Problem `not-found`, also for a key that has ended or is out of reach
 */
export async function rotateKey(
  work: Work,
  oldPrefix: string,
  days: number,
  reach: Reach = 'all',
): Promise<{ key: string; prefix: string; oldUntil: Date }> {
  const { sql, now } = work;
  const end = new Date(now.getTime() + days * DAY_MS);
  const [old] = await sql<{ until: string }[]>`
    update we.api_key k set expires_at = least(expires_at, ${end}::timestamptz)
    where prefix = ${oldPrefix} and ${isLive(work)} and ${isReached(work, reach, 'k')}
    returning expires_at as until`;
  if (!old) throw hidden();
  const { key, prefix } = draw();
  await sql`insert into we.api_key (prefix, hash, company_id, holder, grants, region_lo, region_hi, created_at, addresses)
    select ${prefix}, ${sha256(key)}, company_id, holder, grants, region_lo, region_hi, ${now}, addresses
    from we.api_key where prefix = ${oldPrefix}`;
  const oldUntil = new Date(old.until);
  await record(work, 0, 'key.rotated', `key:${oldPrefix}`, { to: `key:${prefix}`, oldUntil });
  return { key, prefix, oldUntil };
}

/** A key as its administrators see it: never the key itself. */
export type KeyView = Pick<KeyRow, 'prefix' | 'companyId' | 'holder' | 'grants' | 'addresses'> &
  Record<'company' | 'createdAt', string> &
  Record<'usedAt' | 'expiresAt' | 'revokedAt', string | null>;

const isLive = ({ sql, now }: Work) =>
  sql`(k.revoked_at is null and (k.expires_at is null or k.expires_at > ${now}))`;

const keyRows = (work: Work, reach: Reach, which: PendingQuery<Row[]>) => work.sql<KeyView[]>`
  select k.prefix, k.company_id as "companyId", coalesce(c.name, k.company_id) as company, k.holder, k.grants, k.addresses,
    k.created_at as "createdAt", k.used_at as "usedAt", k.expires_at as "expiresAt", k.revoked_at as "revokedAt"
  from we.api_key k left join we.company c on c.uscc = k.company_id
  where ${isReached(work, reach, 'k')} and ${which}`;

/** The keys within reach, the newest first. @param live absent: those that have ended too */
export async function listKeys(
  work: Work,
  reach: Reach,
  { live, ...page }: Page & { live?: boolean },
): Promise<{ items: KeyView[]; next: string | null }> {
  const { sql } = work;
  const [at, prefix] = readCursor(page.after, z.tuple([z.iso.datetime(), z.string()])) ?? [];
  const rows = await keyRows(
    work,
    reach,
    sql`${live === undefined ? sql`true` : live ? isLive(work) : sql`not ${isLive(work)}`}
      and ${at === undefined ? sql`true` : sql`(k.created_at < ${at} or k.created_at = ${at} and k.prefix > ${prefix as string})`}
      order by k.created_at desc, k.prefix limit ${page.limit + 1}`,
  );
  return pageOf(
    rows,
    page.limit,
    (row) => row,
    (row) => [new Date(row.createdAt).toISOString(), row.prefix],
  );
}

/** One of them. @throws Problem `not-found`, the same for what is out of reach */
export async function getKey(work: Work, reach: Reach, prefix: string): Promise<KeyView> {
  const [row] = await keyRows(work, reach, work.sql`k.prefix = ${prefix}`);
  if (!row) throw hidden();
  return row;
}

function grantsToGive(kinds: string[], asked: readonly Grant[] | undefined): Grant[] {
  const allowed = grantsFor(kinds);
  const given = asked === undefined ? allowed : [...new Set(asked)];
  const odd = given.filter((grant) => !isGrant(grant) || !allowed.includes(grant));
  if (given.length > 0 && odd.length === 0) return given;
  const detail = `该单位可用的权限是：${allowed.join('、') || '无（银行用签名，不用密钥）'}。`;
  throw new Problem('invalid', 'grant-not-allowed', detail, { grants: odd });
}

/** Ends a key at once; again changes nothing. @throws Problem `not-found`, the same for what is out of reach */
export async function revokeKey(work: Work, prefix: string, reach: Reach = 'all'): Promise<void> {
  const [row] = await work.sql`
    update we.api_key k set revoked_at = coalesce(revoked_at, ${work.now})
    where prefix = ${prefix} and ${isReached(work, reach, 'k')} returning prefix`;
  if (!row) throw hidden();
  await record(work, 0, 'key.revoked', `key:${prefix}`);
}

/** The key row behind a prefix, or null. Never cached: a revoked key stops at once. */
export async function findKey(db: Db, prefix: string): Promise<KeyRow | null> {
  const [row] = await db.turns.take(
    () => db<(Omit<KeyRow, Instant> & Record<Instant, string | null>)[]>`
    select prefix, hash, company_id as "companyId", holder, grants, region_lo as "regionLo", region_hi as "regionHi",
      expires_at as "expiresAt", revoked_at as "revokedAt", used_at as "usedAt", addresses
    from we.api_key where prefix = ${prefix}`,
  );
  if (!row) return null;
  const { expiresAt, revokedAt, usedAt } = row;
  return {
    ...row,
    expiresAt: instant(expiresAt),
    revokedAt: instant(revokedAt),
    usedAt: instant(usedAt),
  };
}

type Instant = 'expiresAt' | 'revokedAt' | 'usedAt';

/** Notes that a key is in use: one write a minute, however often it is used and by however many processes. */
export async function noteUse(db: Db, { prefix, usedAt }: KeyRow, now: Date): Promise<void> {
  const minuteAgo = new Date(now.getTime() - MINUTE_MS);
  if (usedAt !== null && usedAt > minuteAgo) return;
  await db.turns.take(
    () => db`
    update we.api_key set used_at = ${now} where prefix = ${prefix} and (used_at is null or used_at <= ${minuteAgo})`,
  );
}

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));

const invalidKey = () =>
  new Problem('unauthenticated', 'key-invalid', '密钥不正确，请核对是否完整复制。');

/**
 * Who a key speaks for at an instant. The hash is compared in constant time, and before anything is
 * said about the key's state.
 *
 * @param address the client's address; empty: not known
 * @throws Problem unauthenticated `key-invalid`, `key-revoked`, `key-expired`; forbidden `address-not-allowed`
 */
export function actorOf(row: KeyRow | null, key: string, now: Date, address: string): Actor {
  if (row === null) throw invalidKey();
  if (!timingSafeEqual(Buffer.from(sha256(key)), Buffer.from(row.hash))) throw invalidKey();
  if (row.revokedAt !== null && row.revokedAt <= now) {
    throw new Problem('unauthenticated', 'key-revoked', '密钥已停用，请向管理员申请新的密钥。');
  }
  if (row.expiresAt !== null && row.expiresAt <= now) {
    throw new Problem('unauthenticated', 'key-expired', '密钥已过期，请向管理员申请新的密钥。');
  }
  if (row.addresses !== null && !memberOf(row.addresses)(address)) {
    const detail = '该密钥不能从这个网络地址使用，请从登记的地址访问，或请管理员更改密钥的地址。';
    throw new Problem('forbidden', 'address-not-allowed', detail);
  }
  const { regionLo: lo, regionHi: hi } = row;
  return {
    id: `key:${row.prefix}`,
    holder: `${row.companyId}:${row.holder}`,
    org: row.companyId,
    bank: null,
    region: lo === null || hi === null ? null : { lo, hi },
    grants: row.grants,
    projects: [],
  };
}
