import {
  person,
  personAccount,
  session,
  twoFactor,
  verification,
} from '../../../db/schema/people.ts';
import type { Work } from '../../../db/work.ts';
import type { SessionSecret, SessionSecrets } from '../../lib/session-secret.ts';
import { ABSOLUTE_HOURS } from './sessions.ts';

/** A city's own sign-on, by OpenID Connect. */
export interface SignOnOptions {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Where people reach this service: the provider sends them back there. */
  publicUrl: string;
}

/** What signing in needs beside the database. */
export interface SignInMeans {
  secrets: SessionSecrets;
  /** null: there is no sign-on. */
  signOn: SignOnOptions | null;
}

/** The provider's name in `person_account`. */
export const SIGN_ON = 'sign-on';
export const SIGN_ON_PATH = '/api/v1/session/sign-on/callback';
export const COOKIE_PREFIX = 'wage';
export const LONGEST_PASSWORD = 128;
const ISSUER = '农民工工资监测预警';

/** Loaded when somebody first signs in: most of what a process does needs none of it. */
const library = () =>
  Promise.all([
    import('better-auth/minimal'),
    import('better-auth/adapters/drizzle'),
    import('better-auth/plugins/username'),
    import('better-auth/plugins/two-factor'),
    import('better-auth/plugins/generic-oauth'),
  ]);

/**
 * better-auth on the connection of one unit of work, so that what it writes stands or falls with ours. Its limits run on
 * the system's clock; those that count are ours (`sessions.ts`, `lock.ts`). Its routes are not served: our operations
 * call it. Its gate between password and second factor is left out, for a sign-on would pass by it: a session carries
 * whether a second factor was shown.
 *
 * @param signOn only for a sign-on itself: the provider is asked for its addresses each time
 */
export async function authOn(
  { tx, now }: Pick<Work, 'tx' | 'now'>,
  secrets: SessionSecrets,
  signOn: SignOnOptions | null = null,
) {
  const [{ betterAuth }, { drizzleAdapter }, { username }, plugin, { genericOAuth }] =
    await library();
  const { hooks: _gate, ...secondFactor } = plugin.twoFactor({
    issuer: ISSUER,
    allowPasswordless: true,
    accountLockout: { enabled: false },
  });
  return betterAuth({
    ...secretsFor(secrets),
    baseURL: signOn?.publicUrl ?? 'http://localhost',
    database: drizzleAdapter(tx, {
      provider: 'pg',
      schema: { user: person, account: personAccount, session, twoFactor, verification },
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      maxPasswordLength: LONGEST_PASSWORD,
    },
    session: {
      expiresIn: ABSOLUTE_HOURS * 3600,
      disableSessionRefresh: true,
      additionalFields: { beganAt: ours, seenAt: ours },
    },
    databaseHooks: {
      session: { create: { before: async (row) => ({ data: { ...row, ...begun(now) } }) } },
    },
    account: { accountLinking: { enabled: false }, updateAccountOnSignIn: false },
    plugins: [
      username({ displayUsername: false, maxUsernameLength: 32, usernameValidator: () => true }),
      secondFactor,
      ...(signOn ? [genericOAuth({ config: [providerOf(signOn)] })] : []),
    ],
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: false,
      defaultCookieAttributes: { secure: signOn?.publicUrl.startsWith('https:') ?? false },
      // It enters nobody: the columns that it has for more of a person are not there.
      database: { generateId: () => crypto.randomUUID(), validateSchema: false },
      ipAddress: { disableIpTracking: true },
    },
    logger: { disabled: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
  });
}

/** What was sealed before versions were written was sealed with the oldest. */
const secretsFor = (secrets: SessionSecrets) => ({
  secrets: [...secrets],
  secret: (secrets.at(-1) as SessionSecret).value,
});

/** A text of the library's sealed with the newest secret instead of whichever it was sealed with. */
export async function sealedAgain(text: string, secrets: SessionSecrets): Promise<string> {
  const { symmetricDecrypt, symmetricEncrypt } = await import('better-auth/crypto');
  const { secret: legacySecret } = secretsFor(secrets);
  const keys = new Map(secrets.map(({ version, value }) => [version, value]));
  const key = { keys, currentVersion: secrets[0].version, legacySecret };
  return symmetricEncrypt({ key, data: await symmetricDecrypt({ key, data: text }) });
}

const ours = { type: 'date', required: true, input: false } as const;
const begun = (now: Date) => ({ beganAt: now, seenAt: now, userAgent: null });

const providerOf = ({ issuer, clientId, clientSecret, publicUrl }: SignOnOptions) => ({
  providerId: SIGN_ON,
  discoveryUrl: `${issuer}/.well-known/openid-configuration`,
  clientId,
  clientSecret,
  scopes: ['openid'],
  pkce: true,
  requireIdTokenVerification: true,
  redirectURI: `${publicUrl}${SIGN_ON_PATH}`,
  disableSignUp: true,
  // The library wants an address; nobody is found by it.
  mapProfileToUser: (profile: Record<string, unknown>) => ({
    email: `${crypto.randomUUID()}@sign-on.invalid`,
    name: String(profile.sub),
  }),
});
