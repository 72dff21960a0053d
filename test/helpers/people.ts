import { type Actor, type Work, write } from '../../db/work.ts';
import { totpOf } from '../../src/demo/totp.ts';
import { bindBank } from '../../src/domain/banks/banks.ts';
import { addBankSecret } from '../../src/domain/people/founding.ts';
import { invitePerson, type PersonInput } from '../../src/domain/people/invitations.ts';
import { roles } from '../../src/domain/people/roles.ts';
import { stranger } from '../../src/domain/people/sessions.ts';
import { dayOf } from '../../src/lib/day.ts';
import type { Answer, Asked, TestApp } from './app.ts';

export const PASSWORD = '海州湾的潮水每天都会准时来，晚霞也是';

const operator: Actor = { ...stranger, id: 'command', holder: 'command' };

/** One transaction of the operator's command. */
export const asOperator = <T>(app: TestApp, act: (work: Work) => Promise<T>): Promise<T> => {
  const now = app.deps.clock.now();
  return write(app.ownerDb, operator, now, dayOf(now), act);
};

/** A bank that is an organisation, so that people of it can sign in. */
export const aBank = (app: TestApp, code: string, uscc: string): Promise<void> =>
  asOperator(app, async (work) => {
    const bank = { code, name: `银行${code}` };
    await addBankSecret(work, bank);
    await bindBank(work, bank, uscc);
  });

/** A browser: it keeps cookies and says where its requests come from. */
export function makeBrowser(app: TestApp) {
  let cookie: string | null = null;
  const call = async (method: string, path: string, asked: Asked = {}): Promise<Answer> => {
    const headers = {
      'Sec-Fetch-Site': 'same-origin',
      ...(cookie === null ? {} : { Cookie: cookie }),
      ...asked.headers,
    };
    const answer = await app.call(method, path, { ...asked, headers });
    for (const line of answer.headers.getSetCookie()) {
      const pair = line.split(';')[0] as string;
      if (pair.startsWith('wage_session=')) cookie = pair.endsWith('=') ? null : pair;
    }
    return answer;
  };
  return {
    call,
    cookie: () => cookie,
    setCookie: (value: string | null) => {
      cookie = value;
    },
    signIn: (username: string, password = PASSWORD) =>
      call('POST', '/session', { body: { username, password } }),
    prove: (proof: { code: string } | { recoveryCode: string }) =>
      call('PUT', '/session/second-factor', { body: proof }),
  };
}

export type Browser = ReturnType<typeof makeBrowser>;

/** Invites somebody as the operator and lets them set their password. */
export async function join(app: TestApp, input: PersonInput): Promise<void> {
  const { token } = await asOperator(app, (work) => invitePerson(work, 'all', input));
  const body = { token, password: PASSWORD };
  const answer = await makeBrowser(app).call('POST', '/invitation-acceptances', { body });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}

/** Somebody of a role, signed in with all that the role asks for. */
export async function signedIn(app: TestApp, input: PersonInput) {
  await join(app, input);
  const browser = makeBrowser(app);
  await browser.signIn(input.username);
  if (!roles[input.role].secondFactor) return { ...browser, uri: '', recoveryCodes: [], code: '' };
  return { ...browser, ...(await enrol(browser)) };
}

/** Enrols a second factor and shows its first code. */
export async function enrol(browser: Browser) {
  const given = await browser.call('POST', '/session/second-factor/enrolment', {
    body: { password: PASSWORD },
  });
  const { uri, recoveryCodes } = given.body as { uri: string; recoveryCodes: string[] };
  const code = codeNow(uri);
  const proved = await browser.prove({ code });
  if (proved.status !== 200) throw new Error(JSON.stringify(proved.body));
  return { uri, recoveryCodes, code };
}

/** Codes run on the system's clock: that of this one, and of its neighbours. */
export const codeNow = (uri: string, steps = 0): string =>
  totpOf(uri, new Date(Date.now() + steps * 30_000));
