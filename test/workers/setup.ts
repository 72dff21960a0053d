import type { TestProject } from 'vitest/node';
import { makeDatabase, urlsOf } from '../helpers/db.ts';
import { startWorker } from './wrangler.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The database behind the Worker's own bindings. */
    boundDatabase?: string;
  }
}

/** vitest's global setup: one Worker a run, with the entry that tests can tell things. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { clusterUrl, runName } = project.getProvidedContext();
  const name = `${runName}_bound`;
  await makeDatabase(clusterUrl, runName, name);
  const worker = await startWorker('test/workers/entry.ts', urlsOf(clusterUrl, name));
  project.provide('workerUrl', worker.url);
  project.provide('boundDatabase', name);
  return worker.stop;
}
