import type { Work } from '../../db/work.ts';
import { factsDigest, type NoticeFacts } from '../../reports/notice-facts.ts';
import { canonical } from '../../src/domain/events.ts';
import {
  type DraftDue,
  type DraftInput,
  draftsDue,
  lapseDrafts,
  saveDrafts,
} from '../../src/domain/notices/draft.ts';
import {
  lapseReferrals,
  type ReferralDue,
  referralsDue,
} from '../../src/domain/notices/referrals.ts';
import type { Sharing } from '../../src/domain/notices/sharing.ts';
import type { Tell } from '../../src/domain/tasks.ts';
import { newestBlock } from '../../src/domain/trail/seal.ts';
import { addDays, startOf } from '../../src/lib/day.ts';
import { sha256 } from '../../src/lib/vault.ts';
import { rulebook } from '../rulebook.ts';
import { type Block, composeFacts } from './facts.ts';
import { composeReferral } from './referral-facts.ts';

/** Draws a paper from its frozen facts; given by the entry, with the fonts it has. */
export type Draw = (facts: NoticeFacts) => Uint8Array | Promise<Uint8Array>;

/** Which alerts share a paper: those of one duty, and wages with an audit as the pretext (law.md 11.8). */
export const SHARING: Sharing = {
  matters: Object.fromEntries(rulebook.flatMap(({ id, matter }) => (matter ? [[id, matter]] : []))),
  joint: ['W01', 'S02'],
};
/** Rules whose findings are the labour office's, and families that are none of its matters. */
export const LABOUR_RULES = rulebook
  .filter(({ main, audience }) => main === 'labour-office' && audience === 'authority')
  .map(({ id }) => id);
export const OTHERS_MATTERS = ['S', 'M'];

/**
 * Drafts the papers of the night: one per project, addressee and instrument, and all of one
 * instalment in one; and what is handed over to the labour office. What is new or has risen is drawn at once;
 * other open drafts get fresh facts and are drawn when asked for. A glyph that no font has leaves the draft undrawn.
 * What an inspector added to a draft stays.
 */
export async function sweepDrafts(
  work: Work,
  draw: Draw,
  tell: Tell = () => {},
): Promise<Record<string, number>> {
  const lapsed =
    (await lapseDrafts(work, SHARING)) + (await lapseReferrals(work, LABOUR_RULES, OTHERS_MATTERS));
  const counts = { made: 0, refreshed: 0, same: 0, drawn: 0, undrawn: 0, lapsed };
  // By the data time, so that the same day run again names the same block.
  const block = await newestBlock(work.sql, startOf(addDays(work.day, 1)));
  const dues: (DraftDue | ReferralDue)[] = [
    ...(await draftsDue(work, SHARING)),
    ...(await referralsDue(work, LABOUR_RULES, OTHERS_MATTERS)),
  ];
  tell(0, dues.length);
  for (let from = 0; from < dues.length; from += AT_ONCE) {
    const inputs: DraftInput[] = [];
    for (const due of dues.slice(from, from + AT_ONCE)) {
      inputs.push(await composeDraft(work, due, block, draw));
      tell(from + inputs.length, dues.length);
    }
    for (const { due, factsDigest: digest, drawn } of inputs) {
      if (due.fresh && due.draftDigest !== digest) counts[drawn ? 'drawn' : 'undrawn'] += 1;
    }
    for (const outcome of await saveDrafts(work, inputs)) counts[outcome] += 1;
  }
  return counts;
}

const AT_ONCE = 200;

/** A draft with its facts; drawn when it is new or has risen. */
async function composeDraft(
  { day, vault }: Work,
  due: DraftDue | ReferralDue,
  block: Block,
  draw: Draw,
): Promise<DraftInput> {
  const before =
    due.draftCipher === null ? null : (JSON.parse(vault.open(due.draftCipher)) as NoticeFacts);
  const addition = before?.addition ?? null;
  const facts =
    'served' in due
      ? composeReferral(due, day, block, addition)
      : composeFacts(due, day, block, addition);
  const digest = factsDigest(facts);
  return {
    due,
    instrument: facts.instrument,
    template: facts.template,
    factsText: canonical(facts),
    factsDigest: digest,
    drawn: due.fresh && due.draftDigest !== digest ? await tryDraw(draw, facts) : null,
  };
}

async function tryDraw(draw: Draw, facts: NoticeFacts) {
  try {
    const bytes = await draw(facts);
    return { bytes, sha256: sha256(bytes) };
  } catch (error) {
    if ((error as { code?: string }).code === 'missing-glyph') return null;
    throw error;
  }
}
