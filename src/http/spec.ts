import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { z } from 'zod';
import type { Work } from '../../db/work.ts';
import type { Target } from '../domain/access.ts';
import type { Grant } from '../domain/people/grants.ts';
import type { Day } from '../lib/day.ts';
import type { Deps, Edge, Sizes } from './edge.ts';

export type EdgeApp = OpenAPIHono<Edge>;

export type Act<T> = (work: Work, projectId: number) => Promise<T>;

/** One request, validated and authorised, with the two ways to the domain. */
export interface Call<P, Q, B> {
  c: Context<Edge>;
  deps: Deps;
  now: Date;
  day: Day;
  params: P;
  query: Q;
  body: B;
  /** One writing transaction within the target's scope; where the operation is idempotent, once. */
  write<T>(target: Target, act: Act<T>): Promise<T>;
  /** The same for what hands out a secret: its answer is kept nowhere, again it is refused. */
  issue<T>(target: Target, act: Act<T>): Promise<T>;
  /** One reading transaction within the target's scope. */
  read<T>(target: Target, act: Act<T>): Promise<T>;
}

type Answer = Promise<object> | object;

/** What an operation is: read from its method to its act, it is the whole truth about a route. */
export interface Spec<P, Q, B, F> {
  method: 'get' | 'put' | 'post';
  /** OpenAPI's form: `/projects/{projectCode}`. */
  path: string;
  tag: string;
  summary: string;
  /**
   * Any of these lets a caller pass; `signed` and `open` routes take no API key, `session` ones the cookie of whoever
   * signed in, a second factor still missing or not.
   */
  grants: readonly Grant[] | 'signed' | 'open' | 'session';
  params?: z.ZodType<P>;
  query?: z.ZodType<Q>;
  body?: z.ZodType<B>;
  /** A second form of the body, as `multipart/form-data`. */
  form?: { shape: z.ZodType<F>; limit?: keyof Sizes; run(call: Call<P, Q, F>): Answer };
  /** A body that `run` reads itself; the shape is for the document. */
  raw?: { mediaType: string; shape: z.ZodType };
  limit?: keyof Sizes;
  /** Costs nothing, and is asked by those who watch: no limit of requests. */
  uncounted?: true;
  /** ＊ of the contract: needs an Idempotency-Key. */
  idempotent?: true;
  status?: 200 | 201 | 302;
  /** The answer's shape; a text is the media type of bytes. */
  answer: z.ZodType | string;
  run(call: Call<P, Q, B>): Answer;
}

/** What the document needs of a spec, whatever its types. */
export type Described = Spec<unknown, unknown, unknown, unknown>;
