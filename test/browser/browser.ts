import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import type { PersonInput } from '../../src/domain/people/invitations.ts';
import { listen } from '../../src/listen.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb, type TestDb } from '../helpers/db.ts';
import { codeNow, enrol, join, makeBrowser, PASSWORD } from '../helpers/people.ts';
import { launchChromium } from './chromium.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The two ways in which a journey is made. */
export const ways = [
  { way: 'at a desk', javaScriptEnabled: true, viewport: { width: 1440, height: 900 } },
  {
    way: 'on a phone without scripts',
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
  },
];
export type Way = (typeof ways)[number];

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
    const outlast = (work: Promise<unknown>) => void work.catch(() => {});
    const app = await makeApp(at(), { now, outlast });
    const server = await listen({ fetch: app.app.fetch, host: '127.0.0.1', port: 0 });
    const browser = await launchChromium();
    house = { at: at(), app, callers: await app.callers(), url: server.url, browser };
    stop = () => Promise.all([browser.close(), server.stop()]).then(() => app.end());
  });
  afterAll(() => stop?.());
  return () => house as House;
}

const PATIENCE_MS = 10_000;
const withoutScripts = new WeakSet<Page>();

/** A page that fails the test where the browser complains: of the policy, of a script, of a file that is not there. */
export async function openPage(
  house: House,
  { way: _, ...options }: Partial<Way> & BrowserContextOptions = {},
): Promise<Page> {
  const context = await house.browser.newContext({
    locale: 'zh-CN',
    baseURL: house.url,
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  if (options.javaScriptEnabled === false) withoutScripts.add(page);
  page.on('pageerror', (error) => {
    throw error;
  });
  return page;
}

/** Somebody of a role who may sign in; with what an authenticator app would hold, where the role needs one. */
export async function inviteTo(house: House, input: PersonInput): Promise<{ uri: string | null }> {
  await join(house.app, input);
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

/** Somebody of a role at a page of their own, invited and signed in. */
export async function pageOf(house: House, way: Way, input: PersonInput): Promise<Page> {
  const { uri } = await inviteTo(house, input);
  const page = await openPage(house, way);
  await signInAt(page, input.username, uri);
  return page;
}

/** What stands in the body of the page. */
export const textOf = async (page: Page): Promise<string> =>
  (await page.locator('main').textContent()) ?? '';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const looks = [1440, 390].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

/**
 * axe finds nothing on the page as it stands, and nothing hangs over its sides: at a desk and on a phone, in the light and in the
 * dark. It runs as a script; where the page may have none nothing is looked at.
 */
export async function expectAccessible(page: Page): Promise<void> {
  const size = page.viewportSize();
  if (size === null || withoutScripts.has(page)) return;
  await page.evaluate(axe);
  for (const { width, colorScheme } of looks) {
    await page.setViewportSize({ ...size, width });
    await page.emulateMedia({ colorScheme });
    expect(await faultsOn(page), `${page.url()} at ${width}, ${colorScheme}`).toEqual([]);
  }
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: null });
}

/** Nothing hangs over the sides of the narrowest phone. */
export async function expectNarrow(page: Page): Promise<void> {
  const size = page.viewportSize();
  if (size === null || withoutScripts.has(page)) return;
  await page.setViewportSize({ ...size, width: 320 });
  expect(await page.evaluate('document.documentElement.scrollWidth'), page.url()).toBe(320);
  await page.setViewportSize(size);
}

async function faultsOn(page: Page): Promise<string[]> {
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
  const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
  return wide ? [...found, 'it hangs over its sides'] : found;
}
