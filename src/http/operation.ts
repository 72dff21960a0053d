import type { RouteConfig } from '@hono/zod-openapi';
import type { Context, Handler, MiddlewareHandler } from 'hono';
import { sha256 } from '../lib/vault.ts';
import {
  isMedia,
  limited,
  limitRows,
  membersOf,
  parseForm,
  parseJson,
  readBytes,
  refuseMedia,
} from './body.ts';
import { ownSession } from './cookies.ts';
import { type Edge, may } from './edge.ts';
import { checked } from './faults.ts';
import { formDigest, readIdempotencyKey } from './idempotency.ts';
import { describeOperation } from './openapi.ts';
import { anonymous } from './rates.ts';
import { session } from './session.ts';
import type { Described, EdgeApp, Spec } from './spec.ts';
import { unitOfWork } from './unit.ts';

/** A route as `app.ts` lists it. */
export interface Operation {
  readonly about: Pick<Described, 'method' | 'path' | 'grants'>;
  mount(app: EdgeApp): void;
}

/** Makes an operation of its description; `mount` adds it to an app and to the app's document. */
export function operation<P, Q, B, F>(spec: Spec<P, Q, B, F>): Operation {
  const { method, path, grants } = spec;
  return {
    about: { method, path, grants },
    mount(app) {
      app.openAPIRegistry.registerPath(describeOperation(spec as Described) as RouteConfig);
      app.on(spec.method, [routerPath(spec.path)], ...guards(spec), handler(spec));
    },
  };
}

/** `{id}` to Hono's `:id`; `{id}.pdf` to a parameter that ends so. */
function routerPath(path: string): string {
  return path.replace(/\{(\w+)\}(\.\w+)?/g, (_, name: string, ending?: string) =>
    ending === undefined ? `:${name}` : `:${name}{[^/]+\\${ending}}`,
  );
}

function guards<P, Q, B, F>(spec: Spec<P, Q, B, F>): MiddlewareHandler<Edge>[] {
  const named: MiddlewareHandler<Edge> = (c, next) => {
    c.set('route', spec.path);
    return next();
  };
  const { limit = 'json', form } = spec;
  const sized = limited((c) => (form && isMedia(c, FORM) ? (form.limit ?? 'sheet') : limit));
  // Where no body is read none is looked at: that alone would make the runtime build its whole request.
  const body = spec.body || spec.form || spec.raw ? [sized] : [];
  if (spec.grants === 'session') return [named, ownSession, ...body];
  if (typeof spec.grants !== 'string') return [named, session, may(...spec.grants), ...body];
  return spec.grants === 'open' && !spec.uncounted ? [named, anonymous, ...body] : [named, ...body];
}

const FORM = 'multipart/form-data';
const JSON_TYPE = 'application/json';

function handler<P, Q, B, F>(spec: Spec<P, Q, B, F>): Handler<Edge> {
  return async (c) => {
    const params = checked(spec.params, c.req.param(), '/path');
    const query = checked(spec.query, c.req.query(), '/query');
    const key = spec.idempotent ? readIdempotencyKey(c.req.header('idempotency-key')) : null;
    const { value, digest, form } = await readBody(spec, c);
    const once = key === null ? null : { key, digest: await digest(), status: spec.status ?? 200 };
    const parts = { params, query, ...unitOfWork(c, once) };
    const answer =
      form && spec.form
        ? await spec.form.run({ ...parts, body: checked(spec.form.shape, value) })
        : await spec.run({ ...parts, body: checked(spec.body, value) });
    return answer instanceof Response ? answer : c.json(answer, spec.status ?? 200);
  };
}

interface Body {
  value: unknown;
  digest: () => Promise<string> | string;
  form: boolean;
}

async function readBody<P, Q, B, F>(spec: Spec<P, Q, B, F>, c: Context<Edge>): Promise<Body> {
  if (spec.form && isMedia(c, FORM)) {
    const form = await parseForm(c);
    return { value: membersOf(form), digest: () => formDigest(form), form: true };
  }
  if (!spec.body) return { value: undefined, digest: () => sha256(''), form: false };
  if (!isMedia(c, JSON_TYPE)) refuseMedia(spec.form ? [JSON_TYPE, FORM] : [JSON_TYPE]);
  const bytes = await readBytes(c);
  const value = parseJson(bytes);
  for (const member of typeof value === 'object' ? Object.values(value ?? {}) : []) {
    if (Array.isArray(member)) limitRows(member.length, c.var.deps.limits);
  }
  return { value, digest: () => sha256(bytes), form: false };
}
