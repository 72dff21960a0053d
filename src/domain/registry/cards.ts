import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { lastFour, phoneDigits } from '../../lib/identity.ts';
import type { Numbers } from '../numbers.ts';

/** A card of an engagement, with the branch and day of its issue where told. */
interface CardOf {
  id: string;
  cardNo?: string | undefined;
  cardBankCode?: string | undefined;
  cardBranchCode?: string | undefined;
  cardIssuedOn?: Day | undefined;
  cardFrom: Day;
}

/** Keeps the cards of those who told one. A card that is there already stays as it is. */
export async function insertCards(
  { sql, now }: Work,
  projectId: number,
  { blind, seal }: Numbers,
  rows: readonly CardOf[],
) {
  const carded = rows.filter((r) => r.cardNo);
  if (carded.length === 0) return;
  const cards = carded.map((r) => r.cardNo as string);
  await sql`
    insert into we.engagement_card (project_id, engagement_id, card_bidx, from_day, card_cipher, card_last4, bank_code, branch_code, issued_on, known_at)
    select ${projectId}, u.id, u.bidx, u.from_day, u.cipher, u.last4, u.bank, u.branch, u.issued, ${now}
    from unnest(${carded.map((r) => r.id)}::uuid[], ${cards.map((c) => blind('account', c))}::text[],
      ${carded.map((r) => r.cardFrom)}::date[], ${cards.map((c) => seal(c))}::text[], ${cards.map(lastFour)}::text[],
      ${carded.map((r) => r.cardBankCode ?? null) as string[]}::text[], ${carded.map((r) => r.cardBranchCode ?? null) as string[]}::text[],
      ${carded.map((r) => r.cardIssuedOn ?? null) as string[]}::date[]) as u(id, bidx, from_day, cipher, last4, bank, branch, issued)
    on conflict do nothing`;
}

/** Of what the same phone is told from. */
export const phoneIndex = ({ blind }: Numbers, phone: string | undefined): string | null => {
  const digits = phone === undefined ? null : phoneDigits(phone);
  return digits === null ? null : blind('phone', digits);
};

/** Marks those of these engagements whose phone another worker of the project has, for rule R03 to look at. */
export async function markSharedPhones({ sql }: Work, projectId: number, ids: string[]) {
  await sql`update we.engagement e set phone_shared = true
    where e.project_id = ${projectId} and e.id = any(${ids}::uuid[]) and exists (
      select from we.engagement o
      where o.project_id = ${projectId} and o.phone_bidx = e.phone_bidx and o.worker_id <> e.worker_id)`;
}
