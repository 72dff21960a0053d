import { discardEmbedded } from '../../db/embedded/server.ts';
import { makeLog } from '../lib/log.ts';
import { startServer } from '../serve.ts';
import { makeAccounts } from './accounts.ts';
import { bankUscc } from './cast.ts';
import type { Client } from './client.ts';
import { overHttp } from './http.ts';
import type { Actor, City } from './story.ts';

/** A server on a fresh database, whose clock follows the story until it is set free. */
export interface Stage {
  url: string;
  client: Client;
  /** Credentials given out so far, by who has them. */
  credentials: ReadonlyMap<string, string>;
  /** From now on the server lives on real time. */
  freeClock(): void;
  /** One account of each role; the clock must be free, for codes run on real time. */
  makeAccounts(): ReturnType<typeof makeAccounts>;
  stop(): Promise<void>;
}

const DATA_DIR = '.data/demo';
const REGION_PREFIX = '3207';
const HOLDERS = {
  authority: '陈监管',
  contractor: '李制单',
  approver: '王复核',
  owner: '赵甲方',
} as const;

/**
 * Starts the server of the demo on an empty folder and makes the city's authority.
 * @throws Error when another demo still runs there
 */
export async function setStage(city: City, port: number): Promise<Stage> {
  if (!(await discardEmbedded(DATA_DIR)))
    throw new Error(`${DATA_DIR} 正被另一个演示使用，请先停止它。`);
  let storyNow: Date | null = new Date(`${city.fromDay}T00:10:00+08:00`);
  const clock = { now: () => storyNow ?? new Date() };
  const logger = makeLog('error');
  const server = await startServer({
    dataDir: DATA_DIR,
    durable: false,
    port,
    clock,
    log: () => {},
    logger,
  });
  const credentials = new Map<string, string>();
  const credentialOf = async (actor: Actor): Promise<string> => {
    const made = await makeCredential(server.admin, city, actor);
    credentials.set(nameOf(city, actor), made);
    return made;
  };
  const { uscc, name } = city.authority;
  await server.admin.makeAuthority({ uscc, name, regionPrefix: REGION_PREFIX });
  return {
    url: server.url,
    client: {
      send: overHttp(server.url),
      setClock(at) {
        storyNow = at;
      },
      credentialOf,
    },
    credentials,
    freeClock() {
      storyNow = null;
    },
    makeAccounts: () => makeAccounts(server.url, city, server.admin.invite),
    stop: () => server.stop(),
  };
}

type Admin = Awaited<ReturnType<typeof startServer>>['admin'];

async function makeCredential(admin: Admin, city: City, actor: Actor): Promise<string> {
  if (actor.role === 'bank') {
    const { bankCode } = actor;
    const name = city.banks.find((one) => one.bankCode === bankCode)?.name ?? '';
    const { secret } = await admin.makeBank({ bankCode, name, companyId: bankUscc(bankCode) });
    return secret;
  }
  const { key } = await admin.makeKey({ companyId: actor.uscc, holder: HOLDERS[actor.role] });
  return key;
}

function nameOf(city: City, actor: Actor): string {
  if (actor.role === 'bank') return `银行 ${actor.bankCode}`;
  const all = [city.authority, ...city.companies];
  const name = all.find(({ uscc }) => uscc === actor.uscc)?.name ?? actor.uscc;
  return `${name} ${HOLDERS[actor.role]}`;
}
