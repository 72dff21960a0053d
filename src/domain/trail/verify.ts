import type { Db } from '../../../db/client.ts';
import { type Actor, read, snapshot, type Work } from '../../../db/work.ts';
import { dayOf } from '../../lib/day.ts';
import type { SealPublicKey } from '../../lib/signer.ts';
import type { Anchor } from './anchor.ts';
import { checkAnchors, checkChain, checkEvents } from './verify-blocks.ts';
import { checkArrivals, checkMessages } from './verify-messages.ts';
import { checkRows } from './verify-rows.ts';

export interface VerifyDeps {
  /** The pool of the night role: it sees every project. */
  db: Db;
  now: Date;
  /** Public keys that may have signed, from outside the database. */
  keys: readonly SealPublicKey[];
  anchors: readonly Anchor[];
  onProgress?: (done: number, total: number) => void;
}

export interface TrailReport {
  blocks: number;
  events: number;
  anchors: number;
  projects: number;
  messages: number;
  /** Committed but not sealed yet: nothing here speaks for them. */
  unsealed: number;
  /** Every place where the trail does not agree with itself, the first in the chain first. */
  faults: string[];
}

const LANES = 4;

const actor: Actor = {
  id: 'command:verify',
  holder: 'command:verify',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [],
};

/**
 * Recomputes the trail from the stored rows: the chain of blocks, every sealed event, then what the events speak of (payroll
 * lines, entries, payouts, raw messages), over several connections. Writes nothing.
 */
export async function verifyTrail(deps: VerifyDeps): Promise<TrailReport> {
  const { db, now, keys, anchors } = deps;
  const look = <T>(fn: (work: Work) => Promise<T>) => read(db, actor, now, dayOf(now), fn);
  const chain = await look((work) => checkChain(work, keys));
  const cut = await look((work) => checkAnchors(work, anchors, keys));
  const extent = await look(extentOf);
  const total = chain.events + extent.projects.length + extent.messages;
  let done = 0;
  const move = (by: number) => {
    done += by;
    deps.onProgress?.(done, total);
  };
  const tasks: (() => Promise<string[]>)[] = [
    ...chain.spans.map((span) => async () => {
      const faults = await look((work) => checkEvents(work, span));
      move(span.leaves);
      return faults;
    }),
    ...extent.projects.map((id) => async () => {
      const faults = await snapshot(db, actor, now, dayOf(now), (work) =>
        checkRows(work, id, keys),
      );
      move(1);
      return faults;
    }),
    () => allMessages(look, move, keys),
    () => allArrivals(look),
  ];
  const found = await inLanes(tasks);
  return {
    blocks: chain.blocks,
    events: chain.events,
    anchors: anchors.length,
    projects: extent.projects.length,
    messages: extent.messages,
    unsealed: extent.unsealed,
    faults: [...chain.faults, ...cut, ...found.flat()],
  };
}

type Look = <T>(fn: (work: Work) => Promise<T>) => Promise<T>;

async function extentOf({ sql }: Work) {
  const projects = await sql<{ id: number }[]>`select id from we.project order by id`;
  const [messages] = await sql<{ n: number }[]>`select count(*)::int as n from we.bank_message`;
  const [events] = await sql<
    { n: number }[]
  >`select count(*)::int as n from we.event where block_no is null`;
  return {
    projects: projects.map((p) => p.id),
    messages: messages?.n ?? 0,
    unsealed: events?.n ?? 0,
  };
}

async function allMessages(
  look: Look,
  move: (by: number) => void,
  keys: readonly SealPublicKey[],
): Promise<string[]> {
  const faults: string[] = [];
  let after: [string, string] | null = ['', ''];
  while (after) {
    const from: [string, string] = after;
    const page = await look((work) => checkMessages(work, keys, from));
    move(page.checked);
    faults.push(...page.faults);
    after = page.next;
  }
  return faults;
}

async function allArrivals(look: Look): Promise<string[]> {
  const faults: string[] = [];
  let after: number | null = 0;
  while (after !== null) {
    const from: number = after;
    const page = await look((work) => checkArrivals(work, from));
    faults.push(...page.faults);
    after = page.next;
  }
  return faults;
}

/** Runs tasks side by side; the results stand in the order of the tasks. */
async function inLanes<T>(tasks: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  const left = [...tasks.entries()].reverse();
  const lane = async () => {
    for (let next = left.pop(); next; next = left.pop()) results[next[0]] = await next[1]();
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}
