import { setTimeout as sleep } from 'node:timers/promises';
import { useSay } from './say.ts';
import type { Visit } from './visit.ts';

/** How far something has come, in words and as a bar. */
export interface Far {
  words: string;
  done: number;
  /** null: not known. */
  total: number | null;
}

interface LiveOf extends Far {
  /** The page that shows it, and where its events come from. */
  at: string;
  events: string;
}

/** Something at work, as it stands; a script keeps it up to date and asks for the page again at its end. */
export function Live({ words, done, total, at, events }: LiveOf) {
  const t = useSay();
  return (
    <section class="card narrow" data-live={events}>
      <p role="status">{words}</p>
      <progress
        aria-label={t('进度', 'Progress')}
        max={total ?? undefined}
        value={total === null ? undefined : done}
      />
      <p class="hint">
        {t(
          '可以离开或关闭本页，任务照常进行。',
          'You may leave or close this page; the work goes on.',
        )}
      </p>
      <noscript>
        <p>
          {t('浏览器未启用脚本，进度不会自动更新。', 'Without scripts this page stands still.')}
        </p>
      </noscript>
      <p>
        <a href={at}>{t('刷新', 'Look again')}</a>
      </p>
    </section>
  );
}

const EVERY_MS = 1_000;
/** After so many the browser asks anew, and is asked anew who it is. */
const MOST_EVENTS = 300;

/** A stream of server-sent events: how far it is, once a second, to its end. */
export function streamed(
  { deps }: Pick<Visit, 'deps'>,
  look: () => Promise<Far & { ended: boolean }>,
): Response {
  const encoder = new TextEncoder();
  let sent = 0;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (sent > 0) await sleep(EVERY_MS);
      const { done, total: steps, words, ended } = await look();
      const data = JSON.stringify({ done, steps, words, ended });
      controller.enqueue(encoder.encode(`data: ${data}\n\n`));
      sent += 1;
      const leaving = (deps.ending?.() ?? 'no') !== 'no';
      if (ended || leaving || sent === MOST_EVENTS) controller.close();
    },
  });
  return new Response(stream, {
    headers: { 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' },
  });
}
