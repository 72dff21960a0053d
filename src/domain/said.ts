import { randomBytes, randomUUID } from 'node:crypto';
import type { Work } from '../../db/work.ts';
import { sha256 } from '../lib/vault.ts';

/** What an event keeps of words: where they lie, and the SHA-256 of what lies there, opened. */
export interface Said {
  id: string;
  digest: string;
}

/**
 * Keeps what somebody said, sealed, beside the event that speaks of it: the event never changes, the key may. A salt
 * lies with the words, for short ones could be guessed from a plain hash.
 */
export async function say(
  { sql, vault, now }: Work,
  projectId: number,
  text: string,
): Promise<Said> {
  const id = randomUUID();
  const salted = JSON.stringify({ salt: randomBytes(16).toString('base64url'), text });
  await sql`insert into we.said (project_id, id, text_cipher, known_at) values (${projectId}, ${id}, ${vault.seal(salted)}, ${now})`;
  return { id, digest: sha256(salted) };
}

const ERASED = '（已按保存期限删除）';

/** The words behind what events keep, by id; of erased ones that they are gone. */
export async function wordsOf(
  { sql, vault }: Work,
  projectId: number,
  said: readonly Said[],
): Promise<Map<string, string>> {
  if (said.length === 0) return new Map();
  const rows = await sql<{ id: string; text_cipher: string | null }[]>`
    select id, text_cipher from we.said where project_id = ${projectId} and id = any(${said.map((s) => s.id)}::uuid[])`;
  const open = (sealed: string | null) =>
    sealed === null ? ERASED : (JSON.parse(vault.open(sealed)).text as string);
  return new Map(rows.map((r) => [r.id, open(r.text_cipher)]));
}
