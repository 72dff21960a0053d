import { openDb } from '../../../db/client.ts';
import { type Work, write } from '../../../db/work.ts';
import { sealTrail } from '../../../jobs/seal.ts';
import { eraseProject } from '../../../src/domain/keeping/erase.ts';
import { verifyTrail } from '../../../src/domain/trail/verify.ts';
import type { Day } from '../../../src/lib/day.ts';
import { newSealKey, readSealKey, type Signer } from '../../../src/lib/signer.ts';
import { testVault } from '../../helpers/app.ts';
import { night } from '../arrange.ts';
import { noonOf, type Stage, type StageDb } from '../stage.ts';

/** Of a project that finished on 2026-09-30: the last day on which it is kept, and the next. */
export const LAST_DAY = '2029-09-30';
export const FIRST_DAY = '2029-10-01';

export const operator = { ...night, id: 'command', holder: 'command' };

/** What an operator does on a test database, with a key of his own for the seals. */
export function office(db: StageDb) {
  const signer = readSealKey(newSealKey());
  const asOwner = async <T>(day: Day, fn: (work: Work) => Promise<T>) => {
    const owner = openDb(db.at().ownerUrl, testVault, 1);
    try {
      return await write(owner, operator, noonOf(day), day, fn);
    } finally {
      await owner.end({ timeout: 1 });
    }
  };
  return {
    signer,
    asOwner,
    erase: (stage: Stage, day: Day = FIRST_DAY, by: Signer = signer) =>
      asOwner(day, (work) => eraseProject(work, stage.code, by)),
    seal: () =>
      sealTrail({
        db: db.night(),
        clock: { now: () => noonOf(FIRST_DAY) },
        trail: { signer, keep: () => {} },
      }),
    /** What `npm run verify` finds. */
    faults: async () =>
      (await verifyTrail({ db: db.night(), now: noonOf(FIRST_DAY), keys: [signer], anchors: [] }))
        .faults,
  };
}
