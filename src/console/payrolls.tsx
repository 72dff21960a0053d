import { z } from 'zod';
import { hidden } from '../domain/access.ts';
import { listOwnDuties, type OwnDuty } from '../domain/duties/own.ts';
import { type ListedBatch, listBatches } from '../domain/payroll/follow.ts';
import { getProject } from '../domain/registry/projects.ts';
import type { Deps } from '../http/edge.ts';
import { month, projectCode } from '../http/shapes.ts';
import { page } from './page.tsx';
import { Card, DayText, Field, Money, Pager, Table } from './parts.tsx';
import { paths } from './paths.ts';
import { Runway } from './runway.tsx';
import { type Say, useSay } from './say.ts';
import { wordOf } from './words.ts';

const ROWS = 50;
export const payers = ['payroll:post', 'payroll:approve', 'payroll:order'] as const;

const after = z.string().max(500).optional();
const monthsQuery = z.object({
  open: z.enum(['true', 'false']).optional(),
  projectCode: projectCode.optional(),
  after,
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
  items: readonly OwnDuty[];
  next: string | null;
  query: MonthsQuery;
  today: string;
  posts: boolean;
}

function Months({ items, next, query, today, posts }: MonthsOf) {
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
        <div class="field">
          <button type="submit">{t('查找', 'Find')}</button>{' '}
          <a href={paths.payrolls()}>{t('清除', 'Clear')}</a>
        </div>
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
        />
      </section>
    </>
  );
}

const batchColumns = (t: Say) => [
  {
    name: t('月份', 'Month'),
    cell: ({ wageMonth }: ListedBatch) => <span class="num">{wageMonth}</span>,
  },
  {
    name: t('批次', 'Batch'),
    cell: ({ batchId, batchNo, kind }: ListedBatch) => (
      <>
        <a class="num" href={paths.batch(batchId)}>
          {batchNo}
        </a>
        <span class="small quiet">{wordOf(t, 'batchKind', kind)}</span>
      </>
    ),
  },
  {
    name: t('用人单位', 'Employer'),
    cell: ({ employerName, employerUscc }: ListedBatch) => employerName ?? employerUscc,
  },
  {
    name: t('人数', 'Workers'),
    cell: ({ lineCount }: ListedBatch) => lineCount,
    figures: true as const,
  },
  {
    name: t('实发', 'Net'),
    cell: ({ totalNetFen }: ListedBatch) => <Money fen={totalNetFen} />,
    figures: true as const,
  },
  { name: t('提交', 'Filed'), cell: ({ claimedOn }: ListedBatch) => <DayText day={claimedOn} /> },
  {
    name: t('状态', 'State'),
    cell: ({ status, unconfirmedLines, slipsOutstanding }: ListedBatch) => (
      <>
        {wordOf(t, 'batchStatus', status)}
        {status !== 'withdrawn' && unconfirmedLines > 0 && (
          <span class="small quiet">
            {t(`${unconfirmedLines} 人未签字确认`, `${unconfirmedLines} not signed`)}
          </span>
        )}
        {status !== 'withdrawn' && slipsOutstanding > 0 && (
          <span class="small quiet">
            {t(`${slipsOutstanding} 人未给工资清单`, `${slipsOutstanding} without a pay slip`)}
          </span>
        )}
      </>
    ),
  },
];

const ofQuery = z.object({ month: month.optional(), after });
type OfQuery = z.infer<typeof ofQuery>;

interface ProjectOf {
  code: string;
  name: string;
  items: readonly ListedBatch[];
  next: string | null;
  query: OfQuery;
  runway: Awaited<ReturnType<Deps['runway']>>;
  posts: boolean;
}

function Project({ code, name, items, next, query, runway, posts }: ProjectOf) {
  const t = useSay();
  return (
    <>
      <div class="head">
        <h1>{name}</h1>
        <span class="quiet num">{code}</span>
        {posts && (
          <a class="button" href={paths.newPayroll({ projectCode: code, wageMonth: query.month })}>
            {t('报送工资表', 'File a payroll')}
          </a>
        )}
        <a href={paths.attendanceOf(code, { month: query.month })}>
          {t('考勤与工资对照', 'Attendance against payroll')}
        </a>
        <a href={paths.alerts({ projectCode: code, status: 'open' })}>
          {t('待答复的预警', 'Open alerts')}
        </a>
      </div>
      <Runway runway={runway} />
      <Card
        title={
          query.month
            ? t(`${query.month} 的工资批次`, `Batches of ${query.month}`)
            : t('工资批次', 'Batches')
        }
        aside={query.month && <a href={paths.payrollsOf(code)}>{t('看全部月份', 'All months')}</a>}
      >
        <Table
          caption={t('工资批次', 'Batches')}
          rows={items}
          columns={batchColumns(t)}
          empty={t('还没有工资批次。', 'No batch yet.')}
        />
        <Pager
          first={query.after ? paths.payrollsOf(code, { month: query.month }) : null}
          next={next ? paths.payrollsOf(code, { month: query.month, after: next }) : null}
        />
      </Card>
    </>
  );
}

const AHEAD_DAYS = 30;

/** 工资发放: wage months over all of a contractor's projects, and one project's money and batches. */
export const payrollPages = [
  page({
    path: paths.payrolls(),
    grants: payers,
    nav: { zh: '工资发放', en: 'Wages' },
    query: monthsQuery,
    show: async (visit) => {
      const { after: seen, open, projectCode: code } = visit.query;
      const { items, next } = await visit.read(null, (work) =>
        listOwnDuties(
          work,
          {
            kinds: ['wage'],
            open: open && open === 'true',
            projectCode: code,
            oldestFirst: open === 'true',
          },
          { after: seen, limit: ROWS },
        ),
      );
      const posts = visit.c.var.actor?.grants.includes('payroll:post') ?? false;
      return {
        title: visit.t('工资发放', 'Wages'),
        main: (
          <Months items={items} next={next} query={visit.query} today={visit.day} posts={posts} />
        ),
      };
    },
  }),
  page({
    path: paths.payrollsOf(':projectCode'),
    grants: payers,
    params: z.object({ projectCode }),
    query: ofQuery,
    show: async (visit) => {
      const told = await visit.read(visit.params, async (work, id) => {
        if (!work.actor.projects.includes(id)) throw hidden();
        return {
          project: await getProject(work, id),
          batches: await listBatches(work, id, { ...visit.query, limit: ROWS }),
          runway: await visit.deps.runway(work, id, AHEAD_DAYS),
        };
      });
      const posts = visit.c.var.actor?.grants.includes('payroll:post') ?? false;
      return {
        title: told.project.name,
        main: (
          <Project
            code={visit.params.projectCode}
            name={told.project.name}
            {...told.batches}
            query={visit.query}
            runway={told.runway}
            posts={posts}
          />
        ),
      };
    },
  }),
];
