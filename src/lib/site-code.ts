import { halfWidth } from './text.ts';
import type { Vault } from './vault.ts';

/** 工地码 before its check digit: the project's number in seven digits or more, and four that only the key gives. */
const [NUMBER_DIGITS, PROOF_DIGITS] = [7, 4];
const SHAPE = /^\d{12,16}$/;

/** The check digit of ISO 7064 MOD 11,10: one wrong digit is seen always, two that changed places nearly always. */
function checkDigit(digits: string): string {
  let product = 10;
  for (const digit of digits) product = (((product + Number(digit)) % 10 || 10) * 2) % 11;
  return String((11 - product) % 10);
}

const proofOf = (blind: string) =>
  String(Buffer.from(blind, 'base64url').readUInt32BE(0) % 10 ** PROOF_DIGITS).padStart(
    PROOF_DIGITS,
    '0',
  );

const subject = (projectId: number) => `site:${projectId}`;

/** The 工地码 of a project, in fours: derived with the vault's newest key, kept nowhere. */
export function siteCode(vault: Vault, projectId: number): string {
  const proof = proofOf(vault.blind('id', subject(projectId)));
  const digits = `${String(projectId).padStart(NUMBER_DIGITS, '0')}${proof}`;
  return `${digits}${checkDigit(digits)}`.replace(/.{4}(?=.)/g, '$& ');
}

/** The digits that somebody typed, gaps and full-width forms forgiven; null where it is no code or a digit is wrong. */
export function readSiteCode(typed: string): string | null {
  const digits = halfWidth(typed).replace(/[\s-]/g, '');
  return SHAPE.test(digits) && checkDigit(digits.slice(0, -1)) === digits.at(-1) ? digits : null;
}

/** The project behind a code that was read; null where no known key gives it. */
export function siteOf(vault: Vault, code: string): number | null {
  const projectId = Number(code.slice(0, -1 - PROOF_DIGITS));
  const proof = code.slice(-1 - PROOF_DIGITS, -1);
  const known = vault.blinds('id', subject(projectId)).map(proofOf);
  return known.includes(proof) ? projectId : null;
}
