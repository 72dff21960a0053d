import { addDays, type Day } from '../../../src/lib/day.ts';
import { Site } from './site.ts';
import type { Year } from './year.ts';

/** M01: answered in time, late, not at all, in words that did not do; taken back. And the winter campaign. */
export function plantPapers(year: Year): void {
  answered(year, (term) => ({ replyOn: term }));
  answered(year, (term) => ({ replyOn: addDays(term, 4) }));
  answered(year, (term) => ({ replyOn: addDays(term, -1), refusedOn: addDays(term, 3) }));
  answered(year, (term) => ({ withdrawnOn: addDays(term, 6) }));
  rising(year);
  winter(year);
}

interface Life {
  replyOn?: Day;
  refusedOn?: Day;
  withdrawnOn?: Day;
}

const FROM = 30;
const TO = 80;

/** A notice board without its groups is the one thing wrong with a site; the reminder of it is served the morning after. */
function answered(year: Year, lifeOf: (term: Day) => Life): void {
  const one = new Site(year, { project: { status: 'preparing' } });
  const on = addDays(year.fromDay, FROM);
  one.state('board-check', { on, shown: [] });
  one.state('board-check', {
    on: addDays(year.fromDay, TO),
    shown: ['parties', 'wages', 'channels'],
  });
  const noticeRef = serve(one, addDays(on, 1), 'yellow');
  const term = year.calendar.wd(addDays(on, 1), 5);
  const { replyOn, refusedOn, withdrawnOn } = lifeOf(term);
  const about = { projectCode: one.code, noticeRef } as const;
  if (replyOn !== undefined)
    one.tell(replyOn, { type: 'notice-reply', ...about, text: '已整改' }, 'contractor');
  if (refusedOn !== undefined) {
    const verdict = { type: 'notice-verdict', ...about, accepted: false, reason: '不实' } as const;
    one.tell(refusedOn, verdict, 'authority');
  }
  if (withdrawnOn !== undefined) {
    const back = { type: 'notice-withdrawal', ...about, reason: '误发' } as const;
    one.tell(withdrawnOn, back, 'authority');
  }
  if (replyOn === term) return;
  const from = refusedOn ?? addDays(term, 1);
  one.plant('M01', [noticeRef, '-'], from, '逾期未回复');
}

function serve(one: Site, on: Day, level: 'yellow' | 'orange' | 'red'): string {
  const noticeRef = `edge-notice:${one.code}:${level}`;
  const about = [{ rule: 'R05', subject: one.contractorUscc, period: '-' as const }];
  const action = {
    type: 'notice',
    projectCode: one.code,
    noticeRef,
    addresseeUscc: one.contractorUscc,
    level,
    about,
  } as const;
  one.tell(on, action, 'authority', '10:00');
  return noticeRef;
}

/** Nobody answers: the alert rises above its rule, and a paper of the new level follows. */
function rising(year: Year): void {
  const one = new Site(year, { project: { status: 'preparing' } });
  const on = addDays(year.fromDay, FROM);
  one.state('board-check', { on, shown: ['parties'] });
  const first = serve(one, addDays(on, 1), 'yellow');
  const risen = addDays(year.calendar.wd(addDays(on, 1), 5), 1);
  one.plant('M01', [first, '-'], risen, '提示函无回复');
  const second = serve(one, addDays(risen, 1), 'orange');
  const red = addDays(year.calendar.wd(addDays(risen, 1), 5), 1);
  one.plant('M01', [second, '-'], red, '预警通知书无回复');
  one.state('board-check', {
    on: addDays(year.fromDay, TO),
    shown: ['parties', 'wages', 'channels'],
  });
}

/** The authority takes part from the first of November, so that the first day of the campaign counts. */
function winter(year: Year): void {
  const from = `${year.fromDay.slice(0, 4)}-11-01`;
  const actor = { role: 'authority', uscc: year.authorityUscc } as const;
  const action = { type: 'settings', uscc: year.authorityUscc, body: { winter: true } } as const;
  year.steps.push({ at: `${from}T08:00:00+08:00`, lane: 'authority', actor, action });
}
