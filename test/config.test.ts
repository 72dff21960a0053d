import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig, settings } from '../src/config.ts';

const secret = 'x'.repeat(32);
const url = 'postgres://wage@db/wage';

test('with nothing given it listens on this machine alone and brings its own database', () => {
  expect(readConfig([], {})).toEqual({
    port: 8720,
    host: '127.0.0.1',
    databaseUrl: null,
    databaseUrlApp: null,
    databaseUrlNight: null,
    wageSecret: null,
    sealKey: null,
    anchorDir: null,
    newerSecrets: [],
    dataDir: '.data',
    trustProxy: 0,
    logLevel: 'info',
    production: false,
    processes: 1,
    metricsPort: null,
    metricsHost: '127.0.0.1',
    stopGrace: 5,
  });
});

test('a flag goes before the environment, an empty variable is none', () => {
  expect(readConfig(['--port', '9000'], { PORT: '8000', HOST: '' })).toMatchObject({
    port: 9000,
    host: '127.0.0.1',
  });
  expect(readConfig(['--data-dir=/var/wage'], {}).dataDir).toBe('/var/wage');
});

test('a secret is asked for with an own database and in production, and must be long', () => {
  expect(() => readConfig([], { DATABASE_URL: url })).toThrow('WAGE_SECRET');
  expect(() => readConfig([], { NODE_ENV: 'production' })).toThrow('WAGE_SECRET');
  expect(() => readConfig([], { WAGE_SECRET: 'x'.repeat(31) })).toThrow('32');
  expect(readConfig([], { DATABASE_URL: url, WAGE_SECRET: secret })).toMatchObject({
    databaseUrl: url,
    wageSecret: secret,
  });
});

test('the key of the seals is asked for in production with an own database, and only there', () => {
  const given = { WAGE_SECRET: secret, NODE_ENV: 'production' };
  expect(() => readConfig([], { ...given, DATABASE_URL: url })).toThrow('WAGE_SEAL_KEY');
  expect(readConfig([], { ...given, DATABASE_URL: url, WAGE_SEAL_KEY: 'k' }).sealKey).toBe('k');
  expect(readConfig([], given).sealKey).toBeNull();
  expect(readConfig([], { DATABASE_URL: url, WAGE_SECRET: secret }).sealKey).toBeNull();
});

test('newer secrets come by number, from the environment or a file, each long enough and once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keys-'));
  const file = join(folder, 'keys');
  try {
    writeFileSync(file, `# 2026\n1=${secret}\n\n2 = ${secret}b=\n`);
    const read = readConfig([], { WAGE_KEYS_FILE: file, WAGE_SECRET_3: `${secret}c` });
    expect(read.wageSecret).toBe(secret);
    expect([...read.newerSecrets].sort((a, b) => a.version - b.version)).toEqual([
      { version: 2, secret: `${secret}b=` },
      { version: 3, secret: `${secret}c` },
    ]);
    // The first may be gone once everything lies under the second.
    expect(readConfig([], { DATABASE_URL: url, WAGE_SECRET_2: secret }).wageSecret).toBeNull();
    expect(() => readConfig([], { WAGE_KEYS_FILE: file, WAGE_SECRET_2: secret })).toThrow('版本 2');
    expect(() => readConfig([], { WAGE_SECRET_2: 'short' })).toThrow('WAGE_SECRET_2 至少 32');
    for (const odd of ['X', '0', '1000', '-1'])
      expect(() => readConfig([], { [`WAGE_SECRET_${odd}`]: secret }), odd).toThrow('版本应为');
    writeFileSync(file, secret);
    expect(() => readConfig([], { WAGE_KEYS_FILE: file })).toThrow('第 1 行');
    expect(() => readConfig([], { WAGE_KEYS_FILE: file })).not.toThrow(secret);
  } finally {
    rmSync(folder, { recursive: true });
  }
  expect(() => readConfig([], { WAGE_KEYS_FILE: file })).toThrow('读不出');
});

test('every bad setting is named at once, and a secret is never repeated', () => {
  const read = () =>
    readConfig([], {
      PORT: 'http',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://x',
      WAGE_SECRET: 'hush',
    });
  expect(read).toThrow(/WAGE_SECRET.*PORT.*LOG_LEVEL.*databaseUrl/);
  expect(read).not.toThrow('hush');
  for (const port of ['-1', '65536', '80.5'])
    expect(() => readConfig([], { PORT: port }), port).toThrow('PORT');
  for (const hops of ['-1', '6', 'yes'])
    expect(() => readConfig([], { TRUST_PROXY: hops }), hops).toThrow('TRUST_PROXY');
  expect(readConfig([], { TRUST_PROXY: '5' }).trustProxy).toBe(5);
  expect(readConfig([], { PORT: '0' }).port).toBe(0);
});

test('processes, metrics port and grace have bounds, each held from both sides', () => {
  const read = (name: string, value: string) => () => readConfig([], { [name]: value });
  for (const [name, value] of [
    ['PROCESSES', '0'],
    ['PROCESSES', '65'],
    ['METRICS_PORT', '65536'],
    ['STOP_GRACE', '301'],
    ['STOP_GRACE', '1.5'],
  ] as const)
    expect(read(name, value), `${name}=${value}`).toThrow(name);
  expect(readConfig(['--processes', '64'], {}).processes).toBe(64);
  expect(readConfig([], { METRICS_PORT: '0', STOP_GRACE: '300' })).toMatchObject({
    metricsPort: 0,
    stopGrace: 300,
  });
});

test('an unknown flag is refused with the known ones', () => {
  expect(() => readConfig(['--prot', '9000'], {})).toThrow('--port');
});

test('each setting says what it is', () => {
  for (const { about } of Object.values(settings)) expect(about).not.toBe('');
});
