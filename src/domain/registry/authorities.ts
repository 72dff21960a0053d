import type { Work } from '../../../db/work.ts';
import { Problem } from '../../lib/problem.ts';
import { record } from '../events.ts';

export interface AuthoritySetting {
  /** 机关代字, the beginning of its numbers, such as 连建; absent: none. */
  numberWord?: string | undefined;
  /** 冬季专项; absent: as the authority above has it, and in the end off. */
  winter?: boolean | undefined;
  /** Its name on papers (发文机关标志、署名); absent: as it is registered. */
  organisation?: string | undefined;
  /** Whom to call about a paper; absent: as it is registered, and nobody by name. */
  phone?: string | undefined;
  contact?: string | undefined;
}

/**
 * Writes how an authority works, as a whole; its seal stays. Only it says so itself.
 *
 * @throws Problem `authority-not-yours`
 */
export async function putAuthoritySetting(work: Work, uscc: string, input: AuthoritySetting) {
  const { sql, now } = work;
  checkOwn(work, uscc);
  const [before] = await sql`
    select number_word as "numberWord", winter, organisation, phone, contact from we.authority_setting where authority_id = ${uscc}`;
  const {
    numberWord = null,
    winter = null,
    organisation = null,
    phone = null,
    contact = null,
  } = input;
  const after = { numberWord, winter, organisation, phone, contact };
  await sql`
    insert into we.authority_setting (authority_id, number_word, winter, organisation, phone, contact, known_at)
    values (${uscc}, ${numberWord}, ${winter}, ${organisation}, ${phone}, ${contact}, ${now})
    on conflict on constraint authority_setting_pk do update
    set number_word = excluded.number_word, winter = excluded.winter, organisation = excluded.organisation, phone = excluded.phone,
      contact = excluded.contact, known_at = excluded.known_at`;
  await record(work, 0, 'authority.set', uscc, { before: before ?? null, after });
  return { uscc, ...after };
}

/** @throws Problem `authority-not-yours` */
export function checkOwn({ actor }: Work, uscc: string): void {
  if (actor.region !== null && actor.org === uscc) return;
  throw new Problem(
    'forbidden',
    'authority-not-yours',
    '只能设置本单位的文书事项、印章和冬季专项。',
  );
}
