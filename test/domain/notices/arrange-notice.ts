import { randomUUID } from 'node:crypto';
import { factsDigest, type NoticeFacts } from '../../../reports/notice-facts.ts';
import type { Press } from '../../../src/domain/notices/life.ts';
import { testVault } from '../../helpers/app.ts';
import { type At, insert } from '../../helpers/insert.ts';
import { noticeFacts } from '../../reports/facts.ts';
import { inspector, type Site } from '../arrange.ts';

export interface NoticeGiven {
  status?: string;
  instrument?: 'reminder' | 'warning' | 'supervision';
  level?: number;
  addresseeId?: string;
  authorityId?: string | null;
  draftedOn?: string;
  number?: string;
  servedOn?: string;
  alertIds?: string[];
  facts?: Partial<NoticeFacts>;
}

const INSTRUMENTS = ['reminder', 'warning', 'supervision'] as const;

/** A draft as the night would have written it: a warning to the owner of 2026-06-10. */
export async function aNotice(
  at: At,
  site: Pick<Site, 'id' | 'region' | 'ownerId' | 'contractorId'>,
  given: NoticeGiven = {},
): Promise<string> {
  const id = randomUUID();
  const level = given.level ?? 2;
  const instrument = given.instrument ?? (INSTRUMENTS[level - 1] as 'warning');
  const facts = noticeFacts({ instrument, replyDays: level === 3 ? 2 : 5, ...given.facts });
  await insert(at, 'notice', {
    project_id: site.id,
    id,
    region_code: site.region,
    owner_id: site.ownerId,
    contractor_id: site.contractorId,
    instrument,
    level,
    addressee_id: given.addresseeId ?? site.ownerId,
    authority_id: given.authorityId === undefined ? inspector.org : given.authorityId,
    status: given.status ?? 'draft',
    alert_ids: JSON.stringify(given.alertIds ?? []),
    facts_cipher: testVault.seal(JSON.stringify(facts)),
    facts_digest: factsDigest(facts),
    template: facts.template,
    number: given.number ?? null,
    served_on: given.servedOn ?? null,
    drafted_on: given.draftedOn ?? '2026-06-10',
    refreshed_on: '2026-06-14',
  });
  return id;
}

/** Draws what it was given as text on two pages, and finds every text quotable. */
export const press: Press = {
  draw: (facts) => Buffer.from(`%PDF of ${JSON.stringify(facts)} <</Type /Pages /Count 2>>`),
  sign: async (pdf, { fingerprint }, at) =>
    Buffer.from(`${Buffer.from(pdf)} signed by ${fingerprint} at ${at.toISOString()}`),
  digest: (facts) => factsDigest(facts as NoticeFacts),
  unquotable: () => [],
  publicUrl: null,
};
