import { z } from 'zod';
import { type Progress, progressOf } from '../../domain/runs.ts';
import { listTasks, type TaskView } from '../../domain/tasks.ts';
import { jobNames } from '../../http/edge.ts';
import { day } from '../../http/shapes.ts';
import { Live, streamed } from '../frame/live.tsx';
import { page } from '../frame/page.tsx';
import { Banner } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { type Say, useSay } from '../frame/say.ts';
import { ruleTitle } from '../frame/titles.ts';
import type { Visit } from '../frame/visit.ts';
import { wordOf } from '../frame/words.ts';
import { farText } from '../tasks/words.ts';

const grants = ['jobs:run'] as const;
const params = z.object({ job: z.enum(jobNames), day });
type Params = z.infer<typeof params>;

const LONG_QUIET_SECONDS = 180;

/** Read from the database, where every process sees the same; null where nothing began yet. */
const progressed = ({ read, params: of }: Visit<Params>) =>
  read(null, async (work) => {
    const progress = await progressOf(work, of.job, of.day);
    const drafts = (await listTasks(work, ['drafts'], true)).find(
      ({ about, status }) => about === progress?.day && status === 'running',
    );
    return { progress, drafts };
  });

/** Whether nothing more is to come: the day asked for is done, or one before it failed. */
const isOver = (progress: Progress | null, asked: string): progress is Progress =>
  progress?.status === 'failed' || (progress?.status === 'done' && progress.day === asked);

function wordsFor(
  { t, deps }: Visit<Params>,
  progress: Progress | null,
  drafts: TaskView | undefined,
): string {
  if (progress === null) return t('还没有开始。', 'Not begun yet.');
  const { day: at, done, steps, last, quietSeconds } = progress;
  const title = last === null ? null : deps.rules.find(({ id }) => id === last)?.title;
  const step =
    last && title ? `${last} ${ruleTitle(t, last, title)}` : last && wordOf(t, 'step', last);
  return [
    t(`${at}：完成 ${done} 步`, `${at}: ${done} steps done`),
    steps === null ? '' : t(`，共 ${steps} 步`, ` of ${steps}`),
    step ? t(`，刚完成“${step}”。`, `, the last one “${step}”.`) : t('。', '.'),
    drafts
      ? `${wordOf(t, 'task', drafts.kind)}${t('：', ': ')}${farText(t, drafts)}`
      : quietSeconds < LONG_QUIET_SECONDS
        ? ''
        : quietWords(t, quietSeconds),
  ].join('');
}

const quietWords = (t: Say, seconds: number): string => {
  const minutes = Math.floor(seconds / 60);
  return t(
    `已有 ${minutes} 分钟没有完成新的步骤；如进程已停止，下一轮定时运行会接着做。`,
    ` Nothing ended for ${minutes} minutes; if its process is gone, the next turn of the schedule goes on.`,
  );
};

function Over({ progress }: { progress: Progress }) {
  const t = useSay();
  const { status, day: at, failure } = progress;
  return (
    <>
      <Banner kind={status === 'failed' ? 'bad' : 'good'}>
        <p>
          {status === 'failed'
            ? t(
                `${at} 的任务没有完成：${failure ?? ''}`,
                `The run of ${at} failed: ${failure ?? ''}`,
              )
            : t(`${at} 的任务已经完成。`, `The run of ${at} is done.`)}
        </p>
      </Banner>
      <p>
        <a href={paths.runs()}>{t('看各步所得', 'What each step found')}</a>
      </p>
    </>
  );
}

async function farOf(visit: Visit<Params>) {
  const { progress, drafts } = await progressed(visit);
  const { done, steps } = progress ?? { done: 0, steps: null };
  return { progress, words: wordsFor(visit, progress, drafts), done, total: steps };
}

/** 进度: of a run, which goes on whoever looks. */
export const progressPages = [
  page({
    path: paths.progress(':job', ':day'),
    grants,
    params,
    show: async (visit) => {
      const of = visit.params;
      const { progress, ...far } = await farOf(visit);
      const title = `${wordOf(visit.t, 'job', of.job)} ${of.day}`;
      return {
        title,
        main: (
          <>
            <div class="head">
              <h1>{title}</h1>
            </div>
            {isOver(progress, of.day) ? (
              <Over progress={progress} />
            ) : (
              <Live
                {...far}
                at={paths.progress(of.job, of.day)}
                events={paths.progressEvents(of.job, of.day)}
              />
            )}
          </>
        ),
      };
    },
  }),
  page({
    path: paths.progressEvents(':job', ':day'),
    grants,
    params,
    show: (visit) =>
      streamed(visit, async () => {
        const { progress, ...far } = await farOf(visit);
        return { ...far, ended: isOver(progress, visit.params.day) };
      }),
  }),
];
