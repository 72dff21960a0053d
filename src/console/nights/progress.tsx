import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Progress, progressOf } from '../../domain/runs.ts';
import { jobNames } from '../../http/edge.ts';
import { day } from '../../http/shapes.ts';
import { page } from '../frame/page.tsx';
import { Banner } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { type Say, useSay } from '../frame/say.ts';
import type { Visit } from '../frame/visit.ts';
import { wordOf } from '../frame/words.ts';

const grants = ['jobs:run'] as const;
const params = z.object({ job: z.enum(jobNames), day });
type Params = z.infer<typeof params>;

const EVERY_MS = 1_000;
/** After so many the browser asks anew, and is asked anew who it is. */
const MOST_EVENTS = 300;
const LONG_QUIET_SECONDS = 180;

/** Read from the database, where every process sees the same; null where nothing began yet. */
const progressed = ({ read, params: of }: Visit<Params>): Promise<Progress | null> =>
  read(null, (work) => progressOf(work, of.job, of.day));

/** Whether nothing more is to come: the day asked for is done, or one before it failed. */
const isOver = (progress: Progress | null, asked: string): progress is Progress =>
  progress?.status === 'failed' || (progress?.status === 'done' && progress.day === asked);

function wordsFor({ t, deps }: Visit<Params>, progress: Progress | null): string {
  if (progress === null) return t('还没有开始。', 'Not begun yet.');
  const { day: at, done, steps, last, quietSeconds } = progress;
  const title = last === null ? null : deps.rules.find(({ id }) => id === last)?.title;
  const step = title ? `${last} ${title}` : last && wordOf(t, 'step', last);
  return [
    t(`${at}：完成 ${done} 步`, `${at}: ${done} steps done`),
    steps === null ? '' : t(`，共 ${steps} 步`, ` of ${steps}`),
    step ? t(`，刚完成“${step}”。`, `, the last one “${step}”.`) : t('。', '.'),
    quietSeconds < LONG_QUIET_SECONDS ? '' : quietWords(t, quietSeconds),
  ].join('');
}

const quietWords = (t: Say, seconds: number): string => {
  const minutes = Math.floor(seconds / 60);
  return t(
    `已有 ${minutes} 分钟没有完成新的步骤；如进程已停止，下一轮定时运行会接着做。`,
    ` Nothing ended for ${minutes} minutes; if its process is gone, the next turn of the schedule goes on.`,
  );
};

interface RunningOf {
  of: Params;
  progress: Progress | null;
  words: string;
}

function Running({ of, progress, words }: RunningOf) {
  const t = useSay();
  const { done, steps } = progress ?? { done: 0, steps: null };
  return (
    <section class="card narrow" data-live={paths.progressEvents(of.job, of.day)}>
      <p role="status">{words}</p>
      <progress
        aria-label={t('进度', 'Progress')}
        max={steps ?? undefined}
        value={steps === null ? undefined : done}
      />
      <p class="hint">
        {t(
          '可以离开或关闭本页，任务照常进行。',
          'You may leave or close this page; the run goes on.',
        )}
      </p>
      <noscript>
        <p>
          {t('浏览器未启用脚本，进度不会自动更新。', 'Without scripts this page stands still.')}
        </p>
      </noscript>
      <p>
        <a href={paths.progress(of.job, of.day)}>{t('刷新', 'Look again')}</a>
      </p>
    </section>
  );
}

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

/** A stream of server-sent events: how far it is, once a second, to its end. */
function streamed(visit: Visit<Params>): Response {
  const encoder = new TextEncoder();
  let sent = 0;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (sent > 0) await sleep(EVERY_MS);
      const progress = await progressed(visit);
      const ended = isOver(progress, visit.params.day);
      const words = wordsFor(visit, progress);
      const data = JSON.stringify({ done: progress?.done, steps: progress?.steps, words, ended });
      controller.enqueue(encoder.encode(`data: ${data}\n\n`));
      sent += 1;
      const leaving = (visit.deps.ending?.() ?? 'no') !== 'no';
      if (ended || leaving || sent === MOST_EVENTS) controller.close();
    },
  });
  return new Response(stream, {
    headers: { 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' },
  });
}

/** 进度: of a run, which goes on whoever looks. */
export const progressPages = [
  page({
    path: paths.progress(':job', ':day'),
    grants,
    params,
    show: async (visit) => {
      const of = visit.params;
      const progress = await progressed(visit);
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
              <Running of={of} progress={progress} words={wordsFor(visit, progress)} />
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
    show: streamed,
  }),
];
