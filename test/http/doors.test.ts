import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Work, write } from '../../db/work.ts';
import { listKeys, makeKey, revokeKey, rotateKey } from '../../src/domain/people/keys.ts';
import { recordRefusal } from '../../src/domain/refusals.ts';
import { dayOf } from '../../src/lib/day.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { projectOf } from '../helpers/site.ts';

const at = freshDb();
const NOW = '2026-09-15T09:00:00+08:00';
const plus = (seconds: number) => new Date(Date.parse(NOW) + seconds * 1000).toISOString();
let app: TestApp;
let callers: Callers;

beforeAll(async () => {
  app = await makeApp(at(), { now: NOW });
  callers = await app.callers();
});
afterAll(() => app.end());
beforeEach(() => app.setNow(NOW));

const command = {
  id: 'command',
  holder: 'command',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [],
};
const asOwner = <T>(fn: (work: Work) => Promise<T>, now = app.deps.clock.now()) =>
  write(app.ownerDb, command, now, dayOf(now), fn);
const get = (key: string, headers: Record<string, string> = {}) =>
  app.call('GET', '/projects', { key, headers });
const prefix = (key: string) => key.slice(3, 11);

/** A request as the Node adapter hands it over, from a socket with this address. */
async function from(remoteAddress: string, key: string, forwarded?: string) {
  const headers = {
    Authorization: `Bearer ${key}`,
    ...(forwarded === undefined ? {} : { 'X-Forwarded-For': forwarded }),
  };
  const env = { incoming: { socket: { remoteAddress } } };
  const answer = await app.app.request('/api/v1/projects', { headers }, env);
  return answer.status === 200 ? 200 : ((await answer.json()) as { code: string }).code;
}
const keyFor = async (...addresses: string[]) => {
  const input = { companyId: callers.owner.uscc, holder: '机房', addresses };
  return (await asOwner((work) => makeKey(work, input))).key;
};

test('a key with addresses works from them alone, in both families, and from nowhere unknown', async () => {
  const key = await keyFor('10.1.0.0/16', '192.0.2.7', '2001:db8::/32');
  for (const address of ['10.1.0.0', '10.1.255.255', '::ffff:10.1.2.3', '192.0.2.7', '2001:db8::9'])
    expect(await from(address, key), address).toBe(200);
  for (const address of ['10.0.255.255', '10.2.0.0', '192.0.2.8', '2001:db9::1', '::1', ''])
    expect(await from(address, key), address).toBe('address-not-allowed');
  expect((await get(key)).body).toMatchObject({ status: 403, code: 'address-not-allowed' });
  expect(await from('203.0.113.1', callers.owner.key)).toBe(200);
});

test('addresses that are none are refused when the key is made', async () => {
  for (const bad of [
    '10.1.0.0/33',
    '10.1',
    'localhost',
    '',
    '2001:db8::/129',
    '10.1.0.0/16/8',
    '10.0.0.1/x',
  ])
    await expect(keyFor(bad), bad).rejects.toMatchObject({ code: 'address-invalid' });
});

test('a key may have up to fifty addresses; a list without one is none', async () => {
  const many = Array.from({ length: 51 }, (_, n) => `10.2.0.${n}`);
  expect(await from('10.2.0.49', await keyFor(...many.slice(0, 50)))).toBe(200);
  for (const bad of [many, []])
    await expect(keyFor(...bad)).rejects.toMatchObject({ code: 'address-invalid' });
});

test('what a client says of its address counts for nothing, unless a balancer of ours said it', async () => {
  const key = await keyFor('10.2.0.0/16');
  expect(await from('203.0.113.1', key, '10.2.0.1')).toBe('address-not-allowed');
  const behind = await makeApp(at(), { now: NOW, trustedProxies: ['10.1.0.9'] });
  try {
    const ask = async (forwarded?: string) => {
      const headers = {
        Authorization: `Bearer ${key}`,
        ...(forwarded ? { 'X-Forwarded-For': forwarded } : {}),
      };
      const env = { incoming: { socket: { remoteAddress: '10.1.0.9' } } };
      return (await behind.app.request('/api/v1/projects', { headers }, env)).status;
    };
    expect(await ask('10.2.0.1')).toBe(200);
    expect(await ask('198.51.100.4, 10.2.0.1')).toBe(200);
    expect(await ask('10.2.0.1, 198.51.100.4')).toBe(403);
    expect(await ask()).toBe(403);
  } finally {
    await behind.end();
  }
});

test('a key is rotated with an overlap: both work until the old one ends', async () => {
  const input = { companyId: callers.owner.uscc, holder: '财务', grants: ['read' as const] };
  const old = await asOwner((work) => makeKey(work, input));
  const made = await asOwner((work) => rotateKey(work, old.prefix, 7));
  expect(made.oldUntil.toISOString()).toBe(plus(7 * 86_400));
  const rows = await app.ownerDb`select grants, holder, company_id, expires_at from we.api_key
    where prefix = any(${[old.prefix, made.prefix]}::text[]) order by prefix = ${made.prefix}`;
  expect(rows[1]).toEqual({ ...rows[0], expires_at: null });
  app.setNow(plus(7 * 86_400 - 1));
  expect([(await get(old.key)).status, (await get(made.key)).status]).toEqual([200, 200]);
  app.setNow(plus(7 * 86_400));
  expect((await get(old.key)).body.code).toBe('key-expired');
  expect((await get(made.key)).status).toBe(200);
  // An ended key cannot be brought back so, nor one that never was; an earlier end stays.
  await expect(asOwner((work) => rotateKey(work, old.prefix, 7))).rejects.toMatchObject({
    code: 'not-found',
  });
  await expect(asOwner((work) => rotateKey(work, '00000000', 7))).rejects.toMatchObject({
    code: 'not-found',
  });
  const soon = await asOwner((work) => rotateKey(work, made.prefix, 1));
  await asOwner((work) => revokeKey(work, soon.prefix));
  await expect(asOwner((work) => rotateKey(work, soon.prefix, 1))).rejects.toMatchObject({
    code: 'not-found',
  });
  expect((await asOwner((work) => rotateKey(work, made.prefix, 30))).oldUntil).toEqual(
    soon.oldUntil,
  );
});

test('a rotated key is tied to the addresses of the old one', async () => {
  const old = await keyFor('10.1.0.0/16');
  const { key } = await asOwner((work) => rotateKey(work, prefix(old), 1));
  expect([await from('10.1.0.1', key), await from('10.2.0.1', key)]).toEqual([
    200,
    'address-not-allowed',
  ]);
});

test('the last use is kept, once a minute', async () => {
  const key = await app.newKey(callers.owner.uscc, '门禁');
  const used = async () =>
    (await asOwner((work) => listKeys(work, 'all', { limit: 1_000 }))).items.find(
      (k) => k.prefix === prefix(key),
    )?.usedAt ?? null;
  expect(await used()).toBeNull();
  await get(key);
  const first = await used();
  expect(new Date(first as string).toISOString()).toBe(plus(0));
  app.setNow(plus(59));
  await get(key);
  expect(await used()).toBe(first);
  app.setNow(plus(60));
  await get(key);
  expect(new Date((await used()) as string).toISOString()).toBe(plus(60));
});

test('a key in another header is told where it belongs, and is not let in', async () => {
  await app.ownerDb`truncate we.event`;
  const { key } = callers.owner;
  for (const name of ['X-Api-Key', 'X-Auth-Token', 'Token', 'Cookie']) {
    const value = name === 'Cookie' ? `session=${key}` : key;
    const { body } = await app.call('GET', '/projects', { headers: { [name]: value } });
    expect(body, name).toMatchObject({ status: 401, code: 'key-misplaced' });
    expect(body.detail).toContain('Authorization');
    expect(JSON.stringify(body)).not.toContain(key);
  }
  const { body } = await app.call('GET', '/projects', { headers: { 'X-Api-Key': 'hello' } });
  expect(body.code).toBe('key-missing');
  const events = await app.ownerDb`select subject, body from we.event where name = 'key.refused'`;
  expect(events.map((row) => [row.subject, JSON.parse(row.body).body])).toEqual([
    ['unknown', { code: 'key-misplaced' }],
  ]);
});

test('a key is no signature and a signature no key', async () => {
  const bank = await app.bank('102');
  const pushed = await app.call('POST', '/banks/102/events', {
    key: callers.authority.key,
    body: {},
    once: null,
  });
  expect(pushed.body).toMatchObject({ status: 401, code: 'signature-missing' });
  const asked = await app.call('GET', '/projects', { headers: bank.sign('') });
  expect(asked.body).toMatchObject({ status: 401, code: 'key-missing' });
  expect(asked.body.detail).toContain('/banks/');
});

test('a bank’s secret opens no other bank’s door', async () => {
  const [mine, other] = [await app.bank('103'), await app.bank('104')];
  const raw = JSON.stringify({ type: 'feed.complete', timestamp: NOW, data: {} });
  const headers = { 'Content-Type': 'application/json', ...other.sign(raw) };
  const crossed = await app.call('POST', '/banks/103/events', { body: raw, headers, once: null });
  expect(crossed.body).toMatchObject({ status: 401, code: 'signature-invalid' });
  const own = { 'Content-Type': 'application/json', ...mine.sign(raw) };
  const genuine = await app.call('POST', '/banks/103/events', {
    body: raw,
    headers: own,
    once: null,
  });
  expect(genuine.status).toBe(200);
});

test('a bank’s words about an account that another bank keeps change nothing and reveal nothing', async () => {
  const [keeper, stranger] = [await app.bank('105'), await app.bank('106')];
  const { key } = callers.contractor;
  await app.call('PUT', '/projects/P-3', { key: callers.authority.key, body: projectOf(callers) });
  const kept = '32050165436000000777';
  const account = {
    bankCode: '105',
    accountNo: kept,
    accountName: '农民工工资专户',
    openedOn: '2026-01-15',
  };
  const opened = await app.call('POST', '/projects/P-3/wage-accounts', { key, body: account });
  expect(opened.status).toBe(201);
  const said = (accountNo: string) =>
    [
      [
        'entry.booked',
        { accountNo, entryId: 'e-1', direction: 'credit', amountFen: 100, bookedAt: NOW },
      ],
      ['account.balance', { accountNo, balanceFen: 999, at: NOW }],
      ['feed.complete', { accountNo, through: '2026-09-14' }],
    ] as const;
  const answers = async (bank: typeof keeper, accountNo: string) => {
    const all = [];
    for (const [type, data] of said(accountNo)) all.push((await bank.events(type, data)).body);
    return all;
  };
  const state = () => app.ownerDb`select
    (select count(*)::int from we.account_entry where account_id = a.id) as entries,
    (select count(*)::int from we.balance_mark where account_id = a.id) as marks, balance_fen, feed_through
    from we.wage_account a join we.project_directory p on p.project_id = a.project_id and p.code = 'P-3'`;
  const before = await state();
  const theirs = await answers(stranger, kept);
  expect(theirs).toEqual(await answers(stranger, '32050165436000000999'));
  expect(theirs[0]).toMatchObject({ accepted: 0, unmatched: 1 });
  expect(await state()).toEqual(before);
  // It would have counted from the bank that keeps it.
  expect((await answers(keeper, kept))[0]).toMatchObject({ accepted: 1, unmatched: 0 });
  expect(await state()).not.toEqual(before);
});

test('the key of another organisation finds nothing of a project that is not its own', async () => {
  await app.call('PUT', '/projects/P-1', { key: callers.authority.key, body: projectOf(callers) });
  const stranger = '91320700MA00000017';
  await app.newCompany(stranger, '别家公司', ['contractor']);
  const key = await app.newKey(stranger, '劳资员');
  const there = await app.call('GET', '/projects/P-1/obligations', { key });
  const nowhere = await app.call('GET', '/projects/P-2/obligations', { key });
  expect([there.status, nowhere.status]).toEqual([404, 404]);
  expect(there.body.detail).toBe(nowhere.body.detail);
});

test('refused keys leave events, one a minute each, and all unknown ones share one', async () => {
  await app.ownerDb`truncate we.event`;
  const key = await app.newKey(callers.owner.uscc, '旧员工');
  await asOwner((work) => revokeKey(work, prefix(key)));
  const unknown = (n: number) => `wk_0000000${n}_${'A'.repeat(43)}`;
  const flood = async () => {
    for (let n = 0; n < 5; n += 1) await Promise.all([get(key).then(() => get(unknown(n)))]);
    await get('no key at all');
  };
  const events = async () => {
    const rows =
      await app.ownerDb`select subject, body, actor from we.event where name = 'key.refused' order by id`;
    return rows.map((r) => [r.subject, JSON.parse(r.body).body.code, r.actor]);
  };
  await flood();
  const once = [
    [`key:${prefix(key)}`, 'key-revoked', 'stranger'],
    ['unknown', 'key-invalid', 'stranger'],
  ];
  expect(await events()).toEqual(once);
  app.setNow(plus(59));
  await flood();
  expect(await events()).toEqual(once);
  app.setNow(plus(60));
  await flood();
  expect(await events()).toEqual([...once, ...once]);
});

test('refused signatures are bounded in the same way, and never keep the message', async () => {
  await app.ownerDb`truncate we.event`;
  for (let n = 0; n < 3; n += 1)
    await app.call('POST', `/banks/90${n}/events`, {
      body: '{"secret":"6230580000000123456"}',
      headers: {
        'Content-Type': 'application/json',
        'webhook-id': 'm',
        'webhook-timestamp': '1',
        'webhook-signature': 'v1,x',
      },
      once: null,
    });
  await recordRefusal(app.db, new Date(NOW), 'bank-message.refused', '102', {});
  const rows = await app.ownerDb`select subject, body from we.event order by id`;
  expect(rows.map((r) => r.subject)).toEqual(['unknown', '102']);
  expect(JSON.stringify(rows)).not.toContain('6230580000000123456');
});
