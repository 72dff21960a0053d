import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeUscc } from '../src/demo/identities.ts';
import { LIMITS } from '../src/http/edge.ts';
import { listen, PATIENCE, type Patience } from '../src/listen.ts';
import { type Callers, makeApp, type TestApp } from './helpers/app.ts';
import { freshDb } from './helpers/db.ts';

// Real sockets: what a client sees of a refusal depends on who closes when.

const db = freshDb();
const MB = 1024 * 1024;
const TIMES = 20;
let app: TestApp;
let callers: Callers;
let url: string;
const stops: (() => Promise<void>)[] = [];

async function start(patience: Partial<Patience> = {}) {
  const server = await listen({ fetch: app.app.fetch, host: '127.0.0.1', port: 0, patience });
  stops.push(server.stop);
  return server;
}

beforeAll(async () => {
  app = await makeApp(db(), { now: '2026-09-15T09:00:00+08:00' });
  callers = await app.callers();
  ({ url } = await start());
});
afterAll(async () => {
  await Promise.all(stops.map((stop) => stop()));
  await app.end();
});

interface Writer {
  bytes: number;
  chunked?: boolean;
  key?: string;
  /** Bytes at a time, and the pause after each. */
  piece?: number;
  pauseMs?: number;
  /** Reads nothing before all is written, as simple clients do. */
  blind?: boolean;
  /** Asks for the connection to be closed after the answer. */
  last?: boolean;
  to?: string;
}

const head = ({ bytes, chunked, key, last }: Writer) =>
  [
    `PUT /api/v1/companies/${makeUscc(910)} HTTP/1.1`,
    'Host: localhost',
    `Authorization: Bearer ${key ?? callers.authority.key}`,
    'Content-Type: application/json',
    ...(last ? ['Connection: close'] : []),
    chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${bytes}`,
    '\r\n',
  ].join('\r\n');

/** Sends a body of spaces; answers what came back, how the connection ended, and how much was sent. */
async function send(writer: Writer) {
  const { bytes, chunked, piece = 256 * 1024, pauseMs = 0, blind, to = url } = writer;
  const socket = connect(Number(new URL(to).port), '127.0.0.1');
  let [text, error, sent] = ['', '', 0];
  socket.on('error', (e: NodeJS.ErrnoException) => {
    error = e.code ?? e.message;
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  if (!blind) socket.on('data', (data) => (text += data));
  await once(socket, 'connect');
  const begun = performance.now();
  socket.write(head(writer));
  const block = Buffer.alloc(piece, ' ');
  while (sent < bytes && !socket.destroyed && !socket.readableEnded) {
    const data = block.subarray(0, Math.min(piece, bytes - sent));
    sent += data.length;
    if (chunked) socket.write(`${data.length.toString(16)}\r\n`);
    if (!socket.write(data) && !chunked) await drained(socket, closed);
    if (chunked && !socket.write('\r\n')) await drained(socket, closed);
    if (pauseMs > 0) await sleep(pauseMs);
  }
  if (chunked && !socket.destroyed) socket.write('0\r\n\r\n');
  if (blind) socket.on('data', (data) => (text += data));
  await closed;
  return { status: Number(text.slice(9, 12)), text, error, sent, ms: performance.now() - begun };
}

const drained = (socket: Socket, closed: Promise<void>) =>
  Promise.race([new Promise<void>((resolve) => socket.once('drain', () => resolve())), closed]);

const many = (writer: Writer) => Promise.all(Array.from({ length: TIMES }, () => send(writer)));
const statuses = (answers: { status: number }[]) => [...new Set(answers.map((a) => a.status))];

describe.each([
  ['told', false],
  ['streamed', true],
])('a body above its limit, its length %s', (_, chunked) => {
  test.each<[string, Partial<Writer>]>([
    ['a fast writer', {}],
    ['a writer who takes its time', { piece: 128 * 1024, pauseMs: 60 }],
    ['one who reads only when all is sent', { blind: true }],
    ['one who does both', { piece: 128 * 1024, pauseMs: 60, blind: true }],
  ])('is answered 413 every time: %s', async (_, how) => {
    const answers = await many({ bytes: 3 * MB, chunked, ...how });
    expect(statuses(answers)).toEqual([413]);
    for (const { text, error } of answers) {
      expect(error).toBe('');
      expect(text).toMatch(/^HTTP\/1.1 413 .*\r\n/);
      expect(text).toMatch(/\r\nConnection: close\r\n/);
      expect(JSON.parse(text.split('\r\n\r\n')[1] as string)).toMatchObject({
        code: 'body-too-large',
        maxBytes: MB,
      });
    }
  });
});

test('a refusal for another reason reaches who is still writing', async () => {
  const answers = await many({ bytes: 3 * MB, key: 'wk_nobody', pauseMs: 60, blind: true });
  expect(statuses(answers)).toEqual([401]);
});

test('a client that breaks off its upload is no fault of ours: a 400 in the log, no warning', async () => {
  for (const chunked of [false, true]) {
    const before = app.logged().length;
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');
    socket.write(head({ bytes: 1000, chunked }));
    socket.write(chunked ? '5\r\n{    \r\n' : '{    ');
    await sleep(100);
    socket.destroy();
    await expect.poll(() => app.logged().length, { timeout: 5_000 }).toBe(before + 1);
    expect(app.logged().at(-1)).toMatchObject({ msg: 'request', method: 'PUT', status: 400 });
  }
});

test('500 MB are thrown away as they come', { timeout: 60_000 }, async () => {
  const used = () => {
    const { arrayBuffers, heapUsed } = process.memoryUsage();
    return arrayBuffers + heapUsed;
  };
  const before = used();
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, used() - before);
  }, 5);
  for (const chunked of [false, true]) {
    const answer = await send({ bytes: 500 * MB, piece: MB, chunked, blind: true });
    expect(answer).toMatchObject({ status: 413, error: '', sent: 500 * MB });
  }
  clearInterval(watch);
  // Garbage counts until it is collected; what is kept would be 500 MB.
  expect(most).toBeLessThan(250 * MB);
});

test('a client that never ends its refused body is cut off, and one that pauses sooner', async () => {
  const { url: to } = await start({ lateMs: 600, lateQuietMs: 250 });
  const endless = { bytes: 1000 * MB, piece: 1000, to };
  const busy = await send({ ...endless, pauseMs: 20 });
  expect(busy.status).toBe(413);
  expect(busy.ms).toBeGreaterThan(500);
  expect(busy.ms).toBeLessThan(3000);
  const quiet = await send({ ...endless, pauseMs: 1000 });
  expect(quiet.status).toBe(413);
  expect(quiet.sent).toBeLessThan(3000);
});

test('a body that comes a byte at a time is cut off with 408, one that is in time is taken', async () => {
  const { url: to } = await start({ requestMs: 800 });
  const slow = await send({ bytes: 1000, piece: 1, pauseMs: 50, to });
  expect(slow.status).toBe(408);
  expect(slow.ms).toBeLessThan(3000);
  const inTime = await send({ bytes: 8, piece: 1, pauseMs: 20, last: true, to });
  expect(inTime).toMatchObject({ status: 400, text: expect.stringContaining('invalid-json') });
});

test('the largest body over a line of 256 kbit/s is in time', () => {
  expect((LIMITS.sheet * 8) / 256).toBeLessThan(PATIENCE.requestMs);
});

test('stopping waits for what is under way, but not for ever', async () => {
  const { url: to, stop } = await start({ stopMs: 500 });
  const under = send({ bytes: 1000, piece: 1, pauseMs: 50, to });
  await sleep(200);
  const begun = performance.now();
  await stop();
  expect(performance.now() - begun).toBeLessThan(2000);
  expect((await under).text).toBe('');
});
