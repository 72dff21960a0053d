import { bankUscc } from './cast.ts';
import { BASE } from './http.ts';
import type { City } from './story.ts';
import { secretOf, totpOf } from './totp.ts';

/** One account of each role that signs in, for whoever looks at the demo. */
export interface DemoAccount {
  username: string;
  title: string;
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
  { role: 'auditor', name: '郑审计', of: 'authority' },
  { role: 'administrator', name: '冯管理', of: 'authority' },
  { role: 'contractor-clerk', name: '李制单', of: 'contractor' },
  { role: 'contractor-approver', name: '王复核', of: 'contractor' },
  { role: 'owner-clerk', name: '赵甲方', of: 'owner' },
  { role: 'bank-clerk', name: '许银行', of: 'bank' },
] as const;

/**
 * Makes the accounts at a running server: the operator's command invites, and each person does the rest over the API.
 * The companies are those of the city's first project.
 */
export async function makeAccounts(
  url: string,
  city: City,
  invite: (input: Invitation) => Promise<{ token: string }>,
): Promise<DemoAccount[]> {
  const [project] = city.projects;
  const companies = {
    authority: city.authority.uscc,
    contractor: project?.contractorUscc ?? '',
    owner: project?.ownerUscc ?? '',
    bank: bankUscc(project?.bankCode ?? ''),
  };
  const made: DemoAccount[] = [];
  for (const { role, name, of } of ROLES) {
    const { token } = await invite({ username: role, name, companyId: companies[of], role });
    made.push({
      username: role,
      title: name,
      password: PASSWORD,
      ...(await join(url, role, token)),
    });
  }
  return made;
}

async function join(url: string, username: string, token: string) {
  await send(url, 'POST', '/invitation-acceptances', { token, password: PASSWORD });
  const begun = await send(url, 'POST', '/session', { username, password: PASSWORD });
  if (begun.body.secondFactor !== 'enrolment-needed') return { totpSecret: null };
  const path = '/session/second-factor';
  const { cookie } = begun;
  const given = await send(url, 'POST', `${path}/enrolment`, { password: PASSWORD }, cookie);
  const uri = String(given.body.uri);
  await send(url, 'PUT', path, { code: totpOf(uri, new Date()) }, cookie);
  return { totpSecret: secretOf(uri) };
}

async function send(url: string, method: string, path: string, body: object, cookie = '') {
  const headers = { 'Content-Type': 'application/json', Origin: url, Cookie: cookie };
  const init = { method, headers, body: JSON.stringify(body) };
  const answer = await fetch(`${url}${BASE}${path}`, init);
  const read = (await answer.json()) as Record<string, unknown>;
  if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(read)}`);
  return { body: read, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
}

/** The accounts as lines to print. */
export const accountLines = (accounts: readonly DemoAccount[]): string[] =>
  accounts.map(
    ({ username, title, password, totpSecret }) =>
      `  ${username}  ${title}  ${password}${totpSecret ? `  动态验证码密钥 ${totpSecret}` : ''}`,
  );
