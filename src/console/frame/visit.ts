import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Child } from 'hono/jsx';
import type { z } from 'zod';
import type { ListFormat } from '../../adapters/excel/list-file.ts';
import type { Grant } from '../../domain/people/grants.ts';
import type { Session } from '../../domain/people/sessions.ts';
import type { Edge } from '../../http/edge.ts';
import type { unitOfWork } from '../../http/unit.ts';
import type { Problem } from '../../lib/problem.ts';
import type { NavItem } from './layout.tsx';
import type { Refused } from './parts.tsx';
import type { Say } from './say.ts';

/** One request for a page, with the ways to the domain. */
export interface Visit<P = unknown, Q = unknown> extends ReturnType<typeof unitOfWork> {
  params: P;
  query: Q;
  t: Say;
  /** Absent on pages for everybody. */
  session: Session | undefined;
  /** What was refused a moment ago, on the page that sent it. */
  refused?: Refused;
}

/** What a page shows below the menu. */
export interface Shown {
  title: string;
  main: Child;
  /** Where it is found again, of a page that answers a form; else the form's address leads to the page above it. */
  here?: string;
  /** What was refused, where an act shows that itself: it gives the answer its status. */
  problem?: Problem | undefined;
}

export type Answer = Shown | Response | Promise<Shown | Response>;

/** Who may open it: any of these grants; everybody of a role; whoever signed in, a second factor still missing or not; everybody. */
export type Admits = readonly Grant[] | 'people' | 'session' | 'open';

export interface PageSpec<P, Q> {
  /** Hono's form: `/alerts/:alertId`. */
  path: string;
  grants: Admits;
  /** Its words in the menu, of those with `grants` where the menu leads fewer people there than may open it. */
  nav?: { zh: string; en: string; grants?: readonly Grant[] };
  params?: z.ZodType<P>;
  /** Members that say nothing count as absent. */
  query?: z.ZodType<Q>;
  /** Its list, which the same address gives as a file: `as=csv`, `as=xlsx`. */
  file?(visit: Visit<P, Q>, format: ListFormat): Promise<Response>;
  show(visit: Visit<P, Q>): Answer;
}

export interface ActSpec<P, B> {
  path: string;
  grants: Admits;
  params?: z.ZodType<P>;
  body: z.ZodType<B>;
  /** What a form may weigh; `json` where nothing is said. */
  limit?: 'paper' | 'sheet';
  /** What is shown again, with the refusal and what was typed. */
  page: { show(visit: Visit<P>): Answer };
  /** @returns where to go then, what to show, or an answer of its own */
  run(visit: Visit<P, unknown> & { body: B }): Promise<string | Shown | Response>;
}

export type ConsoleApp = OpenAPIHono<Edge>;

/** A page or an act as `console.ts` lists it. */
export interface Room {
  readonly about: { method: 'get' | 'post'; path: string; grants: Admits; file?: boolean };
  readonly nav: (NavItem & { grants: Admits }) | null;
  mount(app: ConsoleApp, rooms: readonly Room[]): void;
}
