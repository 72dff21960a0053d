import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new secret text that nobody guesses: 43 characters of base64url. */
export const newToken = (): string => randomBytes(32).toString('base64url');

const signatureOf = (token: string, secret: string) =>
  createHmac('sha256', secret).update(token).digest('base64');

/** A token with its signature, as better-auth signs cookies: what a database dump shows is no cookie yet. */
export const signed = (token: string, secret: string): string =>
  `${token}.${signatureOf(token, secret)}`;

/** The token in a signed text; null when it was not signed here. */
export function opened(text: string, secret: string): string | null {
  const dot = text.lastIndexOf('.');
  const token = text.slice(0, Math.max(dot, 0));
  const [given, right] = [text.slice(dot + 1), signatureOf(token, secret)].map((s) =>
    Buffer.from(s),
  ) as [Buffer, Buffer];
  return given.length === right.length && timingSafeEqual(given, right) ? token : null;
}
