import type { NoticeFacts, OrderDraft } from '../../reports/notice-facts.ts';
import { canonical } from '../../src/domain/events.ts';
import { LABOUR_OFFICE, type ReferralDue } from '../../src/domain/notices/referrals.ts';
import type { Day } from '../../src/lib/day.ts';
import { sha256 } from '../../src/lib/vault.ts';
import { quotable } from '../law.ts';
import { orderTexts } from '../texts/orders.ts';
import { placeOf } from './copies.ts';
import { type Block, commonFacts, type Found, foundOf } from './facts.ts';

const NAMES: Readonly<Record<string, string>> = {
  reminder: '提示函',
  warning: '预警通知书',
  supervision: '督办函',
};

/**
 * The frozen facts of a referral to the labour office (移送函): who is concerned, what was found, what went before, what
 * there is to prove it, and from what a 限期改正指令书 could start. No answer is waited for.
 */
export function composeReferral(
  due: ReferralDue,
  day: Day,
  block: Block = null,
  addition: string | null = null,
): NoticeFacts {
  const found = foundOf(due);
  const registered = due.addresseeName !== '';
  return {
    ...commonFacts(due, found, day, block),
    instrument: 'referral',
    addressee: registered
      ? { name: due.addresseeName, uscc: due.addresseeId }
      : { name: `${placeOf(due.authorityName ?? '')}${LABOUR_OFFICE}` },
    copies: [],
    asks: ['请依法核查处理上述线索。'],
    ...(addition !== null && { addition }),
    replyDays: 0,
    parties: partiesOf(due, found),
    earlier: due.served.map(({ number, issuedOn, answered }) => ({
      number,
      issuedOn,
      unresolved: answered ? '虽有回复，有关问题至今没有解决' : '至今没有经认可的回复',
    })),
    evidence: evidenceOf(due, found, day, block),
    orders: ordersOf(due, found, day),
  };
}

function partiesOf(due: ReferralDue, found: readonly Found[]): NonNullable<NoticeFacts['parties']> {
  const known = [due.ownerId, due.contractorId];
  const employers = new Map(
    found.flatMap(({ alert: { subject, subjectName } }) =>
      subjectName === null || known.includes(subject) ? [] : [[subject, subjectName] as const],
    ),
  );
  return [
    { role: '建设单位', name: due.ownerName, uscc: due.ownerId },
    { role: '施工总承包单位', name: due.contractorName, uscc: due.contractorId },
    ...[...employers].map(([uscc, name]) => ({ role: '用人单位', name, uscc })),
  ];
}

/** What the office can ask for and check: the facts of each alert, the papers served, the block of the trail. */
function evidenceOf(
  due: ReferralDue,
  found: readonly Found[],
  day: Day,
  block: Block,
): NonNullable<NoticeFacts['evidence']> {
  const facts = found.map(({ alert, rule }) => {
    const period = alert.period === '-' ? '' : `（${alert.period}）`;
    return {
      name: `预警“${rule.title}”${period}的平台数据，截至${day}`,
      sha256: sha256(canonical(alert.facts)),
    };
  });
  const papers = due.served.map(({ number, instrument, issuedOn, sha256: hash }) => ({
    name: `${number}${NAMES[instrument] ?? '文书'}（${issuedOn}，PDF）`,
    sha256: hash,
  }));
  const trail = block ? [{ name: `存证区块第${block.blockNo}号`, sha256: block.hash }] : [];
  return [...facts, ...papers, ...trail];
}

/** By employer what it owes on this project: as W09 or W10 counted it, else what W01 and W02 found, month by month. */
function ordersOf(due: ReferralDue, found: readonly Found[], day: Day): OrderDraft[] {
  const { payWithinTerm, orderRefused } = orderTexts;
  const bySubject = Map.groupBy(
    found.filter(
      ({ rule, alert }) => OWED.has(rule.id) && alert.subjectName !== null && alert.amountFen > 0,
    ),
    ({ alert }) => alert.subject,
  );
  return [...bySubject].map(([uscc, own]) => {
    const whole = own.find(({ rule }) => WHOLE.has(rule.id));
    const counted = whole ? [whole] : own;
    const [only] = own;
    const { workers } = (only?.alert.facts ?? {}) as { workers?: number };
    return {
      respondent: { name: only?.alert.subjectName ?? due.contractorName, uscc },
      found: own.map(({ rule, alert }) => rule.sentence(alert.facts)),
      // Of several months, or of several projects, people are counted more than once or not here.
      workers: own.length === 1 && !whole ? (workers ?? null) : null,
      amountFen: counted.reduce((sum, { alert }) => sum + alert.amountFen, 0),
      grounds: quotable([payWithinTerm], day),
      penalties: quotable([payWithinTerm, orderRefused], day),
    };
  });
}

const WHOLE = new Set(['W09', 'W10']);
const OWED = new Set([...WHOLE, 'W01', 'W02']);
