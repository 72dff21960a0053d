import type { Context } from 'hono';
import { read, snapshot, write } from '../../db/work.ts';
import { enter, enterToWrite, type Target } from '../domain/access.ts';
import { once } from '../domain/idempotency.ts';
import { dayOf } from '../lib/day.ts';
import { actorOf, type Edge } from './edge.ts';
import type { Act } from './spec.ts';

/** A POST that must not happen twice: its key, the digest of its body, and the status that its answer has. */
export type Once = { key: string; digest: string; status: number } | null;

/** The ways to the domain, for one request. The instant is taken once: all that a request does happens then. */
export function unitOfWork(c: Context<Edge>, asked: Once) {
  const { deps } = c.var;
  const now = deps.clock.now();
  const day = dayOf(now);
  const writing = <T>(target: Target, act: Act<T>, secret: boolean): Promise<T> =>
    write(deps.db, actorOf(c), now, day, async (work) => {
      const projectId = await enterToWrite(work, target);
      if (asked === null) return act(work, projectId);
      const route = `${c.req.method} ${c.req.path}`;
      const first = await once(work, { route, ...asked }, () => act(work, projectId), secret);
      if (first.replayed) c.header('Idempotent-Replayed', 'true');
      return first.answer;
    });
  return {
    c,
    deps,
    now,
    day,
    read: <T>(target: Target, act: Act<T>): Promise<T> =>
      read(deps.db, actorOf(c), now, day, async (work) => act(work, await enter(work, target))),
    /** Reads that all see one moment. */
    snapshot: <T>(target: Target, act: Act<T>): Promise<T> =>
      snapshot(deps.db, actorOf(c), now, day, async (work) => act(work, await enter(work, target))),
    write: <T>(target: Target, act: Act<T>): Promise<T> => writing(target, act, false),
    /** A write that hands out a secret: its answer is kept nowhere. */
    issue: <T>(target: Target, act: Act<T>): Promise<T> => writing(target, act, true),
  };
}
