import type { APIRequestContext } from 'playwright-core';
import { rooms } from '../../src/console/console.ts';
import { localPath } from '../../src/console/frame/paths.ts';

/** A page of the console as `console.ts` lists it, and where somebody finds one. */
export interface Found {
  /** `payrolls-batches-batchId`; `home`. */
  name: string;
  path: string;
}

const READ_OF_EACH = 6;

const patterns = rooms
  .filter(({ about }) => about.method === 'get' && !/\.|^\/language/.test(about.path))
  .map(({ about: { path } }) => ({
    name: path.replace(/^\/|:/g, '').replaceAll('/', '-') || 'home',
    shape: new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`),
    literal: !path.includes(':'),
  }))
  // `/payrolls/new` before `/payrolls/:id`.
  .sort((a, b) => Number(b.literal) - Number(a.literal));

const linksIn = (html: string): string[] =>
  [...html.matchAll(/href="(\/[^"]*)"/g)].map(([, to = '']) =>
    localPath(to.replaceAll('&amp;', '&')),
  );

/**
 * Follows links from these addresses, several of each page, as somebody who is signed in would.
 *
 * @returns one address of every page that was reached, the first one found
 */
export async function walk(request: APIRequestContext, from: readonly string[]): Promise<Found[]> {
  const todo = [...from];
  const seen = new Set(todo);
  const read = new Map<string, number>();
  const found = new Map<string, Found>();
  for (let path = todo.shift(); path !== undefined; path = todo.shift()) {
    const [pathname] = path.split('?') as [string];
    const pattern = patterns.find(({ shape }) => shape.test(pathname));
    const times = read.get(pattern?.name ?? '') ?? 0;
    if (!pattern || times >= READ_OF_EACH) continue;
    read.set(pattern.name, times + 1);
    const answer = await request.get(path, { headers: { Accept: 'text/html' } });
    if (answer.status() !== 200) continue;
    if (!found.has(pattern.name)) found.set(pattern.name, { name: pattern.name, path });
    for (const link of linksIn(await answer.text())) {
      if (seen.has(link)) continue;
      seen.add(link);
      todo.push(link);
    }
  }
  return [...found.values()];
}
