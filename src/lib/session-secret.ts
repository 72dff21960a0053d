import { createHmac } from 'node:crypto';

/** What signs session cookies and seals TOTP secrets, derived from the installation's one secret. */
export const sessionSecret = (secret: string): string =>
  createHmac('sha256', secret).update('wage-escrow:sessions').digest('base64url');
