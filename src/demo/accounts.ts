import { bankUscc } from './cast.ts';
import { BASE } from './http.ts';
import type { City } from './story.ts';
import { secretOf, totpOf } from './totp.ts';

/** An account of each role that signs in, two of the one that approves, for whoever looks at the demo. */
export interface DemoAccount {
  username: string;
  role: string;
  title: string;
  /** The organisation for which it signs in. */
  company: string;
  password: string;
  /** What an authenticator app takes up, where the role needs one. */
  totpSecret: string | null;
}

export interface Invitation {
  username: string;
  name: string;
  companyId: string;
  role: (typeof ROLES)[number]['role'];
}

/** Invented, and in this file for all to read: nothing but a demo may use it. */
const PASSWORD = '演示专用密码，请勿在别处使用。';

const ROLES = [
  { role: 'inspector', name: '孙监察', of: 'authority' },
  { role: 'supervisor', name: '钱负责', of: 'authority' },
  // Where two people must act.
  { role: 'supervisor', name: '周副科', of: 'authority', username: 'supervisor-2' },
  { role: 'auditor', name: '郑审计', of: 'authority' },
  { role: 'administrator', name: '冯管理', of: 'authority' },
  { role: 'contractor-clerk', name: '李制单', of: 'contractor' },
  { role: 'contractor-approver', name: '王复核', of: 'contractor' },
  { role: 'owner-clerk', name: '赵甲方', of: 'owner' },
  { role: 'bank-clerk', name: '许银行', of: 'bank' },
] as const;

/** What a worker of the city's first project knows: it opens the page for workers, which has no accounts. */
export interface DemoWorker {
  site: string;
  name: string;
  lastSix: string;
}

/**
 * Makes the accounts at a running server: the operator's command invites, and each person does the rest over the API.
 * Contractor and bank are those of the city's first project, the owner that of the contractor's project with most to settle.
 */
export async function makeAccounts(
  url: string,
  city: City,
  invite: (input: Invitation) => Promise<{ token: string }>,
): Promise<{ accounts: DemoAccount[]; worker: DemoWorker }> {
  const companies = companiesOf(city);
  const accounts: DemoAccount[] = [];
  let cookie = '';
  for (const { role, name, of, ...more } of ROLES) {
    const username = 'username' in more ? more.username : role;
    const { companyId, company } = companies[of];
    const { token } = await invite({ username, name, companyId, role });
    const { totpSecret, cookie: own } = await join(url, username, token);
    accounts.push({ username, role, title: name, company, password: PASSWORD, totpSecret });
    cookie ||= own;
  }
  return { accounts, worker: await workerOf(url, city, cookie) };
}

function companiesOf({ authority, companies, banks, projects, plants }: City) {
  const [first] = projects;
  const owes = ({ projectCode }: { projectCode: string }) =>
    plants.filter((plant) => plant.projectCode === projectCode && /^[FS]/.test(plant.rule)).length;
  const [owned] = projects
    .filter(({ contractorUscc }) => contractorUscc === first?.contractorUscc)
    .toSorted((a, b) => owes(b) - owes(a));
  const firm = (companyId = '') => ({
    companyId,
    company: companies.find(({ uscc }) => uscc === companyId)?.name ?? '',
  });
  const bank = banks.find(({ bankCode }) => bankCode === first?.bankCode);
  return {
    authority: { companyId: authority.uscc, company: authority.name },
    contractor: firm(first?.contractorUscc),
    owner: firm(owned?.ownerUscc),
    bank: { companyId: bankUscc(bank?.bankCode ?? ''), company: bank?.name ?? '' },
  };
}

/** Reads the code of the site off its poster, as a worker does. */
async function workerOf(url: string, city: City, cookie: string): Promise<DemoWorker> {
  const site = city.steps.flatMap(({ action }) => (action.type === 'engagements' ? action : []))[0];
  const worker = site?.engagements[0];
  const poster = `/projects/${site?.projectCode}/wages-poster`;
  const html = await (await fetch(`${url}${poster}`, { headers: { Cookie: cookie } })).text();
  const [code] = /\d{4} \d{4} \d{4}/.exec(html) ?? [];
  if (!worker || !code) throw new Error(`${poster} shows no code`);
  return { site: code, name: worker.name, lastSix: worker.idNumber.slice(-6) };
}

async function join(url: string, username: string, token: string) {
  await send(url, 'POST', '/invitation-acceptances', { token, password: PASSWORD });
  const begun = await send(url, 'POST', '/session', { username, password: PASSWORD });
  if (begun.body.secondFactor !== 'enrolment-needed')
    return { totpSecret: null, cookie: begun.cookie };
  const path = '/session/second-factor';
  const { cookie } = begun;
  const given = await send(url, 'POST', `${path}/enrolment`, { password: PASSWORD }, cookie);
  const uri = String(given.body.uri);
  await send(url, 'PUT', path, { code: totpOf(uri, new Date()) }, cookie);
  return { totpSecret: secretOf(uri), cookie };
}

async function send(url: string, method: string, path: string, body: object, cookie = '') {
  const headers = { 'Content-Type': 'application/json', Origin: url, Cookie: cookie };
  const init = { method, headers, body: JSON.stringify(body) };
  const answer = await fetch(`${url}${BASE}${path}`, init);
  const read = (await answer.json()) as Record<string, unknown>;
  if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(read)}`);
  return { body: read, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
}

/** What the first of a role is called. */
export const nameOf = (accounts: readonly DemoAccount[], role: string): string =>
  accounts.find((one) => one.role === role)?.title ?? '';

/** The accounts as lines to print. */
export const accountLines = (accounts: readonly DemoAccount[]): string[] =>
  accounts.map(
    ({ username, title, company, password, totpSecret }) =>
      `  ${username}  ${title}  ${company}  ${password}${totpSecret ? `  动态验证码密钥 ${totpSecret}` : ''}`,
  );
