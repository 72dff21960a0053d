import type { Work } from '../../db/work.ts';
import {
  factsDigest,
  type Instrument,
  NOTICE_TEMPLATE,
  type NoticeAlert,
  type NoticeFacts,
  type NoticeLaw,
} from '../../reports/notice-facts.ts';
import { canonical } from '../../src/domain/events.ts';
import {
  type DraftDue,
  draftsDue,
  lapseDrafts,
  saveDraft,
} from '../../src/domain/notices/draft.ts';
import type { Day } from '../../src/lib/day.ts';
import { sha256 } from '../../src/lib/vault.ts';
import { printable } from '../law.ts';
import type { Addressee, Rule } from '../rule.ts';
import { ruleOf } from '../rulebook.ts';

/** Draws a paper from its frozen facts; given by the entry, with the fonts it has. */
export type Draw = (facts: NoticeFacts) => Uint8Array;

const INSTRUMENTS: Record<number, Instrument> = { 1: 'reminder', 2: 'warning', 3: 'supervision' };
const LEVELS = ['yellow', 'orange', 'red'] as const;
/** Working days to answer (law.md 11.0, a policy default). */
const REPLY_DAYS: Record<number, number> = { 1: 5, 2: 5, 3: 2 };

const OFFICES: Partial<Record<Addressee, string>> = {
  'labour-office': '人力资源和社会保障局',
  'housing-office': '住房和城乡建设局',
  'finance-office': '财政局',
  'audit-office': '审计局',
  bank: '专户开户银行',
};

const CONSEQUENCES: Record<number, string[]> = {
  1: [],
  2: ['逾期未整改的，将提高预警等级，并移送人力资源和社会保障部门依法处理。'],
  3: ['逾期未办结的，将移送人力资源和社会保障部门依法处理，并按规定记入信用记录。'],
};

/**
 * Drafts the papers of the night: one per project, addressee and instrument. What is new or has risen is drawn at once;
 * other open drafts get fresh facts and are drawn when asked for. A glyph that no font has leaves the draft undrawn.
 */
export async function sweepDrafts(work: Work, draw: Draw): Promise<Record<string, number>> {
  const counts = {
    made: 0,
    refreshed: 0,
    same: 0,
    drawn: 0,
    undrawn: 0,
    lapsed: await lapseDrafts(work),
  };
  for (const due of await draftsDue(work)) {
    const facts = composeFacts(due, work.day);
    let drawn: { bytes: Uint8Array; sha256: string } | null = null;
    if (due.fresh && due.draftDigest !== factsDigest(facts)) {
      drawn = tryDraw(draw, facts);
      counts[drawn ? 'drawn' : 'undrawn'] += 1;
    }
    const outcome = await saveDraft(work, {
      due,
      instrument: facts.instrument as 'reminder' | 'warning' | 'supervision',
      template: NOTICE_TEMPLATE,
      factsText: canonical(facts),
      factsDigest: factsDigest(facts),
      drawn,
    });
    counts[outcome] += 1;
  }
  return counts;
}

function tryDraw(draw: Draw, facts: NoticeFacts) {
  try {
    const bytes = draw(facts);
    return { bytes, sha256: sha256(bytes) };
  } catch (error) {
    if ((error as { code?: string }).code === 'missing-glyph') return null;
    throw error;
  }
}

const nameOf = (due: DraftDue, who: Addressee): string | undefined =>
  who === 'owner' ? due.ownerName : who === 'contractor' ? due.contractorName : OFFICES[who];

const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];

/** The frozen facts of a draft: what the night of `day` found, in the words of the rules. */
export function composeFacts(due: DraftDue, day: Day): NoticeFacts {
  const alerts = due.alerts.flatMap((alert) => {
    const rule = ruleOf(alert.rule);
    return rule ? [{ alert, rule }] : [];
  });
  const rules = unique(alerts.map((a) => a.rule));
  const laws: NoticeLaw[] = unique(rules.flatMap((r) => r.basis))
    .filter((text) => printable(text, day))
    .map((text) => ({ title: text.title, article: text.article ?? '', text: text.text }));
  const copies = unique(rules.flatMap((r) => r.copies.flatMap((c) => nameOf(due, c) ?? [])));
  return {
    template: NOTICE_TEMPLATE,
    instrument: INSTRUMENTS[due.level] as Instrument,
    level: LEVELS[due.level - 1] as NoticeFacts['level'],
    authority: { name: due.authorityName ?? '农民工工资支付监管部门', phone: due.authorityPhone },
    addressee: { name: due.addresseeName, uscc: due.addresseeId },
    copies: copies.filter((name) => name !== due.addresseeName),
    project: { code: due.projectCode, name: due.projectName },
    alerts: alerts.map(({ alert, rule }) => noticeAlert(due, alert, rule)),
    laws,
    asks: rules.map((r) => `请于规定期限内落实：${r.clearsWhen}`),
    replyDays: REPLY_DAYS[due.level] as number,
    consequences: CONSEQUENCES[due.level] ?? [],
    verification: '以农民工工资专户监测预警系统记录的银行回执、流水和用工登记数据为准。',
    dataTime: `${day}T23:59:59+08:00`,
    number: null,
    approved: false,
    issuedOn: null,
  };
}

type AmountFacts = {
  dueFen?: number;
  owedFen?: number;
  agreedFen?: number | null;
  askedFen?: number;
  paidFen?: number;
  receivedFen?: number;
  daysLate?: number;
  workers?: number;
  missing?: number;
};

function noticeAlert(due: DraftDue, alert: DraftDue['alerts'][number], rule: Rule): NoticeAlert {
  const facts = alert.facts as AmountFacts;
  return {
    rule: alert.rule,
    ruleTitle: rule.title,
    level: LEVELS[due.level - 1] as NoticeAlert['level'],
    subject: alert.subjectName ?? due.projectName,
    period: alert.period,
    sentence: rule.sentence(alert.facts),
    amounts: {
      dueFen: facts.owedFen ?? facts.agreedFen ?? facts.askedFen ?? null,
      paidFen: facts.paidFen ?? facts.receivedFen ?? null,
      gapFen: alert.amountFen || null,
    },
    dueDay: alert.dueDay,
    daysLate: facts.daysLate && facts.daysLate > 0 ? facts.daysLate : null,
    workers: facts.workers ?? facts.missing ?? null,
    firstDay: alert.openedOn,
  };
}
