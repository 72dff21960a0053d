import { read } from '../../db/work.ts';
import { keysNeeded, type Need } from '../domain/keys/needed.ts';
import { factorKeysNeeded } from '../domain/keys/second-factors.ts';
import type { House } from '../house.ts';
import { dayOf } from '../lib/day.ts';
import { actor } from './owner.ts';

/** Which key versions anything needs: people are seen by the application's role, all else by the night's. */
export async function allNeeds({ nightDb, db }: House, now: Date): Promise<Need[]> {
  const day = dayOf(now);
  return [
    ...(await read(nightDb, actor, now, day, keysNeeded)),
    ...(await read(db, actor, now, day, factorKeysNeeded)),
  ];
}
