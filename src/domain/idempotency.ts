import type { Work } from '../../db/work.ts';
import { Problem } from '../lib/problem.ts';

/** One POST that must not happen twice. */
export interface Asked {
  /** Method and concrete path. */
  route: string;
  key: string;
  /** SHA-256 of the body, hexadecimal. */
  digest: string;
  status: number;
}

const DAYS_KEPT = 7;
const DAY_MS = 86_400_000;

/**
 * Runs a write once per key holder, route and key, and keeps its answer, sealed, for seven days in
 * the same transaction: either both are there or neither. The same body again gets the first answer.
 * Source: draft-ietf-httpapi-idempotency-key-header-07.
 *
 * @param secret the answer is shown once and not kept: the same body again is refused
 * @throws Problem conflict `idempotency-in-progress`, `secret-shown`; invalid `idempotency-key-reused`
 */
export async function once<T>(
  work: Work,
  asked: Asked,
  run: () => Promise<T>,
  secret = false,
): Promise<{ answer: T; status: number; replayed: boolean }> {
  const { sql, vault, actor, now } = work;
  const { route, key, status } = asked;
  const since = keptSince(now);
  // Sent together, answered in order: the second sees what was there once the lock was had.
  const [[lock], [kept]] = await Promise.all([
    sql<{ got: boolean }[]>`
      select pg_try_advisory_xact_lock(hashtextextended(${JSON.stringify([actor.holder, route, key])}, 0)) as got`,
    sql<{ status: number; answer_cipher: string }[]>`
      select status, answer_cipher from we.idempotent_answer
      where holder = ${actor.holder} and route = ${route} and key = ${key} and created_at > ${since}`,
  ]);
  if (!lock?.got) {
    throw new Problem(
      'conflict',
      'idempotency-in-progress',
      '同一幂等键的上一次请求还在处理，请稍后原样重试。',
    );
  }
  if (kept) {
    const first = JSON.parse(vault.open(kept.answer_cipher)) as { digest: string; answer: T };
    if (first.digest !== asked.digest) {
      throw new Problem(
        'invalid',
        'idempotency-key-reused',
        '这个幂等键已用于内容不同的请求，请换一个新键。',
      );
    }
    if (secret) throw shownAlready();
    return { answer: first.answer, status: kept.status, replayed: true };
  }
  const answer = await run();
  const sealed = JSON.stringify({ digest: asked.digest, ...(!secret && { answer }) });
  await sql`insert into we.idempotent_answer (holder, route, key, status, answer_cipher, created_at)
    values (${actor.holder}, ${route}, ${key}, ${status}, ${vault.seal(sealed)}, ${now})
    on conflict on constraint idempotent_answer_pk do update set status = excluded.status,
      answer_cipher = excluded.answer_cipher, created_at = excluded.created_at`;
  return { answer, status, replayed: false };
}

const shownAlready = () =>
  new Problem(
    'conflict',
    'secret-shown',
    '这次提交已经办成，生成的密钥或邀请只显示那一次，系统不保留。没有记下的，请停用后再生成一份新的。',
  );

/** Answers from this instant on or before are used no more. */
const keptSince = (now: Date) => new Date(now.getTime() - DAYS_KEPT * DAY_MS);

/** Drops the answers that are used no more; the daily job does. */
export async function dropAnswers({ sql, now }: Work): Promise<{ dropped: number }> {
  const gone = await sql`delete from we.idempotent_answer where created_at <= ${keptSince(now)}`;
  return { dropped: gone.count };
}
