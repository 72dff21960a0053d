import type { AlertFilter } from '../../domain/alerts/filter.ts';
import { firmNames, firmOf } from '../../domain/alerts/firms.ts';
import { type AlertView, listAlerts } from '../../domain/alerts/listing.ts';
import { regionNames } from '../../domain/registry/regions.ts';
import { alertColumns } from '../frame/list-columns.ts';
import { type Listed, listFile, rowsShown } from '../frame/list-file.ts';
import { page } from '../frame/page.tsx';
import { DayText, Level, Money, Pager, Table } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import type { Say } from '../frame/say.ts';
import { describedIn } from '../frame/titles.ts';
import type { Visit } from '../frame/visit.ts';
import { wordOf } from '../frame/words.ts';
import { alertPage } from './alert.tsx';
import { type AlertQuery, addressed, alertQuery, Filters } from './alert-filters.tsx';
import { Whose } from './whose.tsx';

const ROWS = 50;

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
    name: t('项目、单位', 'Project, firm'),
    cell: (one: Told) => <Whose alert={one} firm={one.firm} />,
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

const alerts: Listed<unknown, AlertQuery, AlertView> = {
  name: 'alerts',
  columns: ({ t, deps }) => alertColumns(t, deps.describe),
  rows: (work, { query: { after: _, status = 'live', ...filter } }, rows) =>
    listAlerts(work, { ...filter, ...(status !== 'all' && { status }) } as AlertFilter, rows),
};

type Told = AlertView & { title: string; sentence: string; firm: string | undefined };

/** 预警. */
export const alertPages = [
  page({
    path: paths.alerts(),
    grants: ['read'],
    nav: { zh: '预警', en: 'Alerts' },
    query: alertQuery,
    file: listFile(alerts),
    show: async (visit: Visit<unknown, AlertQuery>) => {
      const { t, deps, c, session } = visit;
      const office = c.var.actor?.region != null;
      const { items, next } = await rowsShown(alerts, visit, ROWS);
      const { names, regions } = await visit.read(null, async (work) => ({
        names: await firmNames(work, items),
        regions: office ? await regionNames(work) : [],
      }));
      const describe = describedIn(t, deps.describe);
      const told = items.map((view): Told => {
        const { title, sentence } = describe({ rule: view.ruleId, facts: view.facts });
        return { ...view, title, sentence, firm: names.get(firmOf(view) ?? '') };
      });
      const here = addressed(visit.query);
      return {
        title: t('预警', 'Alerts'),
        main: (
          <>
            <div class="head">
              <h1>{t('预警', 'Alerts')}</h1>
              {office && session && (
                <a href={paths.alerts({ assignedTo: session.person.name })}>
                  {t('我经办的', 'Mine')}
                </a>
              )}
            </div>
            <Filters query={visit.query} rules={deps.rules} regions={regions} />
            <section class="card">
              <Table
                caption={t('预警', 'Alerts')}
                columns={columns(t)}
                rows={told}
                empty={
                  <>
                    {t('没有符合条件的预警。', 'No alert matches.')}{' '}
                    <a href={paths.alerts({ status: 'all' })}>{t('看全部', 'Show all')}</a>
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
