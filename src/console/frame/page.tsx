import type { Context, Handler, MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { listFormats } from '../../adapters/excel/list-file.ts';
import type { Grant } from '../../domain/people/grants.ts';
import { limited, membersOf, parseForm } from '../../http/body.ts';
import { enterByCookie, ownPageOnly, ownSession } from '../../http/cookies.ts';
import { type Edge, may } from '../../http/edge.ts';
import { checked } from '../../http/faults.ts';
import { formDigest } from '../../http/idempotency.ts';
import { problemOf } from '../../http/problem.ts';
import { anonymous } from '../../http/rates.ts';
import { type Once, unitOfWork } from '../../http/unit.ts';
import type { Problem } from '../../lib/problem.ts';
import { answerShown } from './answer.tsx';
import { languageOf } from './language.ts';
import { sayIn } from './say.ts';
import { typedIn } from './typed.ts';
import type { ActSpec, Admits, PageSpec, Room, Visit } from './visit.ts';

const guard: MiddlewareHandler<Edge> = async (c, next) => {
  await enterByCookie(c);
  await next();
};

function guards(path: string, grants: Admits): MiddlewareHandler<Edge>[] {
  const named: MiddlewareHandler<Edge> = (c, next) => {
    c.set('route', path);
    return next();
  };
  if (grants === 'open') return [named, anonymous];
  if (grants === 'session') return [named, ownSession];
  if (grants === 'people') return [named, guard];
  return [named, guard, may(...(grants as readonly Grant[]))];
}

/** A form sends every member, empty ones too. */
const filled = (members: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== ''));

const visitOf = (c: Context<Edge>, once: Once) => ({
  ...unitOfWork(c, once),
  t: sayIn(languageOf(c)),
  session: c.var.session,
});

const asFile = z.object({ as: z.enum(listFormats).optional() });

/** Makes a page of its description. */
export function page<P, Q>(spec: PageSpec<P, Q>): Room {
  const { path, grants } = spec;
  return {
    about: { method: 'get', path, grants, file: spec.file !== undefined },
    nav: spec.nav ? { path, grants, ...spec.nav } : null,
    mount(app, rooms) {
      const handler: Handler<Edge> = async (c) => {
        const { done: _, as, ...query } = filled(c.req.query());
        const visit = {
          ...visitOf(c, null),
          params: checked(spec.params, c.req.param(), '/path'),
          query: checked(spec.query, query, '/query'),
        };
        const format = checked(asFile, { as }, '/query').as;
        const answer = await (format && spec.file ? spec.file(visit, format) : spec.show(visit));
        return answer instanceof Response ? answer : answerShown(c, answer, rooms);
      };
      app.on('get', [path], ...guards(path, grants), handler);
    },
  };
}

/**
 * Makes an act of its description: a form that is sent. It happens once however often it is sent; refused, the page it
 * came from is shown again with the reason and with what had been typed.
 */
export function act<P, B>(spec: ActSpec<P, B>): Room {
  const { path, grants } = spec;
  return {
    about: { method: 'post', path, grants },
    nav: null,
    mount(app, rooms) {
      const handler: Handler<Edge> = async (c) => {
        ownPageOnly(c);
        const form = await parseForm(c);
        const { once: key, ...members } = membersOf(form);
        const asked = await askedOf(key, form);
        const params = checked(spec.params, c.req.param(), '/path');
        const visit: Visit<P> = { ...visitOf(c, asked), params, query: {} };
        try {
          const to = await spec.run({ ...visit, body: checked(spec.body, filled(members)) });
          if (to instanceof Response) return to;
          return typeof to === 'string'
            ? c.redirect(to, 303)
            : answerShown(c, to, rooms, to.problem);
        } catch (error) {
          const problem = showable(error);
          const once = asked && !SPENT.has(problem.code) && { once: asked.key };
          const values = { ...typedIn(members), ...once };
          const again = await spec.page.show({ ...visit, refused: { problem, values } });
          return again instanceof Response ? again : answerShown(c, again, rooms, problem);
        }
      };
      const sized = limited(() => spec.limit ?? 'json');
      app.on('post', [path], ...guards(path, grants), sized, handler);
    },
  };
}

/** What is wrong with the key that a form came with: the form gets another one. */
const SPENT = new Set(['secret-shown', 'idempotency-key-reused']);

const askedOf = async (key: unknown, form: FormData): Promise<Once> =>
  typeof key === 'string' && key !== ''
    ? { key, digest: await formDigest(form), status: 303 }
    : null;

/** The refusal that the form's own page can show. @throws what it cannot: a bug, and what leaves no page either */
function showable(error: unknown): Problem {
  const problem = problemOf(error);
  if (problem === null || problem.kind === 'not-found' || problem.kind === 'unavailable')
    throw error;
  return problem;
}
