import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { urlsOf } from '../helpers/db.ts';
import { startWorker } from './wrangler.ts';

// The Worker as it is deployed, with nothing of the tests in it.

let worker: Awaited<ReturnType<typeof startWorker>>;

beforeAll(async () => {
  const urls = urlsOf(inject('clusterUrl'), inject('boundDatabase') ?? '');
  worker = await startWorker('src/cloudflare.ts', urls);
});
afterAll(() => worker.stop());

const get = (path: string, init?: RequestInit) => fetch(new URL(path, worker.url), init);

test('it is ready through its bindings, and shows its page', async () => {
  expect(await (await get('/ready')).json()).toEqual({ status: 'ready' });
  expect(await (await get('/api/v1/docs')).text()).toContain('农民工工资专户监测预警系统');
});

test('it wants a key, and takes no word of a test', async () => {
  const told = { 'x-test': JSON.stringify({ appUrl: 'postgres://nobody@127.0.0.1:1/none' }) };
  const ready = await get('/ready', { headers: told });
  expect([ready.status, ready.headers.get('x-test-log')]).toEqual([200, null]);
  expect(await (await get('/api/v1/alerts')).json()).toMatchObject({ code: 'key-missing' });
});

test('the fonts are for the application only', async () => {
  const font = await get('/NotoSerifSC_400Regular.ttf');
  expect(await font.json()).toMatchObject({ status: 404, code: 'route-not-found' });
});

test('packed it is well under the 3 MB that Cloudflare takes', { timeout: 60_000 }, () => {
  const wrangler = 'test/workers/node_modules/wrangler/bin/wrangler.js';
  const folder = 'dist/worker';
  const deploy = ['deploy', '--dry-run', '--minify', '--outdir', folder];
  execFileSync(process.execPath, [wrangler, ...deploy], { stdio: 'pipe' });
  const packed = gzipSync(readFileSync(`${folder}/cloudflare.js`)).length;
  expect(packed).toBeGreaterThan(500_000);
  expect(packed).toBeLessThan(2_400_000);
});
