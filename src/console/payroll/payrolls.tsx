import { z } from 'zod';
import { listOwnDuties, type OwnDuty } from '../../domain/duties/own.ts';
import { type WaitingBatch, waitingBatches } from '../../domain/payroll/follow.ts';
import { projectCode } from '../../http/shapes.ts';
import { dutyColumns } from '../frame/list-columns.ts';
import { type Listed, listFile } from '../frame/list-file.ts';
import { page } from '../frame/page.tsx';
import { DayText, Field, Find, Money, Pager, Table } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { type Say, useSay } from '../frame/say.ts';
import { Waiting } from './batches.tsx';

const ROWS = 50;
export const payers = ['payroll:post', 'payroll:approve', 'payroll:order'] as const;

const monthsQuery = z.object({
  open: z.enum(['true', 'false']).optional(),
  projectCode: projectCode.optional(),
  after: z.string().max(500).optional(),
});
type MonthsQuery = z.infer<typeof monthsQuery>;

const progressOf = (t: Say, { amountFen, metOn, dueDay }: OwnDuty, today: string) => {
  if (metOn) return t(`${metOn} 发清`, `paid in full on ${metOn}`);
  const late = dueDay !== null && dueDay < today;
  if (amountFen === null)
    return late
      ? t('已过发放日，仍未报工资表', 'past the pay day, no payroll yet')
      : t('尚未报工资表', 'no payroll yet');
  return late ? t('已过发放日，未发清', 'past the pay day, not paid in full') : t('待发', 'to pay');
};

interface MonthsOf {
  waiting: readonly WaitingBatch[];
  items: readonly OwnDuty[];
  next: string | null;
  query: MonthsQuery;
  today: string;
  posts: boolean;
}

function Months({ waiting, items, next, query, today, posts }: MonthsOf) {
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
      <form class="filters" method="get" action={paths.payrolls()}>
        <Field
          name="open"
          label={t('发放情况', 'State')}
          value={query.open}
          options={[
            ['', t('全部', 'All')],
            ['true', t('未发清', 'Not paid in full')],
            ['false', t('已发清', 'Paid in full')],
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
          empty={t('没有符合条件的工资月份。', 'No wage month matches.')}
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
  open?: 'true' | 'false' | undefined;
  projectCode?: string | undefined;
}

/** The firm's duties of a kind under the filters of their page, what is open with the oldest first. */
export const ownDuties = <Q extends DutiesQuery>(
  kind: 'wage' | 'transfer',
  name: string,
): Listed<unknown, Q, OwnDuty> => ({
  name,
  columns: ({ t }) => dutyColumns(t),
  rows: (work, { query: { open, projectCode: code } }, rows) =>
    listOwnDuties(
      work,
      {
        kinds: [kind],
        open: open && open === 'true',
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
