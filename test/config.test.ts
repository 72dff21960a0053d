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
    signOn: null,
    anchorDir: null,
    dataDir: '.data',
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

test('every bad setting is named at once, and a secret is never repeated', () => {
  const read = () =>
    readConfig([], {
      PORT: 'http',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://x',
      WAGE_SECRET: 'hush',
    });
  expect(read).toThrow(/PORT.*LOG_LEVEL.*WAGE_SECRET.*databaseUrl/);
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
