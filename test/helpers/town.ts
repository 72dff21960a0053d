import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { Webhook } from 'standardwebhooks';
import type { Db } from '../../db/client.ts';
import { type Work, write } from '../../db/work.ts';
import { makeCard, makeIdNumber, makeUscc } from '../../src/demo/identities.ts';
import { addBankSecret, enterCompany, foundAuthority } from '../../src/domain/people/founding.ts';
import { makeKey } from '../../src/domain/people/keys.ts';
import { dayOf } from '../../src/lib/day.ts';

const operator = {
  id: 'command',
  holder: 'command',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [],
};

export interface Said {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  body: any;
  reused: boolean;
}

/** A client over real sockets that keeps its connections. No request is sent twice by itself. */
export function makeClient(url: string, sockets: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: sockets });
  const send = (method: string, path: string, headers: Record<string, string>, body?: string) =>
    new Promise<Said>((resolve, reject) => {
      const asked = request(`${url}/api/v1${path}`, { method, agent, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk) => {
          text += chunk;
        });
        answer.once('error', reject);
        answer.once('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            body: JSON.parse(text),
            reused: asked.reusedSocket,
          }),
        );
      });
      asked.once('error', reject);
      asked.end(body);
    });
  const call = (method: string, path: string, key: string, body?: unknown, once?: string) =>
    send(
      method,
      path,
      {
        Authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(method === 'POST' ? { 'Idempotency-Key': once ?? randomUUID() } : {}),
      },
      body === undefined ? undefined : JSON.stringify(body),
    );
  return { send, call, end: () => agent.destroy() };
}

export type Client = ReturnType<typeof makeClient>;

/** A town on a running program: an authority, sites of one contractor with three workers each, a bank. */
export async function foundTown(ownerDb: Db, client: Client, sites: number) {
  const now = new Date();
  const act = <T>(fn: (work: Work) => Promise<T>) => write(ownerDb, operator, now, dayOf(now), fn);
  const [authority, owner, contractor] = [11, 12, 13].map(makeUscc) as [string, string, string];
  const keyOf = (companyId: string, holder: string) =>
    act((work) => makeKey(work, { companyId, holder })).then(({ key }) => key);
  await act((work) =>
    foundAuthority(work, { uscc: authority, name: '人社局', regionPrefix: '3207' }),
  );
  await act((work) => enterCompany(work, { uscc: owner, name: '建设单位', kind: 'owner' }));
  await act((work) =>
    enterCompany(work, { uscc: contractor, name: '施工单位', kind: 'contractor' }),
  );
  const secret = await act((work) => addBankSecret(work, { code: '102', name: '银行' }));
  const keys = {
    authority: await keyOf(authority, '监察员'),
    contractor: await keyOf(contractor, '劳资员'),
  };
  const projects = [];
  for (let n = 1; n <= sites; n += 1) {
    projects.push(await aSite(client, keys, { n, owner, contractor }));
  }
  /** A signed message of the bank. */
  const push = (type: string, data: unknown, id = `msg_${randomUUID()}`, at = new Date()) => {
    const raw = JSON.stringify({ type, timestamp: at.toISOString(), data });
    const headers = {
      'Content-Type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, raw),
    };
    return client.send('POST', '/banks/102/events', headers, raw);
  };
  return { keys, contractor, projects, push };
}

export type Town = Awaited<ReturnType<typeof foundTown>>;

async function aSite(
  { call }: Client,
  { authority: key }: { authority: string },
  { n, owner, contractor }: { n: number; owner: string; contractor: string },
) {
  const code = `P-${n}`;
  const accountNo = makeCard(9000 + n);
  const workers = [1, 2, 3].map((w) => ({
    idNumber: makeIdNumber(n * 10 + w),
    name: '工人',
    cardNo: makeCard(n * 10 + w),
  }));
  const done = async (asked: Promise<Said>) => {
    const { status, body } = await asked;
    if (status >= 300) throw new Error(`${code}: ${JSON.stringify(body)}`);
  };
  await done(
    call('PUT', `/projects/${code}`, key, {
      name: `安置房${n}`,
      regionCode: '320706',
      ownerUscc: owner,
      contractorUscc: contractor,
      fundSource: 'government',
      status: 'active',
      startsOn: '2026-01-01',
    }),
  );
  await done(
    call('PUT', `/projects/${code}/contract`, key, {
      signedOn: '2026-01-02',
      totalFen: 80_000_000_00,
      contractorSize: 'medium',
      labourCostRatio: 0.2,
      transferDay: 10,
      payDay: 15,
      payMonthOffset: 1,
    }),
  );
  const account = { bankCode: '102', accountNo, accountName: '工资专户', openedOn: '2026-01-15' };
  await done(call('POST', `/projects/${code}/wage-accounts`, key, account));
  const engagements = workers.map((w) => ({
    ...w,
    employerUscc: contractor,
    enteredOn: '2026-02-01',
  }));
  await done(call('POST', `/projects/${code}/engagements`, key, { engagements }));
  return { code, accountNo, workers };
}
