import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SessionSecrets } from '../../lib/session-secret.ts';

/** A new secret text that nobody guesses: 43 characters of base64url. */
export const newToken = (): string => randomBytes(32).toString('base64url');

const signatureOf = (token: string, secret: string) =>
  createHmac('sha256', secret).update(token).digest('base64');

/** A token signed with the newest secret, as better-auth signs cookies: what a database dump shows is no cookie yet. */
export const signed = (token: string, [newest]: SessionSecrets): string =>
  `${token}.${signatureOf(token, newest.value)}`;

/** The token in a text that was signed with one of the secrets; null when it was not signed here. */
export function opened(text: string, secrets: SessionSecrets): string | null {
  const dot = text.lastIndexOf('.');
  const token = text.slice(0, Math.max(dot, 0));
  const given = Buffer.from(text.slice(dot + 1));
  const isRight = secrets.some(({ value }) => {
    const right = Buffer.from(signatureOf(token, value));
    return given.length === right.length && timingSafeEqual(given, right);
  });
  return isRight ? token : null;
}
