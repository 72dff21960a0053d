import { z } from 'zod';
import { type AlertGroup, groupAlerts } from '../../domain/alerts/groups.ts';
import { type ProjectLights, projectsLit } from '../../domain/registry/overview.ts';
import { text } from '../../http/shapes.ts';
import { partyColumns, projectColumns } from '../frame/list-columns.ts';
import { type Listed, listFile, rowsShown } from '../frame/list-file.ts';
import { page } from '../frame/page.tsx';
import { DayText, Field, Find, Money, Pager, Table } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import { sumHint } from '../frame/titles.ts';
import { wordOf, wordsIn } from '../frame/words.ts';
import { projectPage } from './project.tsx';

const ROWS = 50;
const query = z.object({
  q: text(100).optional(),
  status: z.enum(['preparing', 'active', 'suspended', 'finished']).optional(),
  after: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});
type Query = z.infer<typeof query>;

/** How many alerts of each level, by word and shape; a word where there is none. */
export function Lights({ red, orange, yellow }: Pick<ProjectLights, 'red' | 'orange' | 'yellow'>) {
  const t = useSay();
  const lit = Object.entries({ red, orange, yellow }).filter(([, count]) => count > 0);
  if (lit.length === 0) return <span class="quiet">{t('无预警', 'None')}</span>;
  return (
    <>
      {lit.map(([level, count]) => (
        <>
          <span class={`level level-${level}`}>
            {wordOf(t, 'level', level)} {count}
          </span>{' '}
        </>
      ))}
    </>
  );
}

interface ListOf {
  items: readonly ProjectLights[];
  next: string | null;
  query: Query;
}

function List({ items, next, query: { after, ...filter } }: ListOf) {
  const t = useSay();
  return (
    <>
      <div class="head">
        <h1>{t('项目', 'Projects')}</h1>
      </div>
      <form class="filters" method="get" action={paths.projects()}>
        <Field
          name="q"
          type="search"
          label={t('项目或单位', 'Project or company')}
          value={filter.q}
          maxlength={100}
        />
        <Field
          name="status"
          label={t('状态', 'Status')}
          value={filter.status}
          options={[['', t('全部', 'All')], ...wordsIn(t, 'projectStatus')]}
        />
        <Find all={paths.projects()} />
      </form>
      <section class="card">
        <Table
          caption={t('项目', 'Projects')}
          rows={items}
          empty={t('没有符合条件的项目。', 'No project matches.')}
          columns={[
            {
              name: t('项目', 'Project'),
              cell: ({ projectCode, name }) => (
                <>
                  <a href={paths.project(projectCode)}>{name}</a>
                  <span class="small quiet num">{projectCode}</span>
                </>
              ),
            },
            { name: t('预警', 'Alerts'), cell: (row) => <Lights {...row} /> },
            { name: t('建设单位', 'Owner'), cell: ({ owner }) => owner ?? '—' },
            {
              name: t('施工总承包单位', 'Contractor'),
              cell: ({ contractor }) => contractor ?? '—',
            },
            {
              name: t('专户余额', 'Balance'),
              cell: ({ balanceFen }) => <Money fen={balanceFen} />,
              figures: true,
            },
            { name: t('状态', 'Status'), cell: ({ status }) => wordOf(t, 'projectStatus', status) },
          ]}
        />
        <Pager
          first={after ? paths.projects(filter) : null}
          next={next ? paths.projects({ ...filter, after: next }) : null}
          file={paths.projects(filter)}
        />
      </section>
    </>
  );
}

const grouping = z.object({
  by: z.enum(['project', 'owner', 'contractor', 'employer']).default('contractor'),
  after: z.string().max(500).optional(),
});

function Parties({
  items,
  next,
  query: { by, after },
}: {
  items: readonly AlertGroup[];
  next: string | null;
  query: z.infer<typeof grouping>;
}) {
  const t = useSay();
  const kinds = {
    project: t('项目', 'Projects'),
    owner: t('建设单位', 'Owners'),
    contractor: t('施工总承包单位', 'Contractors'),
    employer: t('用人单位', 'Employers'),
  };
  return (
    <>
      <div class="head">
        <h1>{t('按单位和项目', 'By party and project')}</h1>
        {Object.entries(kinds).map(([kind, word]) => (
          <a href={paths.parties({ by: kind })} aria-current={kind === by ? 'true' : undefined}>
            {word}
          </a>
        ))}
      </div>
      <section class="card">
        <p class="hint">{sumHint(t)}</p>
        <Table
          caption={t(`未解除的预警，按${kinds[by]}`, `Live alerts by ${kinds[by]}`)}
          rows={items}
          empty={t('没有未解除的预警。', 'No live alert.')}
          columns={[
            {
              name: kinds[by],
              cell: ({ key, name }) => (
                <>
                  <a
                    href={
                      by === 'project'
                        ? paths.project(key)
                        : paths.alerts({ q: key, cases: 'true' })
                    }
                  >
                    {name ?? key}
                  </a>
                  <span class="small quiet num">{key}</span>
                </>
              ),
            },
            { name: t('预警', 'Alerts'), cell: (row) => <Lights {...row} /> },
            {
              name: t('预警金额合计', 'Sum over alerts'),
              cell: ({ amountFen }) => <Money fen={amountFen} />,
              figures: true,
            },
            {
              name: t('最早到期', 'Oldest due day'),
              cell: ({ dueDay }) => <DayText day={dueDay} />,
            },
          ]}
        />
        <Pager
          first={after ? paths.parties({ by }) : null}
          next={next ? paths.parties({ by, after: next }) : null}
          file={paths.parties({ by })}
        />
      </section>
    </>
  );
}

const projects: Listed<unknown, Query, ProjectLights> = {
  name: 'projects',
  columns: ({ t }) => projectColumns(t),
  rows: (work, { query: { after: _, ...filter } }, rows) => projectsLit(work, filter, rows),
};

const parties: Listed<unknown, z.infer<typeof grouping>, AlertGroup> = {
  name: 'parties',
  columns: ({ t }) => partyColumns(t),
  rows: (work, { query: { by } }, rows) => groupAlerts(work, by, rows),
};

/** 项目、单位. */
export const projectPages = [
  page({
    path: paths.projects(),
    grants: ['read'],
    nav: { zh: '项目', en: 'Projects' },
    query,
    file: listFile(projects),
    show: async (visit) => {
      const found = await rowsShown(projects, visit, ROWS);
      return { title: visit.t('项目', 'Projects'), main: <List {...found} query={visit.query} /> };
    },
  }),
  page(projectPage),
  page({
    path: paths.parties(),
    grants: ['read'],
    nav: { zh: '单位', en: 'Parties' },
    query: grouping,
    file: listFile(parties),
    show: async (visit) => {
      const found = await rowsShown(parties, visit, ROWS);
      return {
        title: visit.t('按单位和项目', 'By party and project'),
        main: <Parties {...found} query={visit.query} />,
      };
    },
  }),
];
