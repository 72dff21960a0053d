import { z } from 'zod';
import { hidden } from '../../domain/access.ts';
import { type ListedBatch, listBatches } from '../../domain/payroll/follow.ts';
import { getProject } from '../../domain/registry/projects.ts';
import type { Deps } from '../../http/edge.ts';
import { month, projectCode } from '../../http/shapes.ts';
import { batchColumns as fileColumns } from '../frame/list-columns.ts';
import { type Listed, listFile } from '../frame/list-file.ts';
import { page } from '../frame/page.tsx';
import { Card, Pager, Table } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import { batchColumns } from './batches.tsx';
import { payers } from './payrolls.tsx';
import { Runway } from './runway.tsx';

const ROWS = 50;

const ofQuery = z.object({ month: month.optional(), after: z.string().max(500).optional() });
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
          file={paths.payrollsOf(code, { month: query.month })}
        />
      </Card>
    </>
  );
}

const AHEAD_DAYS = 30;
const ofProject = z.object({ projectCode });

const batches: Listed<z.infer<typeof ofProject>, OfQuery, ListedBatch> = {
  name: 'batches',
  target: (params) => params,
  columns: ({ t }) => fileColumns(t),
  rows: (work, { query: { month: of } }, rows, id) => {
    if (!work.actor.projects.includes(id)) throw hidden();
    return listBatches(work, id, { ...rows, month: of });
  },
};

/** 一个项目的工资: its money for the next pay days, and its batches. */
export const projectPayrolls = [
  page({
    path: paths.payrollsOf(':projectCode'),
    grants: payers,
    params: ofProject,
    query: ofQuery,
    file: listFile(batches),
    show: async (visit) => {
      const { after } = visit.query;
      const told = await visit.read(visit.params, async (work, id) => ({
        batches: await batches.rows(work, visit, { after, limit: ROWS }, id),
        project: await getProject(work, id),
        runway: await visit.deps.runway(work, id, AHEAD_DAYS),
      }));
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
