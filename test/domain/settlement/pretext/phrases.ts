import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from '../../../../src/domain/settlement/pretext/audits.ts';
import { checkPretext } from '../../../../src/domain/settlement/pretext/check.ts';
import type { Effect } from '../../../../src/domain/settlement/pretext/effects.ts';
import type { Excuse } from '../../../../src/domain/settlement/pretext/excuses.ts';

/** A phrase of our own, labelled by the catalogue before the detector saw it. */
export interface Phrase {
  /** The file it stands in: what it is an example of. */
  group: string;
  text: string;
  pretext: boolean;
  kind?: Kind;
  effect?: Effect;
  excuse?: Excuse | null;
}

const OURS = new URL('../../../fixtures/pretext/', import.meta.url);

const linesOf = (path: string | URL) => readFileSync(path, 'utf8').trim().split('\n');

export const phrases: readonly Phrase[] = readdirSync(OURS).flatMap((file) =>
  linesOf(new URL(file, OURS)).map((line) => ({
    group: file.replace('.jsonl', ''),
    ...(JSON.parse(line) as Omit<Phrase, 'group'>),
  })),
);

const SAMPLES = join(
  process.env.SHARED_DIR ?? join(import.meta.dirname, '../../../../../shared'),
  'samples/audit-pretext',
);
export const noSamples = !existsSync(SAMPLES);

/** The labelled lines of the shared folder. */
export function samples(): { text: string; pretext: boolean }[] {
  return ['positive', 'negative'].flatMap((name) =>
    linesOf(join(SAMPLES, `${name}.txt`)).map((text) => ({ text, pretext: name === 'positive' })),
  );
}

/** How often the detector is right when it speaks, and how much it finds. */
export function measured(set: readonly { text: string; pretext: boolean }[]) {
  const found = set.filter(({ text }) => checkPretext(text).pretext);
  const right = found.filter(({ pretext }) => pretext).length;
  return {
    precision: right / found.length,
    recall: right / set.filter(({ pretext }) => pretext).length,
  };
}
