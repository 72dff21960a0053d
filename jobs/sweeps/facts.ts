import { NOTICE_TEMPLATE, type NoticeAlert, type NoticeFacts } from '../../reports/notice-facts.ts';
import type { DraftDue } from '../../src/domain/notices/draft.ts';
import type { Day } from '../../src/lib/day.ts';
import type { Rule } from '../rule.ts';
import { ruleOf } from '../rulebook.ts';
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

export type Found = { alert: DraftDue['alerts'][number]; rule: Rule };
/** The newest block of the trail. */
export type Block = { blockNo: number; hash: string } | null;

const INSTRUMENTS = { 1: 'reminder', 2: 'warning', 3: 'supervision' } as const;
const LEVELS = ['yellow', 'orange', 'red'] as const;
/** Working days to answer (law.md 11.0, a policy default). */
const REPLY_DAYS: Record<number, number> = { 1: 5, 2: 5, 3: 2 };

/** The alerts of a draft with their rules. */
export const foundOf = (due: Pick<DraftDue, 'alerts'>): Found[] =>
  due.alerts.flatMap((alert) => {
    const rule = ruleOf(alert.rule);
    return rule ? [{ alert, rule }] : [];
  });

/** The frozen facts of a draft: what the night of `day` found, in the words of the rules. */
export function composeFacts(
  due: DraftDue,
  day: Day,
  block: Block = null,
  addition: string | null = null,
): NoticeFacts {
  const found = foundOf(due);
  const rules = [...new Set(found.map((each) => each.rule))];
  return {
    ...commonFacts(due, found, day, block),
    instrument: INSTRUMENTS[due.level as 1 | 2 | 3],
    addressee: { name: due.addresseeName, uscc: due.addresseeId },
    ...(due.jointId !== null && { also: [{ name: due.jointName ?? '', uscc: due.jointId }] }),
    copies: copiesOf(due, found),
    asks: asksOf(due, rules),
    ...(addition !== null && { addition }),
    replyDays: REPLY_DAYS[due.level] as number,
    consequences: consequencesOf(rules, due.level),
    verification: verificationOf(rules),
    ...(due.level === 3 && due.earlier && { earlier: due.earlier.map(earlierOf) }),
  };
}

/** What every draft says, whatever its instrument. */
export function commonFacts(
  due: DraftDue,
  found: readonly Found[],
  day: Day,
  block: Block,
): Pick<
  NoticeFacts,
  | 'template'
  | 'level'
  | 'authority'
  | 'project'
  | 'alerts'
  | 'laws'
  | 'dataTime'
  | 'trail'
  | 'number'
  | 'approved'
  | 'issuedOn'
> {
  const sentences = sentencesOf(found);
  return {
    template: NOTICE_TEMPLATE,
    level: levelOf(due.level),
    authority: {
      name: due.authorityName ?? '农民工工资支付监管部门',
      phone: due.authorityPhone,
      ...(due.authorityContact !== null && { contact: due.authorityContact }),
    },
    project: { code: due.projectCode, name: due.projectName },
    alerts: found.map((each, index) => noticeAlert(due, each, sentences[index] as string)),
    laws: lawsOf(due, found, day),
    dataTime: `${day}T23:59:59+08:00`,
    trail: block && { blockNo: block.blockNo, hash: block.hash },
    number: null,
    approved: false,
    issuedOn: null,
  };
}

/** What is asked for, each once; in a joint letter of whom. */
function asksOf(due: DraftDue, rules: readonly Rule[]): string[] {
  const names: Partial<Record<Rule['main'], string>> = {
    owner: due.ownerName,
    contractor: due.contractorName,
  };
  const whom = (rule: Rule) => (due.jointId === null ? '' : (names[rule.main] ?? ''));
  return [...new Set(rules.map((rule) => `请${whom(rule)}${rule.clearsWhen}`))];
}

/** 前期预警情况: what was served before, and what came of it. */
const earlierOf = ({ number, issuedOn, answered }: NonNullable<DraftDue['earlier']>[number]) => ({
  number,
  issuedOn,
  unresolved: answered ? '虽有回复，有关问题至今没有解决' : '至今没有经认可的回复',
});

const levelOf = (level: number) => LEVELS[level - 1] as NoticeFacts['level'];

function noticeAlert(due: DraftDue, found: Found, sentence: string): NoticeAlert {
  const { alert } = found;
  const facts = alert.facts as { daysLate?: number; workers?: number; missing?: number };
  // The paper opens with the project and its addressee: only somebody else is named again, and in a joint letter everybody.
  const joint = due.jointId !== null;
  const other = alert.subjectName !== null && (joint || alert.subjectName !== due.addresseeName);
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
