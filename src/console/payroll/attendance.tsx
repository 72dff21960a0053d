import { z } from 'zod';
import { hidden } from '../../domain/access.ts';
import { type AttendedAndPaid, attendanceAgainst } from '../../domain/payroll/against.ts';
import { type Employer, employersOf } from '../../domain/registry/names.ts';
import { getProject } from '../../domain/registry/projects.ts';
import { month, projectCode, uscc } from '../../http/shapes.ts';
import { addMonths, monthOf } from '../../lib/day.ts';
import { attendanceColumns } from '../frame/list-columns.ts';
import { type Listed, listFile } from '../frame/list-file.ts';
import { page } from '../frame/page.tsx';
import { Field, Money, Pager, Table } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { type Say, useSay } from '../frame/say.ts';
import type { Visit } from '../frame/visit.ts';
import { wordOf } from '../frame/words.ts';
import { payers } from './payrolls.tsx';

const ROWS = 100;
const MONTHS = 14;

const query = z.object({
  month: month.optional(),
  employerUscc: uscc.optional(),
  show: z.enum(['differing', 'all']).default('differing'),
  after: z.string().max(500).optional(),
});
type Asked = z.infer<typeof query>;
type Query = Asked & { month: string };

/** The month asked for; the last one that is over where none is. */
const monthAsked = ({ query: asked, day }: Pick<Visit<unknown, Asked>, 'query' | 'day'>) =>
  asked.month ?? addMonths(monthOf(day), -1);

const columns = (t: Say) => [
  {
    name: t('姓名', 'Name'),
    cell: ({ name, idLast4 }: AttendedAndPaid) => (
      <>
        {name}
        <span class="small quiet num">
          {t('证件尾号', 'ID')} {idLast4}
        </span>
      </>
    ),
  },
  { name: t('班组', 'Team'), cell: ({ team }: AttendedAndPaid) => team ?? '—' },
  {
    name: t('用人单位', 'Employer'),
    cell: ({ employerName, employerUscc }: AttendedAndPaid) => employerName ?? employerUscc,
  },
  {
    name: t('考勤天数', 'Days attended'),
    cell: ({ attended }: AttendedAndPaid) => attended ?? '—',
    figures: true as const,
  },
  {
    name: t('工资表天数', 'Days in payroll'),
    cell: ({ claimedDays }: AttendedAndPaid) => claimedDays ?? '—',
    figures: true as const,
  },
  {
    name: t('实发', 'Net'),
    cell: ({ netFen }: AttendedAndPaid) => (netFen === null ? '—' : <Money fen={netFen} />),
    figures: true as const,
  },
  {
    name: t('已到账', 'Paid'),
    cell: ({ paidFen }: AttendedAndPaid) => (paidFen === null ? '—' : <Money fen={paidFen} />),
    figures: true as const,
  },
  {
    name: t('对照', 'Compared'),
    cell: ({ differs, attended, netFen }: AttendedAndPaid) =>
      differs
        ? wordOf(t, 'attendance', differs)
        : attended === null && netFen === null
          ? t('没有考勤，也没有工资', 'no attendance, no pay')
          : t('一致', 'agrees'),
  },
];

interface ListOf {
  code: string;
  name: string;
  employers: readonly Employer[];
  items: readonly AttendedAndPaid[];
  next: string | null;
  query: Query;
  today: string;
}

function List({ code, name, employers, items, next, query: asked, today }: ListOf) {
  const t = useSay();
  const { after, ...filter } = asked;
  const last = monthOf(today);
  const months = Array.from({ length: MONTHS }, (_, n) => addMonths(last, -n));
  const listed = months.includes(asked.month) ? months : [asked.month, ...months];
  return (
    <>
      <div class="head">
        <h1>{t('考勤与工资对照', 'Attendance against payroll')}</h1>
        <a href={paths.payrollsOf(code)}>{name}</a>
      </div>
      <form class="filters" method="get" action={paths.attendanceOf(code)}>
        <Field
          name="month"
          label={t('月份', 'Month')}
          value={asked.month}
          options={listed.map((one) => [one, one] as const)}
        />
        <Field
          name="employerUscc"
          label={t('用人单位', 'Employer')}
          value={asked.employerUscc ?? ''}
          options={[
            ['', t('全部', 'All')],
            ...employers.map(({ uscc: own, name: called }) => [own, called] as const),
          ]}
        />
        <Field
          name="show"
          label={t('显示', 'Show')}
          value={asked.show}
          options={[
            ['differing', t('只看不一致的', 'Differences')],
            ['all', t('全部人员', 'Everybody')],
          ]}
        />
        <div class="field">
          <button type="submit">{t('查找', 'Find')}</button>
        </div>
      </form>
      <section class="card">
        <Table
          caption={t('人员考勤与工资', 'Attendance and pay')}
          rows={items}
          columns={columns(t)}
          empty={
            asked.show === 'differing'
              ? t('没有不一致的人员。', 'Nobody’s attendance and pay differ.')
              : t('该月没有登记用工的人员。', 'Nobody was engaged in that month.')
          }
        />
        <Pager
          first={after ? paths.attendanceOf(code, filter) : null}
          next={next ? paths.attendanceOf(code, { ...filter, after: next }) : null}
          file={paths.attendanceOf(code, filter)}
        />
      </section>
    </>
  );
}

const ofProject = z.object({ projectCode });

const people: Listed<z.infer<typeof ofProject>, Asked, AttendedAndPaid> = {
  name: 'attendance',
  target: (params) => params,
  columns: ({ t }) => attendanceColumns(t),
  rows: (work, visit, rows, id) => {
    if (!work.actor.projects.includes(id)) throw hidden();
    const { employerUscc, show } = visit.query;
    const filter = { employerUscc, differing: show === 'differing' };
    return attendanceAgainst(work, id, monthAsked(visit), filter, rows);
  },
};

/** 考勤与工资对照 of a project's month. */
export const attendancePages = [
  page({
    path: paths.attendanceOf(':projectCode'),
    grants: payers,
    params: ofProject,
    query,
    file: listFile(people),
    show: async (visit) => {
      const { t, day, params } = visit;
      const asked = { ...visit.query, month: monthAsked(visit) };
      const told = await visit.read(params, async (work, id) => ({
        ...(await people.rows(work, visit, { after: asked.after, limit: ROWS }, id)),
        name: (await getProject(work, id)).name,
        employers: await employersOf(work, id),
      }));
      return {
        title: t('考勤与工资对照', 'Attendance against payroll'),
        main: <List code={params.projectCode} {...told} query={asked} today={day} />,
      };
    },
  }),
];
