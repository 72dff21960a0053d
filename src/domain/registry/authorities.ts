import type { Work } from '../../../db/work.ts';
import { Problem } from '../../lib/problem.ts';
import { record } from '../events.ts';

export interface AuthoritySetting {
  /** 机关代字, the beginning of its numbers, such as 连建; absent: none. */
  numberWord?: string | undefined;
  /** 冬季专项; absent: as the authority above has it, and in the end off. */
  winter?: boolean | undefined;
}

/**
 * Writes how an authority works, as a whole. Only it says so itself.
 *
 * @throws Problem `authority-not-yours`
 */
export async function putAuthoritySetting(
  work: Work,
  uscc: string,
  { numberWord, winter }: AuthoritySetting,
) {
  const { sql, actor, now } = work;
  if (actor.region === null || actor.org !== uscc)
    throw new Problem('forbidden', 'authority-not-yours', '只能设置本单位的文号代字和冬季专项。');
  const [before] = await sql`
    select number_word as "numberWord", winter from we.authority_setting where authority_id = ${uscc}`;
  const after = { numberWord: numberWord ?? null, winter: winter ?? null };
  await sql`
    insert into we.authority_setting (authority_id, number_word, winter, known_at)
    values (${uscc}, ${after.numberWord}, ${after.winter}, ${now})
    on conflict on constraint authority_setting_pk do update
    set number_word = excluded.number_word, winter = excluded.winter, known_at = excluded.known_at`;
  await record(work, 0, 'authority.set', uscc, { before: before ?? null, after });
  return { uscc, ...after };
}
