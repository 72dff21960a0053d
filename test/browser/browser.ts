import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import type { PersonInput } from '../../src/domain/people/invitations.ts';
import { listen } from '../../src/listen.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb, type TestDb } from '../helpers/db.ts';
import { codeNow, enrol, join as joinPeople, makeBrowser, PASSWORD } from '../helpers/people.ts';

const here = import.meta.dirname;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The package that brings the binary has no place in a newcomer's install, so it is not imported by name. */
async function binary(): Promise<{ executablePath: string; args: string[] }> {
  // A bare machine lacks libraries that Chromium links (NSS). The package holds them, and unpacks them where it takes itself to be in the cloud.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x';
  const entry = join(here, 'node_modules/@sparticuz/chromium/build/index.js');
  const { default: packed } = (await import(pathToFileURL(entry).href)) as {
    default: { executablePath(): Promise<string> };
  };
  // Its own arguments are for a function in the cloud: one process for all, which one page takes down.
  return {
    executablePath: await packed.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  };
}

export interface House {
  at: TestDb;
  app: TestApp;
  callers: Callers;
  url: string;
  browser: Browser;
}

/** The application on a database of its own behind a real server, with a browser before it. */
export function houseAt(now: string): () => House {
  const at = freshDb();
  let house: House | undefined;
  let stop: () => Promise<unknown>;
  beforeAll(async () => {
    const app = await makeApp(at(), { now });
    const server = await listen({ fetch: app.app.fetch, host: '127.0.0.1', port: 0 });
    const browser = await chromium.launch(await binary());
    house = { at: at(), app, callers: await app.callers(), url: server.url, browser };
    stop = () => Promise.all([browser.close(), server.stop()]).then(() => app.end());
  });
  afterAll(() => stop?.());
  return () => house as House;
}

/** A page that fails the test where the browser complains: of the policy, of a script, of a file that is not there. */
export async function openPage(house: House, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await house.browser.newContext({
    locale: 'zh-CN',
    baseURL: house.url,
    ...options,
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  return page;
}

/** Somebody of a role who may sign in; with what an authenticator app would hold, where the role needs one. */
export async function inviteTo(house: House, input: PersonInput): Promise<{ uri: string | null }> {
  await joinPeople(house.app, input);
  const first = makeBrowser(house.app);
  const { body } = await first.signIn(input.username);
  if (body.secondFactor !== 'enrolment-needed') return { uri: null };
  const { uri } = await enrol(first);
  return { uri };
}

/** Types what the door asks for. */
export async function signInAt(page: Page, username: string, uri: string | null): Promise<void> {
  await page.goto('/sign-in');
  await page.fill('#username', username);
  await page.fill('#password', PASSWORD);
  await page.click('main button');
  if (uri === null) return;
  // The code of enrolment was used: the next one counts as well.
  await page.fill('#code', codeNow(uri, 1));
  await page.click('main button');
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** axe finds nothing on the page as it stands, and nothing hangs over its sides. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe);
  const found = await page.evaluate(async (values) => {
    const { axe: run } = globalThis as unknown as {
      axe: {
        run(
          d: unknown,
          o: object,
        ): Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }>;
      };
    };
    const { violations } = await run.run((globalThis as { document?: unknown }).document, {
      runOnly: values,
    });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(', ')}`,
    );
  }, RULES);
  expect(found, page.url()).toEqual([]);
  const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
  expect(wide, `${page.url()} hangs over its sides`).toBe(false);
}
