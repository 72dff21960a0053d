import { Worker } from 'node:worker_threads';
import type { Drawn, Task } from './papers-thread.ts';

/**
 * Draws papers into files over threads, each with the fonts parsed once; a thread gets its next paper when it is done.
 *
 * @param onDrawn told of each as it ends, in whatever order
 * @throws Error when a thread dies; the others are stopped
 */
export async function drawOverThreads(
  tasks: readonly Task[],
  { threads, fontDir }: { threads: number; fontDir: string },
  onDrawn: (drawn: Drawn) => void,
): Promise<void> {
  const waiting = tasks.values();
  const workers = Array.from(
    { length: Math.min(threads, tasks.length) },
    () => new Worker(new URL('./papers-thread.ts', import.meta.url), { workerData: { fontDir } }),
  );
  try {
    await Promise.all(workers.map((worker) => work(worker, waiting, onDrawn)));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function work(
  worker: Worker,
  waiting: Iterator<Task>,
  onDrawn: (drawn: Drawn) => void,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const next = () => {
    const { done, value } = waiting.next();
    if (done) resolve();
    else worker.postMessage(value);
  };
  worker.on('message', (drawn: Drawn) => {
    onDrawn(drawn);
    next();
  });
  worker.on('error', reject);
  worker.on('exit', () => reject(new Error('绘制文书的线程中途停止')));
  next();
  return promise;
}
