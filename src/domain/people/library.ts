import type { SessionSecrets } from '../../lib/session-secret.ts';
import { COOKIE_PREFIX } from './auth.ts';
import { opened, signed } from './tokens.ts';

const COOKIE = `${COOKIE_PREFIX}.session_token`;

/** The answer of a call of better-auth; null where it refused what the person gave. */
export async function refused401<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && error.name === 'APIError') {
      if ([400, 401, 422].includes((error as Error & { statusCode: number }).statusCode))
        return null;
    }
    throw error;
  }
}

/** The headers by which better-auth knows a session. */
export const asSession = (token: string, secrets: SessionSecrets): Headers =>
  new Headers({ cookie: `${COOKIE}=${encodeURIComponent(signed(token, secrets))}` });

/** The token of the session that an answer of better-auth began; null when it began none. */
export function tokenIn(headers: Headers, secrets: SessionSecrets): string | null {
  for (const line of headers.getSetCookie()) {
    const value = new RegExp(`^${COOKIE.replace('.', '\\.')}=([^;]+)`).exec(line)?.[1];
    if (value !== undefined) return opened(decodeURIComponent(value), secrets);
  }
  return null;
}
