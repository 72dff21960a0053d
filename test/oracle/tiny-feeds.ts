import type { StoryStep } from '../../src/demo/story.ts';
import { addDays, type Day, daysOf } from '../../src/lib/day.ts';
import { calendarOfOracle } from './alerts.ts';

export const BANK = '313';
export const ACCOUNT_NO = '313600001';

/** On the morning after each working day the bank says it has told all; silence ends on a morning. */
export function feedsOf(fromDay: Day, toDay: Day, silence: { from: Day; until: Day }): StoryStep[] {
  const calendar = calendarOfOracle();
  return [...daysOf(fromDay, toDay)]
    .filter((day) => calendar.isWorking(day))
    .filter((day) => day < silence.from || addDays(day, 1) >= silence.until)
    .map((through) => ({
      at: `${addDays(through, 1)}T06:00:00+08:00`,
      lane: 'bank',
      actor: { role: 'bank', bankCode: BANK },
      action: {
        type: 'feed-complete',
        bankCode: BANK,
        messageId: `feed ${through}`,
        feeds: [{ accountNo: ACCOUNT_NO, through }],
      },
    }));
}
