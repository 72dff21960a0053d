import { z } from 'zod';
import { hidden } from '../../domain/access.ts';
import { findTask, outcomeOf, type TaskView } from '../../domain/tasks.ts';
import { actorOf } from '../../http/edge.ts';
import { Live, streamed } from '../frame/live.tsx';
import { page } from '../frame/page.tsx';
import { Banner } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import type { Shown, Visit } from '../frame/visit.ts';
import { type SheetOutcome, showSheet } from '../payroll/sheet-outcome.tsx';
import { Rehearsal, type Rehearsed } from '../rules/rehearsal.tsx';
import { backOf, farText, lostText, nameOf } from './words.ts';

const params = z.object({ taskId: z.uuid() });
type At = Visit<z.infer<typeof params>>;

/** Who may run jobs sees what commands and the night are at; everybody else his own alone. */
const seesHouse = ({ c }: Pick<Visit, 'c'>) => actorOf(c).grants.includes('jobs:run');

async function taskAt(visit: At): Promise<TaskView> {
  const { taskId } = visit.params;
  const task = await visit.read(null, (work) => findTask(work, taskId, seesHouse(visit)));
  if (task === null) throw hidden();
  return task;
}

function Ended({ task, words, good }: { task: TaskView; words: string; good: boolean }) {
  const t = useSay();
  return (
    <>
      <div class="head">
        <h1>{nameOf(t, task)}</h1>
      </div>
      <Banner kind={good ? 'good' : 'bad'}>
        <p>{words}</p>
      </Banner>
      <p>
        <a href={backOf(task)}>{t('返回', 'Back')}</a>
      </p>
    </>
  );
}

/** What came of a task that is done. */
async function doneOf(visit: At, task: TaskView, outcome: unknown): Promise<Shown | Response> {
  const { t } = visit;
  const title = nameOf(t, task);
  if (task.kind === 'rehearsal') {
    const { found, to } = outcome as { found: Rehearsed; to: string };
    return { title, main: <Rehearsal found={found} to={to} /> };
  }
  if (task.kind === 'sheet-check' || task.kind === 'sheet-filing') {
    const shown = await showSheet(visit as Visit, outcome as SheetOutcome);
    if (typeof shown === 'string') return visit.c.redirect(shown, 303);
    // It is found again here, and not where its form came from.
    const { here: _, ...own } = shown;
    return own;
  }
  const words = `${t('已经完成。', 'Done. ')}${farText(t, task)}`;
  return { title, main: <Ended task={task} words={words} good /> };
}

async function overOf(visit: At, task: TaskView): Promise<Shown | Response> {
  const { t } = visit;
  if (task.status === 'lost') {
    const main = <Ended task={task} words={lostText(t, task)} good={false} />;
    return { title: nameOf(t, task), main };
  }
  const outcome = await visit.read(null, (work) => outcomeOf(work, task.id, seesHouse(visit)));
  if (task.status === 'done') return doneOf(visit, task, outcome);
  const { detail } = (outcome ?? {}) as { detail?: string };
  const words =
    detail ?? t('出错了，没有做完，请告知管理员。', 'It failed. Tell the administrator.');
  return { title: nameOf(t, task), main: <Ended task={task} words={words} good={false} /> };
}

/** 较长的工作: how far one is, and what came of it; it goes on whoever looks. */
export const taskPages = [
  page({
    path: paths.task(':taskId'),
    grants: 'people',
    params,
    show: async (visit) => {
      const task = await taskAt(visit);
      if (task.status !== 'running') return overOf(visit, task);
      const { id, done, total } = task;
      const title = nameOf(visit.t, task);
      const far = { words: farText(visit.t, task), done, total };
      return {
        title,
        main: (
          <>
            <div class="head">
              <h1>{title}</h1>
            </div>
            <Live {...far} at={paths.task(id)} events={paths.taskEvents(id)} />
          </>
        ),
      };
    },
  }),
  page({
    path: paths.taskEvents(':taskId'),
    grants: 'people',
    params,
    show: async (visit) => {
      await taskAt(visit);
      return streamed(visit, async () => {
        const task = await taskAt(visit);
        const { done, total, status } = task;
        return { words: farText(visit.t, task), done, total, ended: status !== 'running' };
      });
    },
  }),
];
