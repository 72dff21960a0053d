import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { expect, test } from 'vitest';
import { schedule } from '../jobs/schedule.ts';
import { FONT_FILES } from '../reports/fonts.ts';

interface Wrangler {
  main: string;
  build: { command: string };
  alias: Record<string, string>;
  triggers: { crons: string[] };
  hyperdrive: { binding: string }[];
}

const wrangler = parse(readFileSync('wrangler.toml', 'utf8')) as unknown as Wrangler;

test('cron triggers fire exactly the schedule', () => {
  expect(wrangler.triggers.crons).toEqual(schedule.map(({ cron }) => cron));
});

test('every font that papers are drawn with is copied to the assets', () => {
  for (const name of Object.values(FONT_FILES)) {
    const folder = name.slice(name.indexOf('_') + 1, name.lastIndexOf('.'));
    const path = `node_modules/@expo-google-fonts/noto-serif-sc/${folder}/${name}`;
    expect(existsSync(path), path).toBe(true);
    expect(wrangler.build.command).toContain(path);
  }
});

test('its entry, its aliases and the two roles are there', () => {
  for (const path of [wrangler.main, ...Object.values(wrangler.alias)])
    expect(existsSync(path), path).toBe(true);
  expect(wrangler.hyperdrive.map(({ binding }) => binding)).toEqual([
    'DATABASE_APP',
    'DATABASE_NIGHT',
  ]);
});
