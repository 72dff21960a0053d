import { OpenAPIHono } from '@hono/zod-openapi';
import { makeConsole, pageMissing, wantsPage } from './console/console.ts';
import { accounts } from './http/accounts.ts';
import { alertActs } from './http/alert-acts.ts';
import { attendance } from './http/attendance.ts';
import { authorities } from './http/authorities.ts';
import { banks } from './http/banks.ts';
import { calendar } from './http/calendar.ts';
import { disclosures } from './http/disclosures.ts';
import { docsPage, docsPolicy } from './http/docs.ts';
import { type Deps, type Edge, entry, LIMITS, type Limits } from './http/edge.ts';
import { engagements } from './http/engagements.ts';
import { evidence } from './http/evidence.ts';
import { health } from './http/health.ts';
import { jobs } from './http/jobs.ts';
import { lendingRates } from './http/lending-rates.ts';
import { minimumWages } from './http/minimum-wages.ts';
import { notices } from './http/notices.ts';
import { documentOf } from './http/openapi.ts';
import type { Operation } from './http/operation.ts';
import { payReviews } from './http/pay-reviews.ts';
import { payroll } from './http/payroll.ts';
import { people } from './http/people.ts';
import { pretexts } from './http/pretexts.ts';
import { notFound, onError } from './http/problem.ts';
import { proof } from './http/proof.ts';
import { anonymous } from './http/rates.ts';
import { registry } from './http/registry.ts';
import { rehearsals } from './http/rehearsals.ts';
import { reports } from './http/reports.ts';
import { retention } from './http/retention.ts';
import { rules } from './http/rules.ts';
import { runways } from './http/runway.ts';
import { settlement } from './http/settlement.ts';
import { signingIn } from './http/sign-in.ts';
import { signingOn } from './http/sign-on.ts';
import { site } from './http/site.ts';
import { verifying } from './http/verify.ts';
import { wageReports } from './http/wage-reports.ts';
import { watching } from './http/watching.ts';

/** Every route of the API. */
export const operations: readonly Operation[] = [
  ...registry,
  ...accounts,
  ...engagements,
  ...disclosures,
  ...attendance,
  ...payroll,
  ...payReviews,
  ...wageReports,
  ...banks,
  ...settlement,
  ...site,
  ...retention,
  ...watching,
  ...runways,
  ...reports,
  ...alertActs,
  ...pretexts,
  ...notices,
  ...rules,
  ...rehearsals,
  ...evidence,
  ...proof,
  ...verifying,
  ...authorities,
  ...calendar,
  ...lendingRates,
  ...minimumWages,
  ...jobs,
  ...signingIn,
  ...signingOn,
  ...people,
  ...health,
];

export type AppDeps = Omit<Deps, 'limits'> & { limits?: Partial<Limits> };

/**
 * The whole application over HTTP. Every request gets its id and log line; then each operation guards
 * itself, in this order: session, grant, body limit, shapes, Idempotency-Key, one unit of work.
 *
 * @param deps for all requests, or, where a request may not use another's connections, made of each
 * request's environment
 */
export function createApp(deps: AppDeps | ((env: unknown) => AppDeps)) {
  const depsOf = completed(deps);

  const api = new OpenAPIHono<Edge>();
  for (const operation of operations) operation.mount(api);

  // Made when first asked for: most isolates never are.
  let made: ReturnType<typeof documentOf> | undefined;
  const document = (version: string) => {
    made ??= documentOf(api, version);
    return made;
  };
  api.get('/openapi.json', anonymous, (c) => c.json(document(c.var.deps.version)));
  api.get('/docs', anonymous, (c) => {
    c.header('Content-Security-Policy', docsPolicy);
    return c.html(docsPage(document(c.var.deps.version)));
  });

  const app = new OpenAPIHono<Edge>();
  app.use(entry(depsOf));
  app.route('/api/v1', api);
  app.route('/', makeConsole());
  for (const operation of [...health, ...verifying]) operation.mount(app);
  app.onError(onError);
  app.notFound((c) => (wantsPage(c) ? pageMissing(c) : notFound(c)));
  return app;
}

function completed(deps: AppDeps | ((env: unknown) => AppDeps)): (env: unknown) => Deps {
  const complete = (given: AppDeps): Deps => ({
    ...given,
    limits: { ...LIMITS, ...given.limits },
  });
  if (typeof deps === 'function') return (env) => complete(deps(env));
  const shared = complete(deps);
  return () => shared;
}
