import type { Work } from '../../../db/work.ts';
import { Problem } from '../../lib/problem.ts';
import { sha256 } from '../../lib/vault.ts';
import { record } from '../events.ts';
import { authOn, type SignInMeans } from './auth.ts';
import { asSession, refused401, tokenIn } from './library.ts';
import { countFailure, forgetFailures, holdOpen, type Outcome, refusal } from './lock.ts';
import type { Person, Session } from './sessions.ts';
import { newToken } from './tokens.ts';

/** What an authenticator app takes up, and the codes for when it is lost. Shown once. */
export interface Enrolment {
  /** `otpauth://totp/…` */
  uri: string;
  recoveryCodes: string[];
}

export type Proof = { code: string } | { recoveryCode: string };

/**
 * Gives a person a TOTP secret and recovery codes; the first right code makes them count. Again before that: new ones.
 * Refusals: `second-factor-enrolled`, `password-wrong`, `account-locked`.
 */
export async function enrol(
  work: Work,
  means: SignInMeans,
  session: Session,
  password: string | undefined,
): Promise<Outcome<Enrolment>> {
  const held = await holdOpen(work, session);
  if ('refused' in held) return held;
  const person = held.done;
  if (person.twoFactorEnabled) {
    const detail = '已绑定动态验证码；如需更换，请管理员先重置。';
    return { refused: new Problem('conflict', 'second-factor-enrolled', detail) };
  }
  const { api } = await authOn(work, means.secrets);
  const answer = await refused401(
    api.enableTwoFactor({
      body: { method: 'totp', ...(password === undefined ? {} : { password }) },
      headers: asSession(session.token, means.secrets),
    }),
  );
  if (answer?.method !== 'totp') {
    await countFailure(work, person, 'password-wrong');
    return {
      refused: new Problem('unauthenticated', 'password-wrong', '密码不正确，请重新输入。'),
    };
  }
  await record(work, 0, 'person.second-factor-given', `person:${person.id}`);
  return { done: { uri: answer.totpURI, recoveryCodes: answer.backupCodes } };
}

/**
 * Takes a person's TOTP code or a recovery code: from now on the session may do what the role may, under a new token.
 * Refusals: `second-factor-missing` (none enrolled), `code-wrong`, `code-used` (a TOTP code a second time),
 * `account-locked`.
 */
export async function proveSecondFactor(
  work: Work,
  means: SignInMeans,
  session: Session,
  proof: Proof,
): Promise<Outcome<string>> {
  const held = await holdOpen(work, session);
  if ('refused' in held) return held;
  const person = held.done;
  const kept = await keptCodes(work, person);
  if (kept === null) {
    const detail = '尚未绑定动态验证码，请先绑定（POST /session/second-factor/enrolment）。';
    return { refused: new Problem('conflict', 'second-factor-missing', detail) };
  }
  const code = 'code' in proof ? sha256(`${person.id}:${proof.code}`) : null;
  if (code !== null && kept.includes(code)) {
    await refusal(work, person, 'code-used');
    const detail = '这个验证码已经用过，请等下一个验证码。';
    return { refused: new Problem('unauthenticated', 'code-used', detail) };
  }
  const token = await libraryTakes(work, means, session, proof);
  if (token === null) {
    await countFailure(work, person, 'code-wrong');
    const detail = '验证码不正确：请核对手机时间，或使用未用过的恢复码。';
    return { refused: new Problem('unauthenticated', 'code-wrong', detail) };
  }
  if (code !== null) await keepCode(work, person, [...kept, code]);
  await forgetFailures(work, person);
  return { done: await raise(work, person, token, 'code' in proof ? 'totp' : 'recovery-code') };
}

/** Hashes of the codes taken last; null when no secret was given out. */
async function keptCodes({ sql }: Work, { id }: Person): Promise<string[] | null> {
  const [row] = await sql<
    { codes: string[] }[]
  >`select used_codes as codes from we.two_factor where user_id = ${id}`;
  return row?.codes ?? null;
}

/** While a code is valid, at most four others are or become so: five are enough to know it again. */
const CODES_KEPT = 5;

const keepCode = ({ sql }: Work, { id }: Person, codes: string[]) =>
  sql`update we.two_factor set used_codes = ${codes.slice(-CODES_KEPT)}::text[] where user_id = ${id}`;

/** The token of the session that stands when the library took the proof; it begins a new one for a first code. */
async function libraryTakes(work: Work, means: SignInMeans, session: Session, proof: Proof) {
  const { api } = await authOn(work, means.secrets);
  const headers = asSession(session.token, means.secrets);
  const answer = await refused401<{ headers: Headers }>(
    'code' in proof
      ? api.verifyTOTP({ body: { code: proof.code }, headers, returnHeaders: true })
      : api.verifyBackupCode({ body: { code: proof.recoveryCode }, headers, returnHeaders: true }),
  );
  return answer && (tokenIn(answer.headers, means.secrets) ?? session.token);
}

async function raise(work: Work, person: Person, token: string, by: string): Promise<string> {
  const next = newToken();
  await work.sql`update we.session set token = ${next}, second_at = ${work.now} where token = ${token}`;
  await record(work, 0, 'session.second-factor', `person:${person.id}`, { by });
  return next;
}

/** Takes a person's second factor away, so that another can be enrolled; their sessions end. */
export async function dropSecondFactor({ sql }: Work, personId: string): Promise<void> {
  await sql`delete from we.two_factor where user_id = ${personId}`;
  await sql`update we.person set two_factor_enabled = false where id = ${personId}`;
  await sql`delete from we.session where user_id = ${personId}`;
}
