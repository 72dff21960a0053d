import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Anchor, readAnchor } from './domain/trail/anchor.ts';

/** Where the daily anchors lie, one JSON file a day; an outside party takes copies from here. */
export const anchorFolder = (config: { anchorDir?: string | null; dataDir: string }) =>
  config.anchorDir ?? join(config.dataDir, 'anchors');

/** Writes a day's anchor, whole or not at all. @returns its path */
export function keepAnchor(folder: string, anchor: Anchor): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${anchor.day}.json`);
  writeFileSync(`${path}.new`, `${JSON.stringify(anchor, null, 1)}\n`);
  renameSync(`${path}.new`, path);
  return path;
}

/** The anchors kept in a folder, the oldest first; none where there is no folder. @throws Problem `anchor-invalid` */
export function keptAnchors(folder: string): Anchor[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readAnchor(readFileSync(join(folder, name), 'utf8')));
}
