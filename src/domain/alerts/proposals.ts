import type { Day } from '../../lib/day.ts';
import { type HistoryItem, lastOf } from '../history.ts';
import { levelNo } from './filter.ts';
import type { AlertView } from './listing.ts';

/** The acts on an alert that may wait for a second person: what proposes each, and what it is when done. */
const twoPersonActs = {
  dismissal: ['alert.dismissal-proposed', 'alert.dismissed'],
  acceptance: ['alert.acceptance-proposed', 'alert.accepted'],
  silence: ['alert.silence-proposed', 'alert.silenced'],
} as const;

/** What one person proposed and another has to say as well. */
export interface Proposal {
  act: keyof typeof twoPersonActs;
  holder: string | null;
  day: Day;
  until: Day | null;
  text: string | null;
}

/** The proposals that wait; one that was made when the alert was less grave or smaller waits no more. */
export function proposalsOf({
  level,
  amountFen,
  status,
  history,
}: Pick<AlertView, 'level' | 'amountFen' | 'status'> & {
  history: readonly HistoryItem[];
}): Proposal[] {
  const stands = ({ body }: HistoryItem) =>
    levelNo(level) <= Number(body.level) && amountFen <= Number(body.amountFen);
  return Object.entries(twoPersonActs).flatMap(([act, [proposed, done]]) => {
    const over = ['alert.dismissed', 'alert.accepted', 'alert.reopened'];
    const last = lastOf(history, [proposed, done, ...over]);
    const from = act === 'silence' ? ['open', 'held', 'replied'] : ['open', 'replied'];
    if (last?.name !== proposed || !stands(last) || !from.includes(status)) return [];
    const { holder, day, body } = last;
    const until = typeof body.until === 'string' ? body.until : null;
    const text = typeof body.text === 'string' ? body.text : null;
    return [{ act: act as Proposal['act'], holder, day, until, text }];
  });
}
