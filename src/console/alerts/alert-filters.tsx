import { z } from 'zod';
import { alertStatuses } from '../../domain/alerts/filter.ts';
import { day, projectCode, text } from '../../http/shapes.ts';
import { Field, Find } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { type Say, useSay } from '../frame/say.ts';
import { ruleTitle } from '../frame/titles.ts';
import type { Visit } from '../frame/visit.ts';
import { wordsIn } from '../frame/words.ts';

const yes = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .optional();

/** The filters of the list of alerts, as an address has them. Without a status it is of those that live. */
export const alertQuery = z.object({
  status: z.enum([...alertStatuses, 'live', 'all']).optional(),
  level: z.enum(['red', 'orange', 'yellow']).optional(),
  rule: text(8).optional(),
  regionCode: z
    .string()
    .regex(/^(\d{2}){1,3}$/)
    .optional(),
  projectCode: projectCode.optional(),
  openedFrom: day.optional(),
  openedTo: day.optional(),
  risenFrom: day.optional(),
  due: yes,
  q: text(100).optional(),
  assignedTo: text(100).optional(),
  cases: yes,
  after: z.string().max(500).optional(),
});
export type AlertQuery = z.infer<typeof alertQuery>;

/** What the filters say, as the members of an address. */
export const addressed = ({ after: _, due, cases, ...filter }: AlertQuery) => ({
  ...filter,
  due: due ? 'true' : undefined,
  cases: cases ? 'true' : undefined,
});

interface FiltersOf {
  query: AlertQuery;
  rules: Visit['deps']['rules'];
  /** Those that have a name; none for a firm, which chooses no district. */
  regions: readonly (readonly [code: string, name: string])[];
}

/** The form of filters; what has no field in it is told beside it and can be taken away. */
export function Filters({ query, rules, regions }: FiltersOf) {
  const t = useSay();
  const any: [string, string] = ['', t('全部', 'All')];
  const { openedFrom, openedTo } = query;
  return (
    <>
      <form class="filters" method="get" action={paths.alerts()}>
        <Field
          name="q"
          type="search"
          label={t('项目或单位', 'Project or company')}
          value={query.q}
          maxlength={100}
        />
        <Field
          name="level"
          label={t('等级', 'Level')}
          value={query.level}
          options={[any, ...wordsIn(t, 'level')]}
        />
        <Field
          name="status"
          label={t('状态', 'Status')}
          value={query.status}
          options={[
            ['', t('未解除', 'Live')],
            ...wordsIn(t, 'alertStatus'),
            ['all', t('全部', 'All')],
          ]}
        />
        <Field
          name="rule"
          label={t('规则', 'Rule')}
          value={query.rule}
          options={[
            any,
            ...rules.map(({ id, title }): [string, string] => [
              id,
              `${id} ${ruleTitle(t, id, title)}`,
            ]),
          ]}
        />
        {regions.length > 0 && (
          <Field
            name="regionCode"
            label={t('区县', 'District')}
            value={query.regionCode}
            options={[any, ...regions]}
          />
        )}
        <Field name="openedFrom" type="date" label={t('发现自', 'Found from')} value={openedFrom} />
        <Field name="openedTo" type="date" label={t('至', 'to')} value={openedTo} />
        <Field
          name="cases"
          label={t('一案一行', 'By case')}
          value={query.cases ? 'true' : ''}
          options={[
            ['', t('逐条', 'Each alert')],
            ['true', t('按案', 'Cases')],
          ]}
        />
        {besides(t, query, rules, regions).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <Find all={paths.alerts()} />
      </form>
      <Besides query={query} told={besides(t, query, rules, regions)} />
    </>
  );
}

type Told = [name: string, value: string, words: string];

/** The filters that no field of the form shows. */
function besides(
  t: Say,
  query: AlertQuery,
  rules: FiltersOf['rules'],
  regions: FiltersOf['regions'],
): Told[] {
  const { projectCode: of, risenFrom, assignedTo, due, rule, regionCode } = query;
  const told: (Told | false | undefined)[] = [
    of !== undefined && ['projectCode', of, t(`项目 ${of}`, `project ${of}`)],
    risenFrom !== undefined && [
      'risenFrom',
      risenFrom,
      t(`${risenFrom} 起升级的`, `risen since ${risenFrom}`),
    ],
    due && ['due', 'true', t('办理期限已到的', 'due by today')],
    assignedTo !== undefined && [
      'assignedTo',
      assignedTo,
      t(`${assignedTo} 经办的`, `with ${assignedTo}`),
    ],
    rule !== undefined &&
      !rules.some(({ id }) => id === rule) && ['rule', rule, t(`规则 ${rule}`, `rule ${rule}`)],
    regionCode !== undefined &&
      !regions.some(([code]) => code === regionCode) && [
        'regionCode',
        regionCode,
        t(`区划 ${regionCode}`, `region ${regionCode}`),
      ],
  ];
  return told.filter((one): one is Told => Boolean(one));
}

function Besides({ query, told }: { query: AlertQuery; told: readonly Told[] }) {
  const t = useSay();
  if (told.length === 0) return null;
  return (
    <p>
      {t('另有条件：', 'Also: ')}
      {told.map(([name, , words]) => (
        <>
          <span class="tag">{words}</span>{' '}
          <a href={paths.alerts({ ...addressed(query), [name]: undefined })}>
            {t('去掉', 'Remove')}
          </a>{' '}
        </>
      ))}
    </p>
  );
}
