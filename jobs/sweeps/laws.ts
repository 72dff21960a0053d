import type { NoticeLaw } from '../../reports/notice-facts.ts';
import type { DraftDue } from '../../src/domain/notices/draft.ts';
import type { Day } from '../../src/lib/day.ts';
import { type Law, law, printable, quotable } from '../law.ts';
import type { Rule } from '../rule.ts';
import { compareArticles } from '../texts/article.ts';

type Found = { alert: DraftDue['alerts'][number]; rule: Rule };

/** Acts, then the State Council's and the province's regulations, then measures, then the city's own. */
const RANKS = ['《中华人民共和国', '国务院令', '《江苏省工资', '发〔', '财建', '连政规发'];
const ALL: readonly Law[] = Object.values(law);
/** Where each law stands among those of its rank: in the order in which the texts name them first. */
const PLACES = new Map<string, number>(
  ALL.map((text, index) => [text.title, index] as const).reverse(),
);
const POSITIONS = new Map<string, number>(ALL.map((text, index) => [text.id, index] as const));

/**
 * The texts a paper of that day quotes: each once, checked and in force, and only where what it
 * speaks of is the case. In the order of their rank, law by law, then of their articles, whichever rule brought them.
 */
export function lawsOf(due: DraftDue, found: readonly Found[], day: Day): NoticeLaw[] {
  const cited = [
    ...new Set(found.flatMap(({ rule, alert }) => rule.basisOf?.(alert.facts) ?? rule.basis)),
  ]
    .filter((text) => printable(text, day) && applies(text, due, found))
    .sort(inOrder);
  // How terms are counted is no ground by itself.
  const grounds = cited.some((text) => text.id !== law.termEndsAfterHoliday.id) ? cited : [];
  return quotable(grounds, day);
}

function applies(text: Law, due: DraftDue, found: readonly Found[]): boolean {
  const alerts = found.map((each) => each.alert);
  switch (text.id) {
    case law.publicTransfersSupervised.id:
      return due.fundSource === 'government';
    case law.subcontractorIsDirectlyLiable.id:
    case law.contractorPaysFirst.id:
      return alerts.some((a) => a.rule.startsWith('W') && a.subjectName !== due.contractorName);
    case law.ownerWithoutGuarantee.id:
      // 条例 49 speaks of arrears that came of it.
      return alerts.some((a) => ((a.facts as { owedFen?: number }).owedFen ?? 0) > 0);
    case law.settlementReview.id:
    case law.settlementPayment.id:
      // 财建〔2004〕369号 14 and 16 speak of the settlement after completion.
      return alerts.some((a) => levelOf(a.facts) !== undefined && levelOf(a.facts) !== 'process');
    default:
      return true;
  }
}

const levelOf = (facts: unknown) => (facts as { settlementLevel?: string }).settlementLevel;
const placeOf = (of: ReadonlyMap<string, number>, key: string) => of.get(key) ?? of.size;

const inOrder = (a: Law, b: Law): number =>
  rankOf(a) - rankOf(b) ||
  placeOf(PLACES, a.title) - placeOf(PLACES, b.title) ||
  compareArticles(a.article, b.article) ||
  placeOf(POSITIONS, a.id) - placeOf(POSITIONS, b.id);

function rankOf({ title }: Law): number {
  const rank = RANKS.findLastIndex((mark) => title.includes(mark));
  return rank === -1 ? RANKS.length : rank;
}
