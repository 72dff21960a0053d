import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rulebook } from '../jobs/rulebook.ts';

// The house rules that are not types and not imports. Each check is a guard, not a proof.

const text = (path: string) => readFileSync(path, 'utf8');
const sources = (...rooms: string[]) =>
  rooms.flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !file.includes('node_modules/'))
      .map((file) => `${room}/${file}`),
  );
const program = () => sources('db', 'src', 'jobs', 'reports');

describe('rules', () => {
  const files = readdirSync('jobs/rules').sort();

  test('the rulebook lists every rule file, in their order', () => {
    expect(rulebook.map((rule) => rule.id)).toEqual(
      files.map((file) => file.slice(0, 3).toUpperCase()),
    );
  });

  test.each(files)('%s has a test of its own, writes nothing and asks no clock', (file) => {
    expect(existsSync(`test/jobs/rules/${file.replace('.ts', '.test.ts')}`)).toBe(true);
    expect(text(`jobs/rules/${file}`)).not.toMatch(
      /\bnow\(|current_(date|time)|\bDate\b|clock_timestamp/,
    );
    expect(text(`jobs/rules/${file}`)).not.toMatch(/\b(insert into|update we|delete from)\b/i);
    // A rule within another goes by its parameters in force: `embed`.
    expect(text(`jobs/rules/${file}`)).not.toMatch(/\.find\(\{/);
  });
});

test('nothing but the entries asks the clock', () => {
  const entries =
    /^(src\/(node|serve|house|cloudflare)\.ts|src\/commands\/|src\/demo\/|db\/(migrate|embedded\/))/;
  for (const file of program().filter((f) => !entries.test(f))) {
    expect(text(file), file).not.toMatch(/new Date\(\)|Date\.now\(\)|\bcurrent_(date|timestamp)\b/);
  }
});

test('only the domain writes, and only in the schema `we`', () => {
  const writes =
    /\.(insert|delete)\(\w|\b(insert into|delete from) we\.|\bupdate we\.\w+ (\w+ )?set\b/i;
  // Nothing in src/lib can reach the database: its maps may lose members.
  const able = program().filter((f) => !f.startsWith('src/lib/'));
  for (const file of able.filter((f) => writes.test(text(f)))) {
    expect(file).toMatch(/^(src\/domain\/|db\/migrate\.ts)/);
  }
});

test('whoever writes leaves an event, himself or through his caller', () => {
  // Parts of a unit of work whose caller records; every other file that writes calls record().
  const parts =
    /\/(duty|doubts|day-rates|resends|wages|unfold|allocation|suspects|entries|unmatched|payouts|states|said|reseal|store|take|refresh|idempotency|runs|tasks|sync|seal|lay-out|permits|passwords|evidence|numbering|verifying|follows|keeping\/rows|keeping\/messages|registry\/cards|two-sites)\.ts$/;
  for (const file of sources('src/domain').filter(
    (f) => /\b(insert into|update) we\./.test(text(f)) && !parts.test(f),
  )) {
    expect(text(file), file).toMatch(/\brecord(Many)?\(|insert into we\.event/);
  }
});

test('a scope is set in one place, and no role is changed', () => {
  for (const file of program()) {
    expect(text(file), file).not.toMatch(/set_config\(|^\s*set (local )?role\b|set session auth/im);
    if (file !== 'db/work.ts') expect(text(file), file).not.toMatch(/set_scope\(/);
  }
});

test('money and days are converted in one place each', () => {
  for (const file of program().filter((f) => !/^src\/lib\/(fen|day)\.ts$/.test(f))) {
    expect(text(file), file).not.toMatch(/\bparseFloat\b|\.toFixed\(|toISOString\(\)\.slice/);
  }
});

test('every test that a document names is there', () => {
  const docs = readdirSync('docs', { recursive: true, encoding: 'utf8' });
  const documents = docs.filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`);
  const named = documents.flatMap((file) => text(file).match(/\btest\/[\w/-]+\.test\.ts/g) ?? []);
  expect(named.length).toBeGreaterThan(50);
  for (const path of named) expect(existsSync(path), path).toBe(true);
});

test('files stay on a few screens', () => {
  for (const file of [...program(), ...sources('test')]) {
    expect(text(file).split('\n').length, file).toBeLessThanOrEqual(400);
  }
});

describe('import directions', () => {
  const cruise = (...paths: string[]) => {
    try {
      const out = execFileSync(
        'node_modules/.bin/depcruise',
        ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...paths],
        {
          encoding: 'utf8',
          maxBuffer: 64e6,
        },
      );
      return JSON.parse(out).summary as { error: number; totalCruised: number };
    } catch (error) {
      return JSON.parse((error as { stdout: string }).stdout).summary as {
        error: number;
        totalCruised: number;
      };
    }
  };

  test('the check sees our modules, and a forbidden import fails it', { timeout: 60_000 }, () => {
    const dir = 'src/lib/tidy-probe';
    mkdirSync(dir, { recursive: true });
    try {
      writeFileSync(
        `${dir}/probe.ts`,
        "import type { Work } from '../../../db/work.ts';\nexport type Probe = Work;\n",
      );
      const summary = cruise('src/lib');
      expect(summary.totalCruised).toBeGreaterThan(8);
      expect(summary.error).toBeGreaterThan(0);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});
