import { z } from 'zod';
import { listOwnDuties, type OwnDuty } from '../../domain/duties/own.ts';
import {
  type FailedBatch,
  failedBatches,
  type WaitingBatch,
  waitingBatches,
} from '../../domain/payroll/follow.ts';
import { projectCode } from '../../http/shapes.ts';
import { type Day, daysBetween } from '../../lib/day.ts';
import { dutyColumns } from '../frame/list-columns.ts';
import { type Listed, listFile } from '../frame/list-file.ts';
import { page } from '../frame/page.tsx';
import { DayText, Field, Find, Money, Pager, Table } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { type Say, useSay } from '../frame/say.ts';
import { Failed, Waiting } from './batches.tsx';

const ROWS = 50;
export const payers = ['payroll:post', 'payroll:approve', 'payroll:order'] as const;

/** What is open where nothing is said. */
export const openOrNot = z.enum(['true', 'false', 'all']).optional();

const monthsQuery = z.object({
  open: openOrNot,
  projectCode: projectCode.optional(),
  after: z.string().max(500).optional(),
});
type MonthsQuery = z.infer<typeof monthsQuery>;

const progressOf = (t: Say, { amountFen, metOn, dueDay }: OwnDuty, today: Day) => {
  if (metOn) return t(`${metOn} 发清`, `paid in full on ${metOn}`);
  if (dueDay === null || dueDay >= today)
    return amountFen === null ? t('尚未报工资表', 'no payroll yet') : t('待发', 'to pay');
  const days = daysBetween(dueDay, today);
  return (
    <span class="mark-open">
      {amountFen === null
        ? t(`已过发放日 ${days} 天，仍未报工资表`, `${days} days past the pay day, no payroll yet`)
        : t(`已过发放日 ${days} 天，未发清`, `${days} days past the pay day, not paid in full`)}
    </span>
  );
};

interface MonthsOf {
  waiting: readonly WaitingBatch[];
  failed: readonly FailedBatch[];
  items: readonly OwnDuty[];
  next: string | null;
  query: MonthsQuery;
  today: string;
  posts: boolean;
}

function Months({ waiting, failed, items, next, query, today, posts }: MonthsOf) {
  const t = useSay();
  const { after: seen, ...filter } = query;
  return (
    <>
      <div class="head">
        <h1>{t('工资发放', 'Wages')}</h1>
        {posts && (
          <a class="button" href={paths.newPayroll()}>
            {t('报送工资表', 'File a payroll')}
          </a>
        )}
      </div>
      <Waiting batches={waiting} />
      <Failed batches={failed} />
      <form class="filters" method="get" action={paths.payrolls()}>
        <Field
          name="open"
          label={t('发放情况', 'State')}
          value={query.open ?? 'true'}
          options={[
            ['true', t('未发清', 'Not paid in full')],
            ['false', t('已发清', 'Paid in full')],
            ['all', t('全部', 'All')],
          ]}
        />
        <Field
          name="projectCode"
          label={t('项目编码', 'Project code')}
          value={query.projectCode}
          maxlength={32}
        />
        <Find all={paths.payrolls()} />
      </form>
      <section class="card">
        <Table
          caption={t('各项目各月工资', 'Wage months')}
          rows={items}
          empty={
            filter.open || filter.projectCode
              ? t('没有符合条件的工资月份。', 'No wage month matches.')
              : t('没有未发清的工资月份。', 'No wage month is open.')
          }
          columns={[
            { name: t('月份', 'Month'), cell: ({ period }) => <span class="num">{period}</span> },
            {
              name: t('项目', 'Project'),
              cell: ({ projectCode: code, projectName, period }) => (
                <>
                  <a href={paths.payrollsOf(code, { month: period })}>{projectName}</a>
                  <span class="small quiet num">{code}</span>
                </>
              ),
            },
            {
              name: t('用人单位', 'Employer'),
              cell: ({ employerName, subject }) => employerName ?? subject,
            },
            { name: t('发放日', 'Pay day'), cell: ({ dueDay }) => <DayText day={dueDay} /> },
            {
              name: t('应发', 'Owed'),
              cell: ({ amountFen }) => (amountFen === null ? '—' : <Money fen={amountFen} />),
              figures: true,
            },
            {
              name: t('已到账', 'Paid'),
              cell: ({ metFen }) => <Money fen={metFen} />,
              figures: true,
            },
            {
              name: t('情况', 'State'),
              cell: (duty) => (
                <>
                  {progressOf(t, duty, today)}
                  {posts && duty.amountFen === null && (
                    <a
                      class="small"
                      href={paths.newPayroll({
                        projectCode: duty.projectCode,
                        wageMonth: duty.period,
                        employerUscc: duty.subject,
                      })}
                    >
                      {t('报送', 'File it')}
                    </a>
                  )}
                </>
              ),
            },
          ]}
        />
        <Pager
          first={seen ? paths.payrolls(filter) : null}
          next={next ? paths.payrolls({ ...filter, after: next }) : null}
          file={paths.payrolls(filter)}
        />
      </section>
    </>
  );
}

interface DutiesQuery {
  open?: z.infer<typeof openOrNot>;
  projectCode?: string | undefined;
}

/** The firm's duties of a kind under the filters of their page, what is open with the oldest first. */
export const ownDuties = <Q extends DutiesQuery>(
  kind: 'wage' | 'transfer',
  name: string,
): Listed<unknown, Q, OwnDuty> => ({
  name,
  columns: ({ t }) => dutyColumns(t),
  rows: (work, { query: { open = 'true', projectCode: code } }, rows) =>
    listOwnDuties(
      work,
      {
        kinds: [kind],
        open: open === 'all' ? undefined : open === 'true',
        projectCode: code,
        oldestFirst: open === 'true',
      },
      rows,
    ),
});

const months = ownDuties<MonthsQuery>('wage', 'payrolls');

/** 工资发放: wage months over all of a contractor's projects. */
export const payrollPages = [
  page({
    path: paths.payrolls(),
    grants: payers,
    nav: { zh: '工资发放', en: 'Wages' },
    query: monthsQuery,
    file: listFile(months),
    show: async (visit) => {
      const { after } = visit.query;
      const may = (grant: string) =>
        visit.c.var.actor?.grants.some((one) => one === grant) ?? false;
      const steps = [may('payroll:approve') && 'claimed', may('payroll:order') && 'approved'];
      const told = await visit.read(null, async (work) => ({
        waiting: await waitingBatches(
          work,
          steps.filter((one) => one !== false),
          ROWS,
        ),
        failed: may('payroll:post') ? await failedBatches(work, ROWS) : [],
        ...(await months.rows(work, visit, { after, limit: ROWS }, 0)),
      }));
      return {
        title: visit.t('工资发放', 'Wages'),
        main: (
          <Months {...told} query={visit.query} today={visit.day} posts={may('payroll:post')} />
        ),
      };
    },
  }),
];
