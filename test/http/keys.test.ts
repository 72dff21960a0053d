import { afterAll, beforeAll, expect, test } from 'vitest';
import { write } from '../../db/work.ts';
import { makeUscc } from '../../src/demo/identities.ts';
import { grantsFor } from '../../src/domain/people/grants.ts';
import { revokeKey } from '../../src/domain/people/keys.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';

const db = freshDb();
let app: TestApp;
let callers: Callers;

beforeAll(async () => {
  app = await makeApp(db(), { now: '2026-09-15T09:00:00+08:00' });
  callers = await app.callers();
});
afterAll(() => app.end());

const get = (key?: string) => app.call('GET', '/projects', { key });
const codeOf = async (key: string) => (await get(key)).body.code;

test('a key has a prefix to be found by and is stored as a hash only', async () => {
  const { key } = callers.owner;
  expect(key).toMatch(/^wk_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/);
  const [row] = await app.ownerDb`select * from we.api_key where prefix = ${key.slice(3, 11)}`;
  expect(row?.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(JSON.stringify(row)).not.toContain(key.slice(12));
  expect((await get(key)).status).toBe(200);
});

test('no key, another scheme, a torn key, an unknown key and a wrong secret are 401', async () => {
  const { key } = callers.owner;
  const other = key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A');
  expect((await get()).body.code).toBe('key-missing');
  const basic = await app.call('GET', '/projects', { headers: { Authorization: `Basic ${key}` } });
  expect(basic.body.code).toBe('key-missing');
  for (const bad of [key.slice(0, -1), `${key}A`, other, key.replace(/^wk_.{8}/, 'wk_00000000')]) {
    expect(await codeOf(bad)).toBe('key-invalid');
  }
});

test('a key ends at its expiry, by the clock that the application was given', async () => {
  const expiresAt = new Date('2026-09-15T12:00:00+08:00');
  const key = await app.newKey(callers.owner.uscc, '临时', undefined, expiresAt);
  app.setNow('2026-09-15T11:59:59+08:00');
  expect((await get(key)).status).toBe(200);
  app.setNow('2026-09-15T12:00:00+08:00');
  expect(await codeOf(key)).toBe('key-expired');
  app.setNow('2026-09-15T09:00:00+08:00');
});

test('a revoked key stops at the next request; revoked again it ended when it did', async () => {
  const key = await app.newKey(callers.owner.uscc, '离职人员');
  expect((await get(key)).status).toBe(200);
  const actor = {
    id: 'command:test',
    holder: 'test',
    org: null,
    bank: null,
    region: null,
    grants: [],
    projects: [],
  };
  const prefix = key.slice(3, 11);
  for (const hour of ['09', '10']) {
    const now = new Date(`2026-09-15T${hour}:00:00+08:00`);
    await write(app.ownerDb, actor, now, '2026-09-15', (work) => revokeKey(work, prefix));
    expect(await codeOf(key)).toBe('key-revoked');
  }
  const [row] = await app.ownerDb`select revoked_at as at from we.api_key where prefix = ${prefix}`;
  expect(new Date(row?.at)).toEqual(new Date('2026-09-15T09:00:00+08:00'));
});

test('a key has what its company’s kinds allow, or less, never more', async () => {
  const uscc = makeUscc(501);
  await app.newCompany(uscc, '劳务公司', ['subcontractor']);
  const key = await app.newKey(uscc, '班组长', ['read']);
  expect((await get(key)).status).toBe(200);
  const body = { records: [] };
  const refusal = await app.call('POST', '/projects/P-1/attendance', { key, body });
  expect(refusal.body).toMatchObject({ status: 403, code: 'grant-missing' });
  await expect(app.newKey(uscc, '班组长', ['payroll:approve'])).rejects.toMatchObject({
    code: 'grant-not-allowed',
  });
  await expect(app.newKey(uscc, '  ')).rejects.toMatchObject({ code: 'holder-missing' });
  await expect(app.newKey(makeUscc(502), '某人')).rejects.toMatchObject({
    code: 'company-unknown',
  });
});

test('a bank gets no key: it signs', async () => {
  const uscc = makeUscc(503);
  await app.newCompany(uscc, '银行', ['bank']);
  await expect(app.newKey(uscc, '柜员')).rejects.toMatchObject({ code: 'grant-not-allowed' });
});

test('only an authority’s key carries a region', async () => {
  const [authority] =
    await app.ownerDb`select region_lo, region_hi from we.api_key where prefix = ${callers.authority.key.slice(3, 11)}`;
  const [owner] =
    await app.ownerDb`select region_lo, region_hi from we.api_key where prefix = ${callers.owner.key.slice(3, 11)}`;
  expect({ ...authority }).toEqual({ region_lo: 320700, region_hi: 320799 });
  expect({ ...owner }).toEqual({ region_lo: null, region_hi: null });
});

test('making a key leaves an event without the key', async () => {
  const [event] =
    await app.ownerDb`select name, body from we.event where subject = ${`key:${callers.owner.key.slice(3, 11)}`}`;
  expect(event?.name).toBe('key.made');
  expect(event?.body).not.toContain(callers.owner.key.slice(12));
});

test('a company of two kinds may have the grants of both', () => {
  const both = grantsFor(['owner', 'contractor']);
  expect(both).toContain('registry:propose');
  expect(both).toContain('payroll:post');
  expect(new Set(both).size).toBe(both.length);
  expect(grantsFor(['bank', 'no-kind'])).toEqual([]);
});
