import { AsyncLocalStorage } from 'node:async_hooks';
import { type Bindings, type Lifetime, makeIsolate } from '../../src/isolate.ts';
import type { Told } from '../helpers/door.ts';

// The Worker under test: the shipped one but for what a test tells it with each request. Never deployed.

const current = new AsyncLocalStorage<{ now: string; lines: string[] }>();
const isolates = new Map<string, ReturnType<typeof makeIsolate>>();
/** On Cloudflare an isolate holds one application; two files of tests ask for as many at a time. */
const MOST_ISOLATES = 2;

/** One for each way of setting it up, as on Cloudflare: requests share what lies in its memory. */
function isolateFor({ limits, bug }: Partial<Told>) {
  const name = JSON.stringify([limits, bug]);
  const isolate =
    isolates.get(name) ??
    makeIsolate({
      clock: { now: () => new Date(current.getStore()?.now ?? Number.NaN) },
      write: (line) => void current.getStore()?.lines.push(line),
      instead: {
        ...(limits && { limits }),
        ...(bug && { runJob: () => Promise.reject(new Error(bug)) }),
      },
    });
  // The one that was asked for last stays longest.
  isolates.delete(name);
  isolates.set(name, isolate);
  for (const [oldest] of isolates) if (isolates.size > MOST_ISOLATES) isolates.delete(oldest);
  return isolate;
}

const bound = (env: Bindings, { appUrl, nightUrl, publicUrl }: Partial<Told>): Bindings => ({
  ...env,
  ...(appUrl && { DATABASE_APP: { connectionString: appUrl } }),
  ...(publicUrl && { PUBLIC_URL: publicUrl }),
  ...(nightUrl && { DATABASE_NIGHT: { connectionString: nightUrl } }),
});

export default {
  fetch(request: Request, env: Bindings, lifetime: Lifetime): Promise<Response> {
    const told = JSON.parse(request.headers.get('x-test') ?? '{}') as Partial<Told>;
    const lines: string[] = [];
    return current.run({ now: told.now ?? '', lines }, async () => {
      const answer = await isolateFor(told).fetch(request, bound(env, told), lifetime);
      const copy = new Response(answer.body, answer);
      copy.headers.set('x-test-log', Buffer.from(lines.join('\n')).toString('base64'));
      return copy;
    });
  },
  /** Business time is when the event was due. */
  scheduled(event: { cron: string; scheduledTime: number }, env: Bindings): Promise<void> {
    const now = new Date(event.scheduledTime).toISOString();
    return current.run({ now, lines: [] }, () => isolateFor({}).scheduled(event, env));
  },
};
