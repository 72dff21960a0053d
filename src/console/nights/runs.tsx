import { z } from 'zod';
import { type JobRun, listRuns } from '../../domain/runs.ts';
import { listTasks, type TaskView } from '../../domain/tasks.ts';
import { jobNames } from '../../http/edge.ts';
import { day } from '../../http/shapes.ts';
import { runColumns } from '../frame/list-columns.ts';
import { type Listed, listFile, rowsShown } from '../frame/list-file.ts';
import { isSlow } from '../frame/long-work.ts';
import { act, page } from '../frame/page.tsx';
import { Banner, Card, Field, Once, Pager, Refusal, type Refused, Table } from '../frame/parts.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import { ruleTitle } from '../frame/titles.ts';
import type { PageSpec } from '../frame/visit.ts';
import { wordOf } from '../frame/words.ts';
import { OwnTasks } from '../tasks/own-tasks.tsx';
import { nameOf } from '../tasks/words.ts';

const ROWS = 30;
/** What commands and the night are at beside the runs. */
const HOUSE_TASKS = ['rotation', 'papers', 'drafts'] as const;
const grants = ['jobs:run'] as const;

/** A step as a run counted it. */
interface StepCount {
  name: string;
  /** How long it took. */
  ms: number;
  /** What it found or did, by the step's own names. */
  found: [name: string, count: number][];
}

/** Those that found something first. */
const stepsIn = (counts: JobRun['counts']): StepCount[] =>
  Object.entries(counts ?? {})
    .map(([name, step]) => {
      const { ms = 0, ...rest } = (step ?? {}) as Record<string, unknown>;
      const found = Object.entries(rest).filter(
        (pair): pair is [string, number] => typeof pair[1] === 'number',
      );
      return { name, ms: Number(ms), found };
    })
    .sort((a, b) => Number(isSome(b)) - Number(isSome(a)) || a.name.localeCompare(b.name));

const isSome = ({ found }: StepCount) => found.some(([, count]) => count > 0);

const seconds = (ms: number) => (ms / 1000).toLocaleString('en', { maximumFractionDigits: 1 });

function Steps({ run, titles }: { run: JobRun; titles: ReadonlyMap<string, string> }) {
  const t = useSay();
  const steps = stepsIn(run.counts);
  const total = steps.reduce((sum, { ms }) => sum + ms, 0);
  if (steps.length === 0) return <span>{run.failure ?? '—'}</span>;
  return (
    <details>
      <summary>
        {t(
          `${steps.length} 步，合计 ${seconds(total)} 秒`,
          `${steps.length} steps, ${seconds(total)} s in all`,
        )}
      </summary>
      <Table
        caption={t('每步所得和用时', 'What each step found and took')}
        rows={steps}
        empty=""
        columns={[
          {
            name: t('步骤', 'Step'),
            cell: ({ name }) =>
              titles.has(name) ? `${name} ${titles.get(name)}` : wordOf(t, 'step', name),
          },
          {
            name: t('所得', 'Found'),
            cell: ({ found }) =>
              found
                .filter(([, count]) => count > 0)
                .map(([what, count]) => `${wordOf(t, 'stepCount', what)} ${count}`)
                .join('，') || t('无', 'nothing'),
          },
          { name: t('秒', 'Seconds'), cell: ({ ms }) => seconds(ms), figures: true },
        ]}
      />
    </details>
  );
}

interface ListOf {
  items: readonly JobRun[];
  tasks: readonly TaskView[];
  next: string | null;
  after: string | undefined;
  today: string;
  titles: ReadonlyMap<string, string>;
  refused: Refused | undefined;
}

function List({ items, tasks, next, after, today, titles, refused }: ListOf) {
  const t = useSay();
  return (
    <>
      <div class="head">
        <h1>{t('夜间任务', 'Nights')}</h1>
      </div>
      <Refusal refused={refused} />
      {items
        .filter(({ status }) => status === 'running')
        .map(({ job, day: of }) => (
          <Banner>
            <p>
              <a href={paths.progress(job, of)}>
                {t(`${of} 的任务正在运行，看进度`, `The run of ${of} is at work: its progress`)}
              </a>
            </p>
          </Banner>
        ))}
      {tasks
        .filter(({ status }) => status === 'running')
        .map((task) => (
          <Banner>
            <p>
              <a href={paths.task(task.id)}>
                {nameOf(t, task)}
                {t('正在进行，看进度', ' is at work: its progress')}
              </a>
            </p>
          </Banner>
        ))}
      <div class="columns">
        <section class="card">
          <Table
            caption={t('每日任务的运行，新的在前', 'Runs, the newest first')}
            rows={items}
            empty={t('夜间任务尚未运行过。', 'No night was run yet.')}
            columns={[
              { name: t('日期', 'Day'), cell: (run) => <span class="num">{run.day}</span> },
              { name: t('任务', 'Job'), cell: (run) => wordOf(t, 'job', run.job) },
              { name: t('状态', 'Status'), cell: (run) => wordOf(t, 'runStatus', run.status) },
              {
                name: t('每步所得', 'What it found'),
                cell: (run) => <Steps run={run} titles={titles} />,
              },
            ]}
          />
          <Pager
            first={after ? paths.runs() : null}
            next={next ? paths.runs({ after: next }) : null}
            file={paths.runs()}
          />
        </section>
        <Card title={t('运行一次', 'Run one')}>
          <p>
            {t(
              '此前漏跑的日子先补；同一日再运行不改变结果。数据多时可能要几分钟，可以离开本页再回来看进度。',
              'Missed days come first; the same day again changes nothing. It may take minutes: leave and come back to see how far it is.',
            )}
          </p>
          <form method="post" action={paths.runs()}>
            <Once refused={refused} />
            <Field
              name="job"
              label={t('任务', 'Job')}
              options={jobNames.map((name): [string, string] => [name, wordOf(t, 'job', name)])}
              refused={refused}
            />
            <Field
              name="day"
              type="date"
              label={t('日期', 'Day')}
              value={today}
              refused={refused}
              required
            />
            <button type="submit">{t('运行', 'Run')}</button>
          </form>
        </Card>
      </div>
      <OwnTasks tasks={tasks} />
    </>
  );
}

const query = z.object({ after: z.string().max(500).optional() });

type Query = z.infer<typeof query>;

const runs: Listed<unknown, Query, JobRun> = {
  name: 'runs',
  columns: ({ t }) => runColumns(t),
  rows: (work, _, rows) => listRuns(work, rows),
};

const runsPage: PageSpec<unknown, Query> = {
  path: paths.runs(),
  grants,
  nav: { zh: '夜间任务', en: 'Nights' },
  query,
  file: listFile(runs),
  show: async (visit) => {
    const { t, deps, day: today, refused, query: asked } = visit;
    const { items, next } = await rowsShown(runs, visit, ROWS);
    const titles = new Map(deps.rules.map(({ id, title }) => [id, ruleTitle(t, id, title)]));
    const tasks = await visit.read(null, (work) => listTasks(work, HOUSE_TASKS, true));
    return {
      title: t('夜间任务', 'Nights'),
      main: <List {...{ items, tasks, next, today, titles, refused }} after={asked.after} />,
    };
  },
};

/** 夜间任务. */
export const runPages = [
  page(runsPage),
  act({
    path: paths.runs(),
    grants,
    body: z.object({ job: z.enum(jobNames), day }),
    page: runsPage,
    run: async ({ deps, body }) => {
      const run = deps.runJob(body.job, body.day);
      if (deps.outlast && (await isSlow(run))) {
        deps.outlast(run);
        return paths.progress(body.job, body.day);
      }
      await run;
      return withQuery(paths.runs(), { done: 'ran' });
    },
  }),
];
