import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Grant } from '../../src/domain/people/grants.ts';
import { verifierPage } from '../../src/domain/proof/verifier.ts';
import { freshDb } from '../helpers/db.ts';
import { SEED } from '../helpers/seed.ts';
import { type Document, type Fuzzed, requestsOf } from '../http/fuzz/requests.ts';
import { INJECTION } from '../http/fuzz/values.ts';
import { grantsOf } from '../http/matrix/access.ts';
import { furnish } from '../http/matrix/furnish.ts';
import type { Site } from '../http/matrix/kinds.ts';
import { makeWorld, NOW, personOf, type World } from '../http/matrix/world.ts';

// Every route of the document with generated bodies, good, broken and torn, with keys and without. FUZZ_REQUESTS says how
// many (3,000), SEED which. What must never be seen: a fault of ours, a trace of the program, another firm's row.

const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 3000);
const CHUNK = 500;

const at = freshDb();
let world: World;
let document: Document;
/** Key and the sites a caller has to do with. */
const callers = new Map<string, { key: string; sites: Site[] }>();

beforeAll(async () => {
  world = await makeWorld(at());
  await furnish(world);
  const { body } = await world.app.call('GET', '/openapi.json');
  document = body;
  for (const caller of world.callers.filter(({ bank }) => bank === null)) {
    // Jobs are left out: a night of a generated day would be run.
    const grants = grantsOf(caller).filter((grant) => grant !== 'jobs:run') as Grant[];
    const key = await world.app.newKey(caller.org, '模糊测试', grants);
    const sites = world.sites.filter(
      (site) =>
        [site.owner, site.contractor, ...site.employers].includes(caller.org) ||
        (caller.region && site.region >= caller.region[0] && site.region <= caller.region[1]),
    );
    callers.set(caller.name, { key, sites });
  }
}, 120_000);
afterAll(() => world.app.end());

/** What a stranger could have read on papers: names of firms and sites, ids that were his once. */
function wordsKnown() {
  const ids = (noun: string) =>
    world.sites.flatMap((site) => (site.rows[noun] ?? []).map(({ id }) => id));
  const people = [1, 2, 3, 11, 12, 13, 77].map(personOf);
  const firms = world.sites.flatMap(({ owner, contractor, employers }) => [
    owner,
    contractor,
    ...employers,
  ]);
  return {
    projectCode: [...world.sites.map(({ code }) => code), 'NEW-1'],
    uscc: firms,
    ownerUscc: firms,
    contractorUscc: firms,
    employerUscc: firms,
    accountId: ids('wage-account'),
    engagementId: ids('engagement'),
    batchId: ids('batch'),
    settlementId: ids('settlement'),
    delayId: ids('delay'),
    inspectionId: ids('inspection'),
    seq: ['1', '2', '0'],
    alertId: ids('alert'),
    noticeId: ids('notice'),
    idNumber: people.map(({ idNumber }) => idNumber),
    cardNo: people.map(({ cardNo }) => cardNo),
    accountNo: world.sites.map(({ accountNo }) => accountNo),
    bankCode: ['102', '308', '999'],
    cardBankCode: ['102', '308'],
    regionCode: ['320706', '320703', '3207', '32'],
    year: ['2026', '2027', '1999'],
    after: ['0', '5', '1e3', 'x'],
    limit: ['1', '200'],
  };
}

const TRACE =
  /\n\s+at |node_modules|\.ts:\d|PostgresError|\bwe\.[a-z_]+\b|ECONN|violates|syntax error/;
/** What answers anybody: how the service does, and the page that asks for a paper's code. */
const OPEN = /^\/(health|ready|verify(\?|$))/;

/** Words of a site that an answer about another must not hold. */
const secretsOf = (site: Site) => [
  site.code,
  `安置房${site.code}`,
  site.accountNo,
  ...Object.values(site.rows).flatMap((rows) => rows.map(({ id }) => id)),
];

async function send({ method, path, headers, body, who }: Fuzzed) {
  const key = who === undefined ? undefined : callers.get(who)?.key;
  const answer = await world.app.request(`/api/v1${path}`, {
    method,
    headers: { ...headers, ...(key && { Authorization: `Bearer ${key}` }) },
    ...(body !== undefined && { body }),
  });
  return { status: answer.status, text: await answer.text() };
}

/** A path as the program reads it; what is no quoted character stays as it is. */
const unquoted = (path: string) =>
  path.replace(/(%[0-9A-F]{2})+/gi, (quoted) =>
    Buffer.from(quoted.replaceAll('%', ''), 'hex').toString(),
  );

const tally = new Map<string, number>();

function judge(asked: Fuzzed, { status, text }: { status: number; text: string }): void {
  const told = `${status} ${text.slice(0, 600)}`;
  expect(status, told).toBeLessThan(500);
  // A pack of evidence holds our own page, whose script speaks of an `at`.
  expect(text.replaceAll(INJECTION, '').replace(verifierPage, ''), told).not.toMatch(TRACE);
  if (status < 300 && asked.who === undefined) expect(asked.path, told).toMatch(OPEN);
  const mine = asked.who === undefined ? [] : (callers.get(asked.who)?.sites ?? []);
  const sent = unquoted(asked.path) + (asked.body ?? '');
  for (const site of world.sites.filter((each) => !mine.includes(each)))
    for (const word of secretsOf(site))
      if (!sent.includes(word)) expect(text, told).not.toContain(word);
  const kind = `${asked.who ? 'key' : 'none'} ${status}`;
  tally.set(kind, (tally.get(kind) ?? 0) + 1);
  if (status < 300) tally.set(asked.route, (tally.get(asked.route) ?? 0) + 1);
}

test(`${REQUESTS} generated requests: no fault, no trace, nothing of anybody else`, {
  timeout: 3_600_000,
}, async () => {
  const requests = requestsOf(document, [...callers.keys()], wordsKnown());
  for (let done = 0; done < REQUESTS; done += CHUNK) {
    const property = fc.asyncProperty(requests, async (asked) => judge(asked, await send(asked)));
    await fc.assert(property, { numRuns: Math.min(CHUNK, REQUESTS - done), seed: SEED + done });
  }
  // It reached what it should: answers of every kind, and most routes with success.
  for (const kind of ['key 200', 'key 403', 'key 404', 'key 422', 'none 401', 'none 404'])
    expect(tally.get(kind), `${kind}; seed ${SEED}`).toBeGreaterThan(0);
  const reached = Object.entries(document.paths)
    .flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    .filter((route) => tally.has(route));
  expect(reached.length, `seed ${SEED}`).toBeGreaterThan(12);
});

test('signed messages with torn bodies: taken or refused, never a fault', {
  timeout: 600_000,
}, async () => {
  const xml = readFileSync(
    new URL('../fixtures/iso20022/camt053-cny-month.xml', import.meta.url),
    'utf8',
  );
  const json = JSON.stringify({
    type: 'payout.result',
    timestamp: NOW,
    data: [{ endToEndId: 'X-1', outcome: 'paid', amountFen: 1, at: NOW }],
  });
  const bank = await world.app.bank('102');
  const torn = (whole: string) =>
    fc
      .tuple(fc.nat(whole.length), fc.nat(60), fc.string({ unit: 'binary', maxLength: 20 }))
      .map(([from, length, put]) => whole.slice(0, from) + put + whole.slice(from + length));
  const messages = fc.oneof(
    torn(xml).map((raw) => ({ raw, type: 'application/xml', to: 'messages' })),
    torn(json).map((raw) => ({ raw, type: 'application/json', to: 'events' })),
  );
  const property = fc.asyncProperty(messages, async ({ raw: odd, type, to }) => {
    const raw = odd.toWellFormed();
    const answer = await world.app.request(`/api/v1/banks/102/${to}`, {
      method: 'POST',
      headers: { 'Content-Type': type, ...bank.sign(raw) },
      body: raw,
    });
    const text = await answer.text();
    expect([200, 422], text.slice(0, 500)).toContain(answer.status);
    expect(text).not.toMatch(TRACE);
  });
  await fc.assert(property, { numRuns: Math.ceil(REQUESTS / 10), seed: SEED });
});
