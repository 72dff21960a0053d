import { z } from 'zod';
import { hidden } from '../../domain/access.ts';
import { merged, type Params } from '../../domain/rules/params.ts';
import { listVersions, versionsInForce } from '../../domain/rules/versions.ts';
import { listTasks, type TaskView } from '../../domain/tasks.ts';
import { actorOf } from '../../http/edge.ts';
import { text } from '../../http/shapes.ts';
import { page } from '../frame/page.tsx';
import { Card, DayText, Facts, Refusal, type Refused, Table } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { type Say, useSay } from '../frame/say.ts';
import { ruleTitle } from '../frame/titles.ts';
import type { PageSpec, Visit } from '../frame/visit.ts';
import { wordOf } from '../frame/words.ts';
import { OwnTasks } from '../tasks/own-tasks.tsx';
import { paramName } from './param-words.ts';
import { ParamForms, paramText, type RuleNow } from './rule-forms.tsx';

const grants = ['read', 'rules:write'] as const;

const numbers = (params: Params) =>
  Object.entries(params).filter((pair): pair is [string, number] => typeof pair[1] === 'number');

const told = (t: Say, ruleId: string, params: Params) =>
  numbers(params)
    .map(([name, value]) => `${paramName(t, ruleId, name)} ${paramText(t, name, value)}`)
    .join(t('；', '; '));

async function rulesNow({ deps, read }: Visit<unknown, unknown>): Promise<RuleNow[]> {
  return read(null, async (work) => {
    const [inForce, versions] = [await versionsInForce(work), await listVersions(work)];
    return deps.rules.map((about) => ({
      about,
      version: inForce[about.id]?.version ?? 1,
      params: merged(about.params, inForce[about.id]?.params),
      versions: versions.get(about.id) ?? [],
    }));
  });
}

function List({ rules }: { rules: readonly RuleNow[] }) {
  const t = useSay();
  return (
    <>
      <div class="head">
        <h1>{t('规则', 'Rules')}</h1>
      </div>
      <section class="card">
        <Table
          caption={t('全部规则和今天的参数', 'All rules with the parameters of today')}
          rows={rules}
          empty=""
          columns={[
            {
              name: t('规则', 'Rule'),
              cell: ({ about }) => (
                <a href={paths.rule(about.id)}>
                  {about.id} {ruleTitle(t, about.id, about.title)}
                </a>
              ),
            },
            {
              name: t('版本', 'Version'),
              cell: ({ version }) => version,
              figures: true,
            },
            {
              name: t('参数', 'Parameters'),
              cell: ({ about, params }) => told(t, about.id, params) || '—',
            },
            {
              name: t('待发布', 'Proposed'),
              cell: ({ versions }) =>
                versions.filter(({ status }) => status === 'proposed').length || '—',
            },
          ]}
        />
      </section>
    </>
  );
}

function Versions({ rule, writes }: { rule: RuleNow; writes: boolean }) {
  const t = useSay();
  const { about, versions } = rule;
  const button = (version: number, name: string, word: string, kind: string) => (
    <form method="post" action={paths.ruleVersionAct(about.id, version, name)}>
      <button type="submit" class={kind}>
        {word}
      </button>
    </form>
  );
  return (
    <Table
      caption={t('各版本', 'Versions')}
      rows={versions.toReversed()}
      empty={t('只有系统自带的第 1 版。', 'Only version 1, which is built in.')}
      columns={[
        { name: t('版本', 'Version'), cell: ({ version }) => version, figures: true },
        { name: t('状态', 'Status'), cell: ({ status }) => wordOf(t, 'versionStatus', status) },
        { name: t('生效', 'From'), cell: ({ validFrom }) => <DayText day={validFrom} /> },
        { name: t('参数', 'Parameters'), cell: ({ params }) => told(t, about.id, params) },
        { name: t('提出', 'Proposed by'), cell: ({ proposedBy }) => proposedBy ?? '—' },
        {
          name: t('发布或撤回', 'Released or withdrawn by'),
          cell: ({ releasedBy, withdrawnBy }) => releasedBy ?? withdrawnBy ?? '—',
        },
        {
          name: t('办理', 'Act'),
          cell: ({ version, status }) =>
            writes && status === 'proposed' ? (
              <>
                {button(version, 'release', t('发布', 'Release'), '')}
                {button(version, 'withdrawal', t('撤回', 'Withdraw'), 'plain')}
              </>
            ) : (
              '—'
            ),
        },
      ]}
    />
  );
}

interface Law {
  title?: string;
  article?: string;
  text?: string;
}

interface Whole {
  rule: RuleNow;
  /** The reader's own rehearsals, of whichever rule. */
  tasks: readonly TaskView[];
  writes: boolean;
  today: string;
  refused: Refused | undefined;
}

function Rule({ rule, tasks, writes, today, refused }: Whole) {
  const t = useSay();
  const { about, version } = rule;
  return (
    <>
      <div class="head">
        <h1>
          {about.id} {ruleTitle(t, about.id, about.title)}
        </h1>
        <span class="tag">{t(`第 ${version} 版`, `Version ${version}`)}</span>
      </div>
      <Refusal refused={refused} />
      <OwnTasks tasks={tasks} />
      <div class="columns">
        <div>
          <Card title={t('版本', 'Versions')}>
            <Versions rule={rule} writes={writes} />
          </Card>
          {writes && <ParamForms rule={rule} today={today} refused={refused} />}
        </div>
        <div>
          <Card title={t('今天的参数', 'Parameters of today')}>
            <Facts
              rows={numbers(rule.params).map(([name, value]) => [
                paramName(t, about.id, name),
                paramText(t, name, value),
              ])}
            />
            <p>
              {t('何时解除：', 'Clears: ')}
              {about.clearsWhen}
            </p>
          </Card>
          <Card title={t('依据', 'Legal basis')}>
            {(about.basis as readonly Law[]).map(({ title, article, text: words }) => (
              <details>
                <summary>
                  {title} {article}
                </summary>
                <p>{words}</p>
              </details>
            ))}
          </Card>
        </div>
      </div>
    </>
  );
}

export const ruleParams = z.object({ ruleId: text(8) });
export type RuleParams = z.infer<typeof ruleParams>;

/** The rule of an address. @throws Problem `not-found` */
export async function ruleAt(visit: Visit<RuleParams, unknown>): Promise<RuleNow> {
  const rule = (await rulesNow(visit)).find(({ about }) => about.id === visit.params.ruleId);
  if (!rule) throw hidden();
  return rule;
}

export const rulePage: PageSpec<RuleParams, unknown> = {
  path: paths.rule(':ruleId'),
  grants,
  params: ruleParams,
  show: async (visit) => {
    const rule = await ruleAt(visit as Visit<RuleParams, unknown>);
    const writes = actorOf(visit.c).grants.includes('rules:write');
    const tasks = await visit.read(null, (work) => listTasks(work, ['rehearsal'], false));
    return {
      title: `${rule.about.id} ${ruleTitle(visit.t, rule.about.id, rule.about.title)}`,
      main: (
        <Rule rule={rule} tasks={tasks} writes={writes} today={visit.day} refused={visit.refused} />
      ),
    };
  },
};

/** 规则. */
export const rulePages = [
  page({
    path: paths.rules,
    grants,
    nav: { zh: '规则', en: 'Rules' },
    show: async (visit) => ({
      title: visit.t('规则', 'Rules'),
      main: <List rules={await rulesNow(visit)} />,
    }),
  }),
  page(rulePage),
];
