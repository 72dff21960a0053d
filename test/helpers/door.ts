import { inject } from 'vitest';
import { type AppDeps, createApp } from '../../src/app.ts';
import { makeDeps } from '../../src/deps.ts';
import { makeLog } from '../../src/lib/log.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a running Worker to send the requests to; absent on Node. */
    workerUrl?: string;
  }
}

/** The way a test's requests go: into the application in this process, or to a Worker. */
export interface Door {
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Log lines of the requests so far, parsed. */
  logged(): Record<string, unknown>[];
}

export interface DoorOptions {
  appUrl: string;
  nightUrl: string;
  clock: { now(): Date };
  limits?: AppDeps['limits'];
  /** What a job throws instead of running. */
  bug?: string;
  /** Where the public reaches the service. */
  publicUrl?: string;
}

/** What `test/workers/entry.ts` reads from a request's `x-test`. */
export type Told = Omit<DoorOptions, 'clock'> & { now: string };

/** A Worker takes its database, clock and limits with each request, and answers with its log lines. */
export function workerDoor(url: string, { clock, ...given }: DoorOptions): Door {
  const lines: Record<string, unknown>[] = [];
  return {
    async request(path, init = {}) {
      const told: Told = { ...given, now: clock.now().toISOString() };
      const headers = new Headers(init.headers);
      headers.set('x-test', JSON.stringify(told));
      const answer = await fetch(new URL(path, url), { ...init, headers });
      const logged = Buffer.from(answer.headers.get('x-test-log') ?? '', 'base64').toString();
      lines.push(
        ...logged
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line)),
      );
      return answer;
    },
    logged: () => lines,
  };
}

/** The application in this process, with real jobs and papers, or what a test puts in their place. */
export function nodeDoor(
  means: Omit<Parameters<typeof makeDeps>[0], 'log'>,
  instead: Partial<AppDeps>,
): Door & { app: ReturnType<typeof createApp>; deps: AppDeps } {
  const lines: string[] = [];
  const log = makeLog('debug', { write: (line: string) => void lines.push(line) });
  const deps: AppDeps = { ...makeDeps({ ...means, log }), ...instead };
  const app = createApp(deps);
  return {
    app,
    deps,
    request: async (path, init) => app.request(path, init),
    logged: () => lines.map((line) => JSON.parse(line)),
  };
}

/** Where this run's Worker listens; null on Node. */
export const workerUrl = () => inject('workerUrl') ?? null;
