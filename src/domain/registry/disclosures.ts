import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Work } from '../../../db/work.ts';
import { publicId } from '../../lib/id.ts';
import { Problem } from '../../lib/problem.ts';
import { hidden } from '../access.ts';
import { record } from '../events.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';

export const disclosable = ['identity', 'card', 'phone'] as const;
/** In the list of disclosures: bank messages as they came, handed out with an alert's evidence. */
export const MESSAGES = 'messages';
/** Besides: somebody was looked for by his identity number. */
export const SEARCH = 'search';
export type Disclosable = (typeof disclosable)[number];

/** Numbers in full; null where none is registered. */
export interface Disclosure {
  disclosureId: string;
  identity?: string;
  card?: string | null;
  phone?: string | null;
}

/**
 * 解密查看: gives numbers of one engagement in full, to the authority alone, and keeps who saw which of them and why.
 * The event names the disclosure and the fields, no number and no word of the reason.
 *
 * @throws Problem `authority-only`, `not-found`
 */
export async function disclose(
  work: Work,
  projectId: number,
  engagementId: string,
  input: { fields: readonly Disclosable[]; reason: string },
): Promise<Disclosure> {
  const { sql, vault, actor } = work;
  if (actor.region === null) {
    throw new Problem('forbidden', 'authority-only', '只有主管部门可以查看完整的号码。');
  }
  const [row] = await sql<Record<'id' | 'phone' | 'card', string | null>[]>`
    select e.id_cipher as id, e.phone_cipher as phone, (
      select c.card_cipher from we.engagement_card c where c.project_id = ${projectId} and c.engagement_id = e.id
      order by c.from_day desc, c.known_at desc limit 1) as card
    from we.engagement e where e.project_id = ${projectId} and e.id = ${engagementId}`;
  if (!row) throw hidden();
  const fields = disclosable.filter((field) => input.fields.includes(field));
  const id = await keepDisclosure(work, projectId, engagementId, fields, input.reason);
  await record(work, projectId, 'personal.disclosed', engagementId, { disclosureId: id, fields });
  const sealed = { identity: row.id, card: row.card, phone: row.phone };
  const open = (text: string | null) => (text === null ? null : vault.open(text));
  return {
    disclosureId: publicId(projectId, id),
    ...Object.fromEntries(fields.map((field) => [field, open(sealed[field])])),
  };
}

/** Keeps who saw what of whom and why, in the transaction that shows it; its caller records. @returns the disclosure's id */
export async function keepDisclosure(
  { sql, vault, actor, now }: Work,
  projectId: number,
  aboutId: string,
  fields: readonly string[],
  reason: string,
): Promise<string> {
  const id = randomUUID();
  await sql`
    insert into we.disclosure (project_id, id, region_code, owner_id, contractor_id, engagement_id, fields, reason_cipher, actor, holder, at)
    select p.id, ${id}::uuid, p.region_code, p.owner_id, p.contractor_id, ${aboutId}::uuid, ${fields as string[]}::text[],
      ${vault.seal(reason)}, ${actor.id}, ${actor.holder}, ${now}
    from we.project p where p.id = ${projectId}
    on conflict do nothing`;
  return id;
}

const cursor = z.tuple([z.string(), z.int(), z.uuid()]);

/** What was disclosed in the caller's region, the latest first, with reasons, without the numbers. */
export async function listDisclosures({ sql, vault }: Work, page: Page) {
  const after = readCursor(page.after, cursor);
  const rows = await sql<
    {
      project_id: number;
      id: string;
      code: string;
      engagement_id: string;
      fields: string[];
      reason_cipher: string;
      holder: string;
      at: string;
    }[]
  >`
    select d.project_id, d.id, p.code, d.engagement_id, d.fields, d.reason_cipher, d.holder, d.at
    from we.disclosure d join we.project_directory p on p.project_id = d.project_id
    ${after ? sql`where (d.at, d.project_id, d.id) < (${after[0]}::timestamptz, ${after[1]}::bigint, ${after[2]}::uuid)` : sql``}
    order by d.at desc, d.project_id desc, d.id desc limit ${page.limit + 1}`;
  return pageOf(
    rows,
    page.limit,
    (r) => ({
      disclosureId: publicId(r.project_id, r.id),
      projectCode: r.code,
      [r.fields.includes(MESSAGES) ? 'alertId' : 'engagementId']: publicId(
        r.project_id,
        r.engagement_id,
      ),
      fields: r.fields,
      reason: vault.open(r.reason_cipher),
      holder: r.holder,
      at: new Date(r.at).toISOString(),
    }),
    (r) => [r.at, r.project_id, r.id],
  );
}
