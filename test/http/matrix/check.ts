import { expect } from 'vitest';
import type { Grant } from '../../../src/domain/people/grants.ts';
import type { Answer } from '../../helpers/app.ts';
import { concerns, type Expected, expected, grantsOf, type Route, routesOf } from './access.ts';
import { asksOf, type Sent } from './asks.ts';
import type { Caller, Row, Site } from './kinds.ts';
import { cookieOf } from './people.ts';
import type { World } from './world.ts';

type Headers = Record<string, string>;

/** What an answer is in the words of the matrix; a fault of ours is none of them. */
function said({ status, body }: Answer): Expected | 'fault' {
  if (status >= 500 || body.code === 'route-not-found') return 'fault';
  if (status === 401) return 'unknown';
  if (status === 404 && body.code === 'not-found') return 'hidden';
  if (body.code === 'second-factor-required') return 'unproved';
  if (body.code === 'grant-missing') return 'no-grant';
  // Of a row that is the caller's an act may be another's: that is the domain's rule, not the door's.
  return status === 403 && !body.code.endsWith('-not-yours') ? 'refused' : 'taken';
}

/** Words that stand in rows of one site only. */
const wordsOf = ({ code, owner, contractor, employers, accountNo }: Site) => [
  ...[code, owner, contractor, accountNo],
  ...employers,
];

/** Who holds the grant gets a list, if it is an empty one. */
const LIST = { noun: null, row: null, writes: false };
/** Rows of these the asking itself adds. */
const GROWING = ['disclosure', 'person'];

/** The routes of a world and its callers at them. */
export async function makeMatrix(world: World) {
  const { app, sites } = world;
  const { body: document } = await app.call('GET', '/openapi.json');
  const routes = new Map(routesOf(document.paths).map((route) => [route.name, route]));
  const routeOf = (name: string) => routes.get(name) as Route;
  const seen = new Map<Expected, number>();
  const proofs = new Map<string, Promise<Headers>>();
  const banks = new Map<string, ReturnType<typeof app.bank>>();

  /** Made once; only a session that its own routes end or change is begun anew. */
  async function proofOf(name: string, caller: Caller, held: readonly string[]): Promise<Headers> {
    const { org, person } = caller;
    const make = async (): Promise<Headers> =>
      person
        ? { Cookie: await cookieOf(world, caller) }
        : { Authorization: `Bearer ${await app.newKey(org, '持有人', held as Grant[])}` };
    if (routeOf(name).grants === 'session' && person) return make();
    const id = `${person?.username ?? org} ${held.join(' ')}`;
    const made = proofs.get(id) ?? make();
    proofs.set(id, made);
    return made;
  }

  async function signedBy(code: string, raw: string): Promise<Headers> {
    const bank = banks.get(code) ?? app.bank(code);
    banks.set(code, bank);
    return (await bank).sign(raw);
  }

  /** Sends a request as somebody, from a page of this service unless it is said from where. */
  async function ask(
    name: string,
    { path, body }: Sent,
    caller: Caller | null,
    held: readonly string[] = caller ? grantsOf(caller) : [],
    from = 'same-origin',
  ): Promise<Answer> {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const type = typeof body === 'string' ? 'application/xml' : 'application/json';
    const proof = caller?.bank
      ? signedBy(caller.bank, text ?? '')
      : caller && proofOf(name, caller, held);
    const headers = {
      'Sec-Fetch-Site': from,
      ...(text !== undefined && { 'Content-Type': type }),
      ...(await proof),
    };
    return app.call(name.split(' ')[0] as string, path, { body: text, headers });
  }

  /** An answer about one site must not hold a word of the other. */
  function noLeak(answer: Answer, of: Site, what: string) {
    const other = sites.find((site) => site !== of) as Site;
    const { body } = answer;
    const text = body instanceof Uint8Array ? Buffer.from(body).toString() : JSON.stringify(body);
    for (const word of wordsOf(other)) expect(text, what).not.toContain(word);
  }

  async function check(name: string, sent: Sent, caller: Caller | null, held: readonly string[]) {
    const what = `${name} on ${sent.path} by ${caller?.name ?? 'nobody'} with ${held.join(' ')}`;
    const wanted = expected(routeOf(name), caller, held, sent);
    const answer = await ask(name, sent, caller, held);
    const refused = wanted === 'refused' && [403, 404, 409, 422].includes(answer.status);
    const got = refused ? wanted : said(answer);
    expect([got, what], JSON.stringify(answer.body)).toEqual([wanted, what]);
    if (wanted === 'hidden' || wanted === 'no-grant') {
      for (const word of wordsOf((sent.row as Row).site))
        expect(JSON.stringify(answer.body), what).not.toContain(word);
    } else if (sent.row && sent.noun) noLeak(answer, sent.row.site, what);
    seen.set(wanted, (seen.get(wanted) ?? 0) + 1);
  }

  return {
    ask,
    check,
    seen,
    routeOf,
    /** All that can be asked of a route; what names no row is the same on both sites. */
    asks: (name: string): Sent[] => {
      const all = sites.flatMap((site) => asksOf(name, site));
      const texts = all.map(({ noun, path, body }) => JSON.stringify([noun, path, body]));
      return all.filter((_, n) => texts.indexOf(texts[n] as string) === n);
    },
    /** What is hidden from a caller is answered word for word like what nobody has. */
    async checkAbsent(name: string, sent: Sent, caller: Caller) {
      const { id } = sent.row as Row;
      const none = { ...sent, path: sent.path.replace(id, id.replace(/.{8}$/, '00000000')) };
      const hidden = await ask(name, sent, caller);
      const { instance: _, ...told } = hidden.body;
      expect((await ask(name, none, caller)).body, name).toMatchObject(told);
    },
    /** A list shows exactly those rows of a noun that are the caller's. */
    async checkList(path: string, noun: string, member: string, rows: Row[], callers: Caller[]) {
      const ids = new Set(rows.map(({ id }) => id));
      const counts = new Set<number>();
      for (const caller of callers) {
        if (expected(routeOf(`GET ${path}`), caller, grantsOf(caller), LIST) !== 'taken') continue;
        const listed: string[] = [];
        for (const status of noun === 'alert' ? ['open', 'replied', 'dismissed', 'held'] : ['']) {
          const query = status === '' ? '?limit=200' : `?limit=200&status=${status}`;
          const sent = { ...LIST, path: path + query };
          const { body } = await ask(`GET ${path}`, sent, caller);
          listed.push(...body.items.map((item: Record<string, string>) => item[member]));
        }
        const mine = rows.filter((row) => concerns[noun]?.(caller, row)).map(({ id }) => id);
        const own = GROWING.includes(noun) ? listed.filter((id) => ids.has(id)) : listed;
        expect(own.sort(), `${path} by ${caller.name}`).toEqual(mine.sort());
        counts.add(mine.length);
      }
      expect(counts.size).toBeGreaterThan(1);
    },
  };
}

export type Matrix = Awaited<ReturnType<typeof makeMatrix>>;
