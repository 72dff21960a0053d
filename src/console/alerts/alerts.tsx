import { z } from 'zod';
import { type AlertFilter, alertStatuses } from '../../domain/alerts/filter.ts';
import { type AlertView, listAlerts } from '../../domain/alerts/listing.ts';
import { day, projectCode, text } from '../../http/shapes.ts';
import { alertColumns } from '../frame/list-columns.ts';
import { type Listed, listFile, rowsShown } from '../frame/list-file.ts';
import { page } from '../frame/page.tsx';
import { DayText, Field, Find, Level, Money, Pager, Table } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { type Say, useSay } from '../frame/say.ts';
import type { Visit } from '../frame/visit.ts';
import { wordOf, wordsIn } from '../frame/words.ts';
import { alertPage } from './alert.tsx';

const ROWS = 50;
const yes = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .optional();

const query = z.object({
  status: z.enum(alertStatuses).optional(),
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
type Query = z.infer<typeof query>;

/** What the filter says, as the members of an address. */
const addressed = ({ after: _, due, cases, ...filter }: Query) => ({
  ...filter,
  due: due ? 'true' : undefined,
  cases: cases ? 'true' : undefined,
});

function Filters({ query, rules }: { query: Query; rules: Visit['deps']['rules'] }) {
  const t = useSay();
  const any: [string, string] = ['', t('全部', 'All')];
  const { openedFrom, openedTo, risenFrom, assignedTo, regionCode } = query;
  return (
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
        options={[any, ...wordsIn(t, 'alertStatus')]}
      />
      <Field
        name="rule"
        label={t('规则', 'Rule')}
        value={query.rule}
        options={[any, ...rules.map(({ id, title }): [string, string] => [id, `${id} ${title}`])]}
      />
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
      {Object.entries({
        risenFrom,
        assignedTo,
        regionCode,
        due: query.due ? 'true' : undefined,
      }).map(([name, value]) => value && <input type="hidden" name={name} value={value} />)}
      <Find all={paths.alerts()} />
    </form>
  );
}

const columns = (t: Say) => [
  { name: t('等级', 'Level'), cell: ({ level }: Told) => <Level level={level} /> },
  {
    name: t('预警', 'Alert'),
    cell: ({ alertId, title, sentence, followers, ruleId }: Told) => (
      <>
        <a href={paths.alert(alertId)}>{title}</a> <span class="quiet small-inline">{ruleId}</span>
        <span class="small">{sentence}</span>
        {followers ? (
          <span class="small quiet">
            {t(`另有 ${followers} 条由此引起`, `explains ${followers} more`)}
          </span>
        ) : null}
      </>
    ),
  },
  {
    name: t('项目', 'Project'),
    cell: ({ projectName, projectCode: code }: Told) => (
      <>
        {projectName}
        <span class="small quiet num">{code}</span>
      </>
    ),
  },
  {
    name: t('金额', 'Amount'),
    cell: ({ amountFen }: Told) => (amountFen > 0 ? <Money fen={amountFen} /> : '—'),
    figures: true as const,
  },
  { name: t('到期', 'Due'), cell: ({ dueDay }: Told) => <DayText day={dueDay} /> },
  { name: t('发现', 'Found'), cell: ({ openedOn }: Told) => <DayText day={openedOn} /> },
  {
    name: t('状态', 'Status'),
    cell: ({ status }: Told) => <span class="num">{wordOf(t, 'alertStatus', status)}</span>,
  },
];

const alerts: Listed<unknown, Query, AlertView> = {
  name: 'alerts',
  columns: ({ t, deps }) => alertColumns(t, deps.describe),
  rows: (work, { query: { after: _, ...filter } }, rows) =>
    listAlerts(work, filter as AlertFilter, rows),
};

type Told = AlertView & { title: string; sentence: string };

/** 预警. */
export const alertPages = [
  page({
    path: paths.alerts(),
    grants: ['read'],
    nav: { zh: '预警', en: 'Alerts' },
    query,
    file: listFile(alerts),
    show: async (visit: Visit<unknown, Query>) => {
      const { t, deps } = visit;
      const { items, next } = await rowsShown(alerts, visit, ROWS);
      const told = items.map((view): Told => {
        const { title, sentence } = deps.describe({ rule: view.ruleId, facts: view.facts });
        return { ...view, title, sentence };
      });
      const here = addressed(visit.query);
      return {
        title: t('预警', 'Alerts'),
        main: (
          <>
            <div class="head">
              <h1>{t('预警', 'Alerts')}</h1>
            </div>
            <Filters query={visit.query} rules={deps.rules} />
            <section class="card">
              <Table
                caption={t('预警', 'Alerts')}
                columns={columns(t)}
                rows={told}
                empty={
                  <>
                    {t('没有符合条件的预警。', 'No alert matches.')}{' '}
                    <a href={paths.alerts()}>{t('看全部', 'Show all')}</a>
                  </>
                }
              />
              <Pager
                first={visit.query.after ? paths.alerts(here) : null}
                next={next ? paths.alerts({ ...here, after: next }) : null}
                file={paths.alerts(here)}
              />
            </section>
          </>
        ),
      };
    },
  }),
  page(alertPage),
];
