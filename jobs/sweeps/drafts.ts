import type { Work } from '../../db/work.ts';
import {
  factsDigest,
  type Instrument,
  NOTICE_TEMPLATE,
  type NoticeAlert,
  type NoticeFacts,
} from '../../reports/notice-facts.ts';
import { canonical } from '../../src/domain/events.ts';
import {
  type DraftDue,
  type DraftInput,
  draftsDue,
  lapseDrafts,
  type Matters,
  saveDrafts,
} from '../../src/domain/notices/draft.ts';
import { newestBlock } from '../../src/domain/trail/seal.ts';
import { addDays, type Day, startOf } from '../../src/lib/day.ts';
import { sha256 } from '../../src/lib/vault.ts';
import type { Rule } from '../rule.ts';
import { rulebook, ruleOf } from '../rulebook.ts';
import { copiesOf } from './copies.ts';
import { lawsOf } from './laws.ts';
import {
  amountsOf,
  consequencesOf,
  dueDayOf,
  sentencesOf,
  titleOf,
  verificationOf,
} from './wording.ts';

/** Draws a paper from its frozen facts; given by the entry, with the fonts it has. */
export type Draw = (facts: NoticeFacts) => Uint8Array | Promise<Uint8Array>;

const INSTRUMENTS: Record<number, Instrument> = { 1: 'reminder', 2: 'warning', 3: 'supervision' };
const LEVELS = ['yellow', 'orange', 'red'] as const;
/** Which rules speak of one duty. */
export const MATTERS: Matters = Object.fromEntries(
  rulebook.flatMap(({ id, matter }) => (matter ? [[id, matter]] : [])),
);
/** Working days to answer (law.md 11.0, a policy default). */
const REPLY_DAYS: Record<number, number> = { 1: 5, 2: 5, 3: 2 };

/**
 * Drafts the papers of the night: one per project, addressee and instrument, and all of one
 * instalment in one. What is new or has risen is drawn at once;
 * other open drafts get fresh facts and are drawn when asked for. A glyph that no font has leaves the draft undrawn.
 */
export async function sweepDrafts(work: Work, draw: Draw): Promise<Record<string, number>> {
  const counts = {
    made: 0,
    refreshed: 0,
    same: 0,
    drawn: 0,
    undrawn: 0,
    lapsed: await lapseDrafts(work, MATTERS),
  };
  // By the data time, so that the same day run again names the same block.
  const block = await newestBlock(work.sql, startOf(addDays(work.day, 1)));
  const dues = await draftsDue(work, MATTERS);
  for (let from = 0; from < dues.length; from += AT_ONCE) {
    const inputs: DraftInput[] = [];
    for (const due of dues.slice(from, from + AT_ONCE)) {
      inputs.push(await composeDraft(due, work.day, block, draw));
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
  due: DraftDue,
  day: Day,
  block: Awaited<ReturnType<typeof newestBlock>>,
  draw: Draw,
): Promise<DraftInput> {
  const facts = composeFacts(due, day, block);
  const digest = factsDigest(facts);
  return {
    due,
    instrument: facts.instrument as DraftInput['instrument'],
    template: NOTICE_TEMPLATE,
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

/** The frozen facts of a draft: what the night of `day` found, in the words of the rules. */
export function composeFacts(
  due: DraftDue,
  day: Day,
  block: { blockNo: number; hash: string } | null = null,
): NoticeFacts {
  const found = due.alerts.flatMap((alert) => {
    const rule = ruleOf(alert.rule);
    return rule ? [{ alert, rule }] : [];
  });
  const rules = [...new Set(found.map((each) => each.rule))];
  const sentences = sentencesOf(found);
  return {
    template: NOTICE_TEMPLATE,
    instrument: INSTRUMENTS[due.level] as Instrument,
    level: levelOf(due.level),
    authority: { name: due.authorityName ?? '农民工工资支付监管部门', phone: due.authorityPhone },
    addressee: { name: due.addresseeName, uscc: due.addresseeId },
    copies: copiesOf(due, found),
    project: { code: due.projectCode, name: due.projectName },
    alerts: found.map((each, index) => noticeAlert(due, each, sentences[index] as string)),
    laws: lawsOf(due, found, day),
    asks: [...new Set(rules.map((rule) => `请${rule.clearsWhen}`))],
    replyDays: REPLY_DAYS[due.level] as number,
    consequences: consequencesOf(rules, due.level),
    verification: verificationOf(rules),
    ...(due.level === 3 && due.earlier && { earlier: due.earlier.map(earlierOf) }),
    dataTime: `${day}T23:59:59+08:00`,
    trail: block && { blockNo: block.blockNo, hash: block.hash },
    number: null,
    approved: false,
    issuedOn: null,
  };
}

/** 前期预警情况: what was served before, and what came of it. */
const earlierOf = ({ number, issuedOn, answered }: NonNullable<DraftDue['earlier']>[number]) => ({
  number,
  issuedOn,
  unresolved: answered ? '虽有回复，有关问题至今没有解决' : '至今没有经认可的回复',
});

const levelOf = (level: number) => LEVELS[level - 1] as NoticeFacts['level'];

function noticeAlert(
  due: DraftDue,
  found: { alert: DraftDue['alerts'][number]; rule: Rule },
  sentence: string,
): NoticeAlert {
  const { alert } = found;
  const facts = alert.facts as { daysLate?: number; workers?: number; missing?: number };
  // The paper opens with the project and its addressee: only somebody else is named again.
  const other = alert.subjectName !== null && alert.subjectName !== due.addresseeName;
  return {
    rule: alert.rule,
    ruleTitle: titleOf(found),
    level: levelOf(alert.level),
    subject: other ? (alert.subjectName as string) : '',
    period: alert.period,
    sentence,
    amounts: amountsOf(found),
    dueDay: dueDayOf(found),
    daysLate: facts.daysLate && facts.daysLate > 0 ? facts.daysLate : null,
    workers: facts.workers ?? facts.missing ?? null,
    firstDay: alert.openedOn,
  };
}
