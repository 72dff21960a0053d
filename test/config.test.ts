import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig, settings } from '../src/config.ts';

const secret = 'x'.repeat(32);
/** As `openssl rand -base64 32` makes it. */
const strong = 'q3VxB0dJm8YkR5tLw2ZpXcN7aHfGsE1uKo4iTyUjPl0=';
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
    signOn: null,
    anchorDir: null,
    fontDir: '',
    newerSecrets: [],
    dataDir: '.data',
    logLevel: 'info',
    production: false,
    publicUrl: null,
    processes: 1,
    metricsPort: null,
    metricsHost: '127.0.0.1',
    trustedProxies: [],
    rates: { anonymous: 600, failed: 60, key: 6000, bank: 6000 },
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
  const given = { WAGE_SECRET: strong, NODE_ENV: 'production' };
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

test('in production a secret that is an example or filled up is refused, elsewhere it is not', () => {
  const production = (WAGE_SECRET: string) => () =>
    readConfig([], { NODE_ENV: 'production', WAGE_SECRET });
  for (const weak of [
    secret,
    'change-me-change-me-change-me-4711',
    `${strong.slice(0, 20)}-Example-secret`,
    'abcdefghijk'.repeat(3),
  ])
    expect(production(weak), weak).toThrow('WAGE_SECRET 是示例');
  expect(production(strong)().wageSecret).toBe(strong);
  expect(production('abcdefghijkl'.repeat(3))().production).toBe(true);
  expect(readConfig([], { WAGE_SECRET: secret }).wageSecret).toBe(secret);
});

test('in production a guessed password of the database is refused for each URL, none at all is not', () => {
  const read =
    (name: string, given: string, NODE_ENV = 'production') =>
    () =>
      readConfig([], {
        WAGE_SECRET: strong,
        WAGE_SEAL_KEY: 'k',
        DATABASE_URL: url,
        NODE_ENV,
        [name]: given,
      });
  for (const name of ['DATABASE_URL', 'DATABASE_URL_APP', 'DATABASE_URL_NIGHT']) {
    for (const password of ['postgres', 'Password', 'wage', 'change-me', '12345678'])
      expect(read(name, `postgres://wage:${password}@db/wage`), password).toThrow(`${name} 的密码`);
    expect(read(name, 'postgres://wage:Hc7-uPq2@db/wage')().production).toBe(true);
    expect(read(name, url)().production).toBe(true);
    expect(read(name, 'postgres://wage:wage@db/wage', '')().production).toBe(false);
  }
});

test('proxies are addresses or networks, one by one; what is neither is named', () => {
  const read = (TRUSTED_PROXIES: string) => readConfig([], { TRUSTED_PROXIES }).trustedProxies;
  expect(read('10.0.0.0/8, 127.0.0.1,fd00::/8')).toEqual(['10.0.0.0/8', '127.0.0.1', 'fd00::/8']);
  for (const wrong of ['proxy.local', '10.0.0.0/33', '10.0.0', '::1/129', '10.0.0.0/'])
    expect(() => read(`127.0.0.1,${wrong}`), wrong).toThrow(`TRUSTED_PROXIES 中的 ${wrong} `);
});

test('limits of requests have bounds, 0 is none', () => {
  for (const name of ['RATE_KEY', 'RATE_BANK', 'RATE_ANONYMOUS', 'RATE_FAILED']) {
    for (const wrong of ['-1', '10000001', 'many'])
      expect(() => readConfig([], { [name]: wrong }), wrong).toThrow(name);
  }
  expect(readConfig([], { RATE_KEY: '0', RATE_FAILED: '10000000' }).rates).toMatchObject({
    key: 0,
    failed: 10_000_000,
  });
});

test('the public’s address is one or none, and has no slash at its end', () => {
  expect(readConfig([], { PUBLIC_URL: 'https://wage.example//' }).publicUrl).toBe(
    'https://wage.example',
  );
  for (const wrong of ['wage.example', 'ftp://wage.example', 'https://'])
    expect(() => readConfig([], { PUBLIC_URL: wrong }), wrong).toThrow('PUBLIC_URL 应为');
});

test('a sign-on wants all of its settings or none, and addresses that are some', () => {
  const all = {
    PUBLIC_URL: 'https://wage.example/',
    SIGN_ON_ISSUER: 'https://id.example',
    SIGN_ON_CLIENT_ID: 'wage',
    SIGN_ON_CLIENT_SECRET: 's',
  };
  expect(readConfig([], {}).signOn).toBeNull();
  expect(readConfig([], { PUBLIC_URL: all.PUBLIC_URL }).signOn).toBeNull();
  expect(readConfig([], all).signOn).toEqual({
    issuer: 'https://id.example',
    publicUrl: 'https://wage.example',
    clientId: 'wage',
    clientSecret: 's',
  });
  for (const name of Object.keys(all)) {
    expect(() => readConfig([], { ...all, [name]: '' }), name).toThrow(`还缺 ${name}`);
  }
  for (const name of ['PUBLIC_URL', 'SIGN_ON_ISSUER']) {
    expect(() => readConfig([], { ...all, [name]: 'id.example' })).toThrow(`${name} 应为`);
  }
});
