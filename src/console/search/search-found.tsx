import type { NoticeView } from '../../domain/notices/notices.ts';
import type { ProjectLights } from '../../domain/registry/overview.ts';
import type { FoundCompany, FoundEngagement } from '../../domain/search.ts';
import { Card, DayText, Table } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import { noticeCells } from '../notices/notice-columns.tsx';
import { Lights } from '../projects/projects.tsx';

/** What words found. */
export interface Found {
  projects: readonly ProjectLights[];
  /** More of them than are shown. */
  more: boolean;
  companies: readonly FoundCompany[];
  notices: readonly NoticeView[];
}

/** What words found, by kind; what is none of is left out. */
export function Results({ found, q }: { found: Found; q: string }) {
  const t = useSay();
  const cells = noticeCells(t);
  const { projects, more, companies, notices } = found;
  if (projects.length + companies.length + notices.length === 0)
    return (
      <p class="card" role="status">
        {t(`没有找到“${q}”，或您无权查看。`, `Nothing of “${q}” that you may see.`)}
      </p>
    );
  return (
    <>
      {projects.length > 0 && (
        <Card
          title={t('项目', 'Projects')}
          aside={more && <a href={paths.projects({ q })}>{t('看全部', 'Show all')}</a>}
        >
          <Table
            caption={t('项目', 'Projects')}
            rows={projects}
            empty=""
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
              {
                name: t('施工总承包单位', 'Contractor'),
                cell: ({ contractor }) => contractor ?? '—',
              },
            ]}
          />
        </Card>
      )}
      {companies.length > 0 && (
        <Card title={t('单位', 'Companies')}>
          <Table
            caption={t('单位', 'Companies')}
            rows={companies}
            empty=""
            columns={[
              {
                name: t('单位', 'Company'),
                cell: ({ uscc, name }) => (
                  <>
                    {name}
                    <span class="small quiet num">{uscc}</span>
                  </>
                ),
              },
              {
                name: t('查看', 'See'),
                cell: ({ uscc }) => (
                  <>
                    <a href={paths.projects({ q: uscc })}>{t('项目', 'Projects')}</a>{' '}
                    <a href={paths.alerts({ q: uscc })}>{t('预警', 'Alerts')}</a>
                  </>
                ),
              },
            ]}
          />
        </Card>
      )}
      {notices.length > 0 && (
        <Card title={t('文书', 'Papers')}>
          <Table
            caption={t('文书', 'Papers')}
            rows={notices}
            empty=""
            columns={[cells.level, cells.paper, cells.to, cells.status]}
          />
        </Card>
      )}
    </>
  );
}

/** Where a worker is or was engaged. */
export function Workers({ found }: { found: readonly FoundEngagement[] }) {
  const t = useSay();
  return (
    <Card title={t('工人', 'Worker')}>
      <Table
        caption={t('在各项目的用工', 'Engagements')}
        rows={found}
        empty={t(
          '本辖区没有登记过这个号码；这次查找已记录。',
          'Nobody of this number within the region; the search was kept.',
        )}
        columns={[
          {
            name: t('姓名', 'Name'),
            cell: ({ name, idLast4 }) => (
              <>
                {name}
                <span class="small quiet num">
                  {t('证件尾号', 'ID')} {idLast4}
                </span>
              </>
            ),
          },
          {
            name: t('项目', 'Project'),
            cell: ({ projectCode, projectName }) => (
              <a href={paths.project(projectCode)}>{projectName ?? projectCode}</a>
            ),
          },
          { name: t('用人单位', 'Employer'), cell: ({ employerName }) => employerName ?? '—' },
          { name: t('进场', 'Entered'), cell: ({ enteredOn }) => <DayText day={enteredOn} /> },
          { name: t('退场', 'Left'), cell: ({ exitedOn }) => <DayText day={exitedOn} /> },
          {
            name: t('工资', 'Wages'),
            cell: ({ projectCode, engagementId }) => (
              <a href={paths.wageStatement(projectCode, engagementId)}>
                {t('对账单', 'Statement')}
              </a>
            ),
          },
        ]}
      />
    </Card>
  );
}
