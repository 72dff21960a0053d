import { randomBytes, randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { type Db, openDb } from '../../db/client.ts';
import { type Actor, write } from '../../db/work.ts';
import { nodeFonts } from '../../reports/node-fonts.ts';
import type { AppDeps } from '../../src/app.ts';
import { watchCallers } from '../../src/callers.ts';
import { makeUscc } from '../../src/demo/identities.ts';
import type { Grant } from '../../src/domain/people/grants.ts';
import { makeKey } from '../../src/domain/people/keys.ts';
import { dayOf } from '../../src/lib/day.ts';
import { sessionSecrets } from '../../src/lib/session-secret.ts';
import type { Signer } from '../../src/lib/signer.ts';
import { keyFromSecret, makeVault } from '../../src/lib/vault.ts';
import type { TestDb } from './db.ts';
import { type Door, nodeDoor, workerDoor, workerUrl } from './door.ts';
import { TEST_SECRET } from './secret.ts';

const testSecrets = sessionSecrets([{ version: 1, secret: TEST_SECRET }]);
export const testVault = makeVault([keyFromSecret(TEST_SECRET)]);

const admin: Actor = {
  id: 'command:test',
  holder: 'test',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [],
};

export interface Answer {
  status: number;
  headers: Headers;
  // The shape is what each test asserts.
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  body: any;
}

export interface Asked {
  key?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
  /** Given or not, a POST gets an Idempotency-Key; `null` leaves it out. */
  once?: string | null;
}

/** Who calls in a test: codes of the organisations and a key for each person. */
export interface Callers {
  authority: { uscc: string; key: string };
  owner: { uscc: string; key: string };
  contractor: { uscc: string; key: string; approver: string };
}

/**
 * The application on a test database, with its callers; `end` closes its pools. Where the run has a Worker
 * the requests go there, and nothing but limits and a bug can be put into it.
 */
export async function makeApp(
  { ownerUrl, appUrl, nightUrl }: TestDb,
  options: {
    now: string;
    seed?: number;
    bug?: string;
    limits?: AppDeps['limits'];
    /** On Node alone: an isolate keeps no counts, and stands behind one balancer always. */
    meter?: AppDeps['meter'];
    trustedProxies?: readonly string[];
    /** On Node alone: what goes on after its request. */
    outlast?: AppDeps['outlast'];
    signOn?: AppDeps['signIn']['signOn'];
    secrets?: AppDeps['signIn']['secrets'];
    publicUrl?: string | null;
    /** Seals the trail; on Node alone. */
    signer?: Signer;
  },
) {
  const { now, seed = 1, bug, limits, meter, trustedProxies, signOn = null } = options;
  const { secrets = testSecrets, publicUrl = null, signer, outlast } = options;
  let instant = new Date(now);
  const clock = { now: () => instant };
  const ownerDb = openDb(ownerUrl, testVault, 2);
  const db = openDb(appUrl, testVault, 4);
  const nightDb = openDb(nightUrl, testVault, 4);
  const node = nodeDoor(
    {
      db,
      nightDb,
      clock,
      signIn: { secrets, signOn },
      fonts: () => nodeFonts(),
      publicUrl,
      trail: signer ? { signer, keep: () => {} } : null,
    },
    {
      ...(limits && { limits }),
      ...(meter && { meter }),
      ...(outlast && { outlast }),
      ...watchCallers(db, { ...(trustedProxies && { trustedProxies }) }),
      ...(bug && { runJob: () => Promise.reject(new Error(bug)) }),
    },
  );
  const url = workerUrl();
  const given = {
    appUrl,
    nightUrl,
    clock,
    ...(limits && { limits }),
    ...(bug && { bug }),
    ...(publicUrl !== null && { publicUrl }),
  };
  const door: Door = url === null ? node : workerDoor(url, given);
  const newKey = (companyId: string, holder: string, grants?: Grant[], expiresAt?: Date) =>
    write(ownerDb, admin, instant, dayOf(instant), (work) =>
      makeKey(work, { companyId, holder, grants, expiresAt }),
    ).then(({ key }) => key);

  return {
    /** The application in this process and its parts, for what no request reaches. */
    app: node.app,
    deps: node.deps,
    db,
    ownerDb,
    /** One request with a path from the root. */
    request: door.request,
    /** Log lines so far, parsed. */
    logged: door.logged,
    setNow: (text: string) => {
      instant = new Date(text);
    },
    newKey,
    newCompany: (uscc: string, name: string, kinds: string[], region?: [number, number]) =>
      addCompany(ownerDb, uscc, name, kinds, region),
    callers: () => makeCallers(ownerDb, newKey, seed),
    call: (method: string, path: string, asked: Asked = {}) => call(door, method, path, asked),
    bank: (code: string) => makeBank(door, ownerDb, code, clock),
    end: async () => {
      await Promise.all([db, nightDb, ownerDb].map((pool) => pool.end({ timeout: 1 })));
    },
  };
}

export type TestApp = Awaited<ReturnType<typeof makeApp>>;

async function addCompany(
  owner: Db,
  uscc: string,
  name: string,
  kinds: string[],
  region?: [number, number],
) {
  await owner`insert into we.company (uscc, name, kinds, region_lo, region_hi, known_at)
    values (${uscc}, ${name}, ${kinds}::text[], ${region?.[0] ?? null}, ${region?.[1] ?? null}, now())
    on conflict do nothing`;
}

type NewKey = (companyId: string, holder: string, grants?: Grant[]) => Promise<string>;

async function makeCallers(owner: Db, newKey: NewKey, seed: number): Promise<Callers> {
  const [authority, payer, contractor] = [seed * 10, seed * 10 + 1, seed * 10 + 2].map(
    makeUscc,
  ) as [string, string, string];
  await addCompany(owner, authority, `人社局${seed}`, ['authority'], [320700, 320799]);
  await addCompany(owner, payer, `建设单位${seed}`, ['owner']);
  await addCompany(owner, contractor, `施工单位${seed}`, ['contractor']);
  return {
    authority: { uscc: authority, key: await newKey(authority, '监察员') },
    owner: { uscc: payer, key: await newKey(payer, '工程部') },
    contractor: {
      uscc: contractor,
      key: await newKey(contractor, '劳资员'),
      approver: await newKey(contractor, '财务负责人'),
    },
  };
}

async function call(
  door: Door,
  method: string,
  path: string,
  { key, body, headers = {}, once }: Asked,
): Promise<Answer> {
  const isText = typeof body === 'string' || body instanceof FormData || body instanceof Uint8Array;
  const response = await door.request(path.startsWith('/api') ? path : `/api/v1${path}`, {
    method,
    headers: {
      ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
      ...(body === undefined || isText ? {} : { 'Content-Type': 'application/json' }),
      ...(method === 'POST' && once !== null ? { 'Idempotency-Key': once ?? randomUUID() } : {}),
      ...headers,
    },
    ...(body === undefined
      ? {}
      : {
          body: isText ? (body as ConstructorParameters<typeof Response>[0]) : JSON.stringify(body),
        }),
  });
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? await response.json() : new Uint8Array(await response.arrayBuffer()),
  };
}

/** A bank that may push, with its signer. */
async function makeBank(door: Door, owner: Db, bankCode: string, clock: { now(): Date }) {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  await owner`insert into we.bank (code, name) values (${bankCode}, ${`银行${bankCode}`}) on conflict do nothing`;
  await owner`insert into we.bank_secret (bank_code, version, secret_cipher, valid_from)
    select ${bankCode}, coalesce(max(version), 0) + 1, ${testVault.seal(secret)}, '2000-01-01'
    from we.bank_secret where bank_code = ${bankCode}`;
  const sign = (raw: string, id = `msg_${randomUUID()}`, at = clock.now()) => ({
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, raw),
  });
  return {
    sign,
    events(type: string, data: unknown, id?: string) {
      const raw = JSON.stringify({ type, timestamp: clock.now().toISOString(), data });
      const headers = { 'Content-Type': 'application/json', ...sign(raw, id) };
      return call(door, 'POST', `/banks/${bankCode}/events`, { body: raw, headers, once: null });
    },
    xml(raw: string, id?: string) {
      const headers = { 'Content-Type': 'application/xml', ...sign(raw, id) };
      return call(door, 'POST', `/banks/${bankCode}/messages`, { body: raw, headers, once: null });
    },
  };
}
