import { z } from 'zod';
import { merged, type Params } from '../../domain/rules/params.ts';
import { proposeVersion, releaseVersion, withdrawVersion } from '../../domain/rules/versions.ts';
import { listTasks } from '../../domain/tasks.ts';
import { actorOf } from '../../http/edge.ts';
import { builtRule, number } from '../../http/rules.ts';
import { day } from '../../http/shapes.ts';
import { parseYuan } from '../../lib/fen.ts';
import { Problem } from '../../lib/problem.ts';
import { longWork, mayOutlast } from '../frame/long-work.ts';
import { act } from '../frame/page.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import type { Visit } from '../frame/visit.ts';
import { isFen } from './param-words.ts';
import { Rehearsal, shortened } from './rehearsal.tsx';
import { ruleAt, rulePage, ruleParams } from './rules.tsx';

const grants = ['rules:write'] as const;

/** The numbers typed into fields `base/name`, amounts in yuan; what is no number stays as it is, for the domain to refuse. */
const typedParams = (members: Readonly<Record<string, unknown>>, base: string): Params =>
  Object.fromEntries(
    Object.entries(members)
      .filter(([name]) => name.startsWith(`${base}/`))
      .map(([name, typed]) => [name.slice(base.length + 1), numberIn(name, String(typed))]),
  );

function numberIn(name: string, typed: string): number | string {
  if (!isFen(name)) return /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed;
  try {
    return parseYuan(typed);
  } catch {
    return typed;
  }
}

/** What a form does not show cannot be changed: it goes along as it is. */
const withFixed = (built: Params, typed: Params): Params => ({
  ...Object.fromEntries(Object.entries(built).filter(([, value]) => typeof value !== 'number')),
  ...typed,
});

const inVersion = ruleParams.extend({ version: number });

const decide = (name: string, done: string, run: typeof releaseVersion) =>
  act<z.infer<typeof inVersion>, object>({
    path: paths.ruleVersionAct(':ruleId', ':version', name),
    grants,
    params: inVersion,
    body: z.object({}),
    page: rulePage,
    run: async ({ write, params: { ruleId, version } }) => {
      await write(null, (work) => run(work, ruleId, version));
      return withQuery(paths.rule(ruleId), { done });
    },
  });

/** Only what differs from what is in force is tried. @throws Problem `param-missing` where nothing does */
async function tried(visit: Visit<{ ruleId: string }, unknown>, typed: Params): Promise<Params> {
  const { params } = await ruleAt(visit);
  const other = Object.entries(typed).filter(([name, value]) => merged(params)[name] !== value);
  if (other.length === 0)
    throw new Problem(
      'invalid',
      'param-missing',
      '各项参数与现行的相同；请先改动要试的参数，再试算。',
    );
  return Object.fromEntries(other);
}

/** A rehearsal costs two statements a day of it. @throws Problem `rehearsal-running` */
async function oneAtATime({ read }: Pick<Visit, 'read'>): Promise<void> {
  const tasks = await read(null, (work) => listTasks(work, ['rehearsal'], false));
  if (!tasks.some(({ status }) => status === 'running')) return;
  const detail = '您的上一次试算还在进行，请等它完成；进度见本页的“近一天较长的工作”。';
  throw new Problem('conflict', 'rehearsal-running', detail);
}

/** 规则版本的提出、发布、撤回和试算. */
export const ruleActs = [
  act({
    path: paths.ruleAct(':ruleId', 'versions'),
    grants,
    params: ruleParams,
    body: z.looseObject({ validFrom: day }),
    page: rulePage,
    run: async ({ deps, write, params: { ruleId }, body }) => {
      const built = builtRule(deps, ruleId);
      const params = withFixed(built.params, typedParams(body, 'params'));
      await write(null, (work) =>
        proposeVersion(work, built, { params, validFrom: body.validFrom }),
      );
      return withQuery(paths.rule(ruleId), { done: 'proposed' });
    },
  }),
  decide('release', 'released', releaseVersion),
  decide('withdrawal', 'version-withdrawn', withdrawVersion),
  act({
    path: paths.ruleAct(':ruleId', 'rehearsal'),
    grants,
    params: ruleParams,
    body: z.looseObject({ from: day, to: day }),
    page: rulePage,
    run: async (visit) => {
      const { c, t, deps, now, params, body } = visit;
      const rule = builtRule(deps, params.ruleId).id;
      const set = await tried(visit, typedParams(body, 'set'));
      const { from, to } = body;
      await oneAtATime(visit);
      const about = `${rule} ${from} — ${to}`;
      const made = await longWork(visit, { kind: 'rehearsal', about }, async (tell) => {
        const whole = mayOutlast(visit) ? tell : undefined;
        const found = await deps.rehearse(actorOf(c), now, { rule, set, from, to }, whole);
        return { found: shortened(found), to };
      });
      if ('at' in made) return made.at;
      return { title: t('试算结果', 'Rehearsal'), main: <Rehearsal {...made.ended} /> };
    },
  }),
];
