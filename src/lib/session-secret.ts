import { createHmac } from 'node:crypto';

/** One version of what signs session cookies and seals second factors. */
export interface SessionSecret {
  version: number;
  value: string;
}

/** The newest first. */
export type SessionSecrets = readonly [SessionSecret, ...SessionSecret[]];

/** Derived from the installation's secret of that version. */
export const sessionSecret = (secret: string): string =>
  createHmac('sha256', secret).update('wage-escrow:sessions').digest('base64url');

/** Those of all versions that were given. @throws RangeError for none */
export function sessionSecrets(
  given: readonly { version: number; secret: string }[],
): SessionSecrets {
  const [newest, ...older] = [...given]
    .sort((a, b) => b.version - a.version)
    .map(({ version, secret }) => ({ version, value: sessionSecret(secret) }));
  if (!newest) throw new RangeError('no secret');
  return [newest, ...older];
}
