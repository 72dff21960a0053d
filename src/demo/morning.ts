import type { Day } from '../lib/day.ts';
import type { Caller } from './client.ts';
import { post, put } from './draft.ts';
import { authorityOf } from './drive.ts';
import type { Actor, City } from './story.ts';

const [APPROVED, SERVED, ANSWERED, REPLIED, ASSIGNED] = [7, 5, 2, 3, 3];

type Listed = Record<string, unknown>;

/**
 * What the office did of its papers and alerts before somebody looks at the demo: papers in every state, replies to judge,
 * things due today, something that waits for a second person, and a complaint.
 */
export async function spendMorning(
  city: City,
  caller: Caller,
  { today, colleague }: { today: Day; colleague: string },
): Promise<void> {
  const office = authorityOf(city);
  const contractors = new Set(city.projects.map(({ contractorUscc }) => contractorUscc));
  const firmOf = ({ addresseeUscc, mainUscc }: Listed): Actor | null => {
    const uscc = String(addresseeUscc ?? mainUscc);
    return contractors.has(uscc) ? { role: 'contractor', uscc } : null;
  };
  const sign = (path: string, json: object) => caller.ask(office, put(path, json), '');
  const say = (firm: Actor, path: string, text: string) =>
    caller.ask(firm, { method: 'POST', path, json: { text } }, '');

  const drafts = await caller.fetchAll(office, '/notices?status=draft');
  const papers = drafts.filter((one) => firmOf(one) !== null).slice(0, APPROVED);
  for (const [n, paper] of papers.entries()) {
    const path = `/notices/${paper.noticeId}`;
    await sign(`${path}/approval`, {});
    if (n >= SERVED) continue;
    await sign(`${path}/service`, { how: 'in-person', on: today, takenBy: '收发室' });
    if (n < ANSWERED)
      await say(firmOf(paper) as Actor, `${path}/replies`, '已收到，正在核对，三日内补齐。');
  }

  const alerts = await caller.fetchAll(office, '/alerts?status=open');
  const open = alerts.filter((one) => one.audience === 'parties' && firmOf(one) !== null);
  for (const one of open.slice(0, REPLIED))
    await say(
      firmOf(one) as Actor,
      `/alerts/${one.alertId}/replies`,
      '款项已安排，附银行受理回执，明日到账。',
    );
  for (const { alertId } of open.slice(REPLIED, REPLIED + ASSIGNED))
    await sign(`/alerts/${alertId}/assignment`, { holder: colleague, dueOn: today });

  const red = open.slice(REPLIED + ASSIGNED).findLast(({ level }) => level === 'red');
  if (red)
    await sign(`/alerts/${red.alertId}/dismissal`, { reason: '工人已在另一项目领到这笔工资。' });
  const owed = alerts.find(({ rule }) => rule === 'W01') ?? open[0];
  const about = owed && firmOf(owed);
  if (owed && about && 'uscc' in about)
    await caller.ask(
      office,
      post(`/projects/${owed.projectCode}/complaints`, {
        ...{ kind: 'wages', aboutUscc: about.uscc, on: today },
        text: '来电反映本月工资没有到账，问班组长说再等等。',
      }),
      'morning-complaint',
    );
}
