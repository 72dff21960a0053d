import type { Db } from '../db/client.ts';
import { type Actor, read, write } from '../db/work.ts';
import { type Anchor, anchorOf } from '../src/domain/trail/anchor.ts';
import { BLOCK_LEAVES, sealBlock } from '../src/domain/trail/seal.ts';
import { type Day, dayOf } from '../src/lib/day.ts';
import type { Signer } from '../src/lib/signer.ts';

/** What seals the trail, and where the anchor of a day goes; given by the entry. */
export interface Trail {
  signer: Signer;
  keep(anchor: Anchor): unknown;
}

export interface SealDeps {
  /** The pool of the night role. */
  db: Db;
  clock: { now(): Date };
  trail: Trail;
}

const actor: Actor = {
  id: 'job:seal',
  holder: 'job:seal',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [],
};

/** Seals all that is committed by now, a block a transaction. It is no run of a day: an advisory lock keeps sealers apart. */
export async function sealTrail(
  { db, clock, trail }: SealDeps,
  most = BLOCK_LEAVES,
): Promise<{ blocks: number; events: number }> {
  const sealed = { blocks: 0, events: 0 };
  for (;;) {
    const now = clock.now();
    const block = await write(db, actor, now, dayOf(now), (work) =>
      sealBlock(work, trail.signer, most),
    );
    if (block) {
      sealed.blocks += 1;
      sealed.events += block.leaves;
    }
    if (block?.leaves !== most) return sealed;
  }
}

/** Seals and hands out the anchor of a day. */
export async function anchorDay(deps: SealDeps, day: Day): Promise<Anchor | null> {
  await sealTrail(deps);
  const { db, clock, trail } = deps;
  const now = clock.now();
  const anchor = await read(db, actor, now, dayOf(now), (work) =>
    anchorOf(work, day, trail.signer),
  );
  if (anchor) await trail.keep(anchor);
  return anchor;
}
