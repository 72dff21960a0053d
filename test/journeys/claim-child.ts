import { readFileSync } from 'node:fs';
import { openDb } from '../../db/client.ts';
import { type Actor, write } from '../../db/work.ts';
import { once } from '../../src/domain/idempotency.ts';
import { claimBatch } from '../../src/domain/payroll/batches.ts';
import type { BatchInput } from '../../src/domain/payroll/checks.ts';
import { dayOf } from '../../src/lib/day.ts';
import { testVault } from '../helpers/app.ts';

/** A request of a contractor, as its program would repeat it: under one idempotency key. */
export interface ClaimRequest {
  url: string;
  actor: Actor;
  projectId: number;
  now: string;
  input: BatchInput;
}

/** Posts the batch; the same request again gets the first answer. */
export async function post({ url, actor, projectId, now, input }: ClaimRequest) {
  const db = openDb(url, testVault, 1);
  const at = new Date(now);
  const asked = { route: `POST ${projectId}`, key: 'one', digest: 'same', status: 201 };
  try {
    return await write(db, actor, at, dayOf(at), (work) =>
      once(work, asked, () => claimBatch(work, projectId, input)),
    );
  } finally {
    await db.end({ timeout: 1 });
  }
}

// Started as a process of its own, so that it can be killed.
if (process.argv[1] === import.meta.filename) {
  const request = JSON.parse(readFileSync(process.argv[2] as string, 'utf8')) as ClaimRequest;
  process.stdout.write('begun\n');
  await post(request);
  process.stdout.write('done\n');
}
