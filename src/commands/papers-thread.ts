import { writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { type AnyPaper, drawPaper } from '../../reports/any-paper.ts';
import { nodeFonts } from '../../reports/node-fonts.ts';
import { Problem } from '../lib/problem.ts';

/** A paper to draw into a file, from its frozen facts as JSON. */
export interface Task {
  path: string;
  kind: AnyPaper['kind'];
  factsText: string;
}

/** What became of it: why not, in Chinese, where it was not drawn. */
export interface Drawn {
  path: string;
  bytes: number;
  refusal: string | null;
}

const { fontDir } = workerData as { fontDir: string };

parentPort?.on('message', async ({ path, kind, factsText }: Task) => {
  try {
    const bytes = await drawPaper({ kind, facts: JSON.parse(factsText) }, nodeFonts(fontDir));
    writeFileSync(path, bytes);
    parentPort?.postMessage({ path, bytes: bytes.length, refusal: null } satisfies Drawn);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    parentPort?.postMessage({ path, bytes: 0, refusal: error.detail } satisfies Drawn);
  }
});
