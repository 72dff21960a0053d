import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { makeCard, makeIdNumber, makeUscc } from '../src/demo/identities.ts';
import { addBankSecret, enterCompany, foundAuthority } from '../src/domain/people/founding.ts';
import { invitePerson } from '../src/domain/people/invitations.ts';
import { makeKey } from '../src/domain/people/keys.ts';
import type { House } from '../src/house.ts';
import { asOperator, type ServerProcess } from './server.ts';

export const BANK = '102';
const AUTHORITY = makeUscc(1);
const OWNER = makeUscc(2);
export const CONTRACTOR = makeUscc(3);

/** The keys and the secret of those who call in a bench. */
export interface Callers {
  authority: string;
  contractor: string;
  approver: string;
  bankSecret: string;
}

/** An authority, an owner, a contractor with two holders, and a bank. */
export const makeCallers = (house: House): Promise<Callers> =>
  asOperator(house, async (work) => {
    await foundAuthority(work, {
      uscc: AUTHORITY,
      name: '虚构市住房和城乡建设局',
      regionPrefix: '3207',
    });
    await enterCompany(work, { uscc: OWNER, name: '虚构置业有限公司', kind: 'owner' });
    await enterCompany(work, { uscc: CONTRACTOR, name: '虚构建工有限公司', kind: 'contractor' });
    const key = async (companyId: string, holder: string) =>
      (await makeKey(work, { companyId, holder })).key;
    return {
      authority: await key(AUTHORITY, '监察员'),
      contractor: await key(CONTRACTOR, '劳资员'),
      approver: await key(CONTRACTOR, '财务负责人'),
      bankSecret: await addBankSecret(work, { code: BANK, name: '中国工商银行' }),
    };
  });

const PASSWORD = '只在性能测试里用的密码，一测即弃';

/** An inspector of the authority at the pages. @returns the session's cookie */
export async function signIn({ url }: ServerProcess, house: House): Promise<string> {
  const username = 'inspector';
  const { token } = await asOperator(house, (work) =>
    invitePerson(work, 'all', {
      ...{ username, name: '监察员', role: 'inspector', companyId: AUTHORITY },
    }),
  );
  const send = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json', origin: url };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await fetch(`${url}/api/v1${path}`, init);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  };
  await send('/invitation-acceptances', { token, password: PASSWORD });
  return send('/session', { username, password: PASSWORD });
}

/** One request; the answer must be of the 2xx. */
export async function ask(
  { url }: Pick<ServerProcess, 'url'>,
  key: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return read(answer, `${method} ${path}`);
}

async function read(answer: Response, what: string): Promise<Record<string, unknown>> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${what}: ${answer.status} ${text.slice(0, 1000)}`);
  return JSON.parse(text) as Record<string, unknown>;
}

/** A bank's message, signed. `raw` may be prepared outside of what is measured. */
export async function tell(
  { url }: Pick<ServerProcess, 'url'>,
  secret: string,
  raw: string,
): Promise<Record<string, unknown>> {
  const id = `msg_${randomUUID()}`;
  const at = new Date();
  const answer = await fetch(`${url}/api/v1/banks/${BANK}/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, raw),
    },
    body: raw,
  });
  return read(answer, 'bank message');
}

const ENGAGED_AT_ONCE = 10_000;
const STARTS_ON = '2019-01-01';

/** A building site with an open wage account and `workers` people, all of the contractor's, since 2019. */
export async function makeSite(
  server: ServerProcess,
  callers: Callers,
  projectCode: string,
  workers: number,
): Promise<void> {
  const project = `/projects/${projectCode}`;
  const put = (path: string, body: object) => ask(server, callers.authority, 'PUT', path, body);
  const seed = Number(projectCode.replace(/\D/g, ''));
  await put(project, {
    name: `虚构工程${projectCode}`,
    regionCode: '320706',
    ownerUscc: OWNER,
    contractorUscc: CONTRACTOR,
    fundSource: 'government',
    status: 'active',
    startsOn: STARTS_ON,
  });
  await put(`${project}/contract`, {
    signedOn: STARTS_ON,
    totalFen: 900_000_000_00,
    contractorSize: 'large',
    payDay: 15,
    payMonthOffset: 1,
    auditClause: 'none',
    fromMonth: '2019-01',
  });
  await put(`${project}/confirmation`, {});
  await ask(server, callers.contractor, 'POST', `${project}/wage-accounts`, {
    bankCode: BANK,
    accountNo: `1107${String(seed).padStart(12, '0')}`,
    accountName: '农民工工资专用账户',
    openedOn: STARTS_ON,
  });
  for (let from = 0; from < workers; from += ENGAGED_AT_ONCE) {
    const some = Math.min(ENGAGED_AT_ONCE, workers - from);
    await ask(server, callers.contractor, 'POST', `${project}/engagements`, {
      engagements: Array.from({ length: some }, (_, i) => engagement(from + i)),
    });
  }
}

const nameOf = (worker: number) => `工人${worker}`;

const engagement = (worker: number) => ({
  idType: 'id-card',
  idNumber: makeIdNumber(worker),
  name: nameOf(worker),
  employerUscc: CONTRACTOR,
  team: `${(worker % 40) + 1}班`,
  cardNo: makeCard(worker),
  cardBankCode: BANK,
  enteredOn: STARTS_ON,
});

/** The payroll of a month for the first `lines` workers, as JSON text. */
export function payrollText(wageMonth: string, lines: number): string {
  const line = (worker: number) => {
    const grossFen = 600_000 + (worker % 997) * 100;
    const deductedFen = worker % 3 === 0 ? 12_000 : 0;
    return {
      idNumber: makeIdNumber(worker),
      name: nameOf(worker),
      workDays: 20 + (worker % 7),
      grossFen,
      ...(deductedFen > 0 ? { deductions: [{ kind: '个人所得税', amountFen: deductedFen }] } : {}),
      netFen: grossFen - deductedFen,
      cardNo: makeCard(worker),
    };
  };
  return JSON.stringify({
    wageMonth,
    employerUscc: CONTRACTOR,
    lines: Array.from({ length: lines }, (_, worker) => line(worker)),
  });
}

/** The i-th month from `first` on. */
export function monthAfter(first: string, i: number): string {
  const months = Number(first.slice(0, 4)) * 12 + Number(first.slice(5)) - 1 + i;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
}
