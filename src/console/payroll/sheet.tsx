import { z } from 'zod';
import { hidden } from '../../domain/access.ts';
import { type Employer, employersOf } from '../../domain/registry/names.ts';
import { getProject, listProjects, type ProjectView } from '../../domain/registry/projects.ts';
import { listTasks } from '../../domain/tasks.ts';
import { month, projectCode, uscc } from '../../http/shapes.ts';
import { addMonths, monthOf } from '../../lib/day.ts';
import { Banner, Card, Field, Refusal, type Refused } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import { Upload } from '../frame/upload.tsx';
import type { PageSpec } from '../frame/visit.ts';
import { OwnTasks } from '../tasks/own-tasks.tsx';
import { mostBytes } from './sheet-file.ts';

const MONTHS = 14;
const PROJECTS = 200;
const SHEET_TASKS = ['sheet-check', 'sheet-filing'] as const;

const query = z.object({
  projectCode: projectCode.optional(),
  wageMonth: month.optional(),
  employerUscc: uscc.optional(),
  kind: z.literal('supplement').optional(),
});
type Query = z.infer<typeof query>;

function Choose({ projects, wageMonth }: { projects: readonly ProjectView[]; wageMonth?: string }) {
  const t = useSay();
  return (
    <Card title={t('第一步：选择项目', 'Step 1: the project')}>
      {projects.length === 0 ? (
        <p class="quiet">
          {t('本单位还没有登记项目。', 'No project is registered for your company.')}
        </p>
      ) : (
        <form method="get" action={paths.newPayroll()}>
          <Field
            name="projectCode"
            label={t('项目', 'Project')}
            options={projects.map(({ projectCode: code, name }) => [code, `${name}（${code}）`])}
          />
          {wageMonth && <input type="hidden" name="wageMonth" value={wageMonth} />}
          <button type="submit">{t('下一步', 'Next')}</button>
        </form>
      )}
    </Card>
  );
}

/** The form that the template's button takes its choices from. */
const FORM = 'sheet';

/** Why a table was not taken, in words of this page. */
function WhyNot({ of, refused }: { of: Query; refused: Refused | undefined }) {
  const t = useSay();
  const { problem, values } = refused ?? {};
  if (problem?.code !== 'batch-exists' || !of.projectCode) return <Refusal refused={refused} />;
  const month = values?.wageMonth;
  return (
    <Banner kind="bad">
      <p>
        {t(
          `该单位 ${month} 的工资表已经报过，批次号 ${problem.extra.batchNo}，这张没有存入。`,
          `This employer’s payroll of ${month} was filed before, as batch ${problem.extra.batchNo}; this one was not stored.`,
        )}{' '}
        <a href={paths.payrollsOf(of.projectCode, { month })}>
          {t('看已报的批次', 'See what was filed')}
        </a>
      </p>
      <ul>
        <li>
          {t(
            '报错了，还没有下达银行：打开该批次，先撤回，再报整张表。',
            'It was wrong and is not ordered yet: open the batch, withdraw it, then file the whole table.',
          )}
        </li>
        <li>
          {t(
            '漏报了人或少报了钱：勾选下面的“补充”，只报漏掉的人和少报的钱。',
            'Somebody or some pay was left out: tick “supplement” below and file only that.',
          )}
        </li>
      </ul>
    </Banner>
  );
}

interface FormOf {
  project: ProjectView;
  employers: readonly Employer[];
  query: Query;
  today: string;
  /** Bytes of a file. */
  most: number;
  refused: Refused | undefined;
}

function Form({ project, employers, query: asked, today, most, refused }: FormOf) {
  const t = useSay();
  const last = addMonths(monthOf(today), 1);
  const months = Array.from({ length: MONTHS }, (_, n) => addMonths(last, -n));
  const given = refused?.values.wageMonth ?? asked.wageMonth;
  const kept = refused?.values.kept;
  const listed = given && !months.includes(given) ? [given, ...months] : months;
  const kind = refused?.values.kind ?? asked.kind;
  return (
    <form
      id={FORM}
      class="card"
      method="post"
      action={paths.newPayrollAct('check')}
      enctype="multipart/form-data"
    >
      <h2>{t('第二步：选择文件', 'Step 2: the file')}</h2>
      <input type="hidden" name="projectCode" value={project.projectCode} />
      <Field
        name="wageMonth"
        label={t('工资月份', 'Wage month')}
        value={asked.wageMonth ?? addMonths(monthOf(today), -1)}
        options={listed.map((one) => [one, one] as const)}
        refused={refused}
      />
      <Field
        name="employerUscc"
        label={t('用人单位', 'Employer')}
        value={asked.employerUscc}
        options={employers.map(({ uscc: code, name }) => [code, name] as const)}
        refused={refused}
      />
      {(kind || refused?.problem.code === 'batch-exists') && (
        <label class="tick field">
          <input type="checkbox" name="kind" value="supplement" checked={kind === 'supplement'} />{' '}
          {t(
            '补充：只含已报工资表里漏掉的人和少报的钱',
            'Supplement: only what the filed payroll left out',
          )}
        </label>
      )}
      <Field
        name="file"
        type="file"
        label={t('工资表文件', 'File')}
        hint={t(
          '.xlsx 或 .csv；表头写法不限，下一步可以核对。先检查，确认无误后才提交。',
          '.xlsx or .csv; headings as you are used to. It is checked first and filed only when you say so.',
        )}
        refused={refused}
        required={kept === undefined}
      />
      {kept && (
        <p>
          <input type="hidden" name="kept" value={kept} />
          {t(
            '不另选文件，就用刚才上传的：',
            'Without another file the one just uploaded is used: ',
          )}
          {refused?.values.fileName ?? t('原来的整张表', 'your own table')}
        </p>
      )}
      <Upload mostBytes={most} />
      <button type="submit">{t('上传并检查', 'Upload and check')}</button>
    </form>
  );
}

/** An empty table; with a project chosen also one with its people, of the month and employer chosen in the form. */
function Templates({ begun }: { begun: boolean }) {
  const t = useSay();
  return (
    <Card title={t('模板', 'Templates')}>
      {begun && (
        <>
          <p class="hint">
            {t(
              '按所选月份和用人单位，已填好人员和考勤天数：',
              'With the people and days of the month and employer chosen:',
            )}
          </p>
          <p>
            <button
              type="submit"
              class="plain"
              form={FORM}
              formmethod="get"
              formaction={paths.payrollTemplate()}
              formnovalidate
              data-download
            >
              {t('下载已填好的工资表', 'Download it')}
            </button>
          </p>
        </>
      )}
      <p>
        <a href={paths.payrollTemplate()}>{t('下载空白工资表', 'Download an empty one')}</a>
      </p>
    </Card>
  );
}

const chosenIn = ({ values: { projectCode: code, wageMonth, employerUscc, kind } }: Refused) => ({
  projectCode: code,
  wageMonth,
  employerUscc,
  kind,
});

/** The form for a payroll that comes as a spreadsheet. */
export const sheetPage: PageSpec<unknown, Query> = {
  path: paths.newPayroll(),
  grants: ['payroll:post'],
  query,
  show: async (visit) => {
    const { t, refused, day } = visit;
    const asked = visit.query;
    const code = asked.projectCode ?? refused?.values.projectCode;
    const chosen =
      code === undefined
        ? null
        : await visit.read({ projectCode: code }, async (work, id) => {
            if (!work.actor.projects.includes(id)) throw hidden();
            return { project: await getProject(work, id), employers: await employersOf(work, id) };
          });
    const tasks = await visit.read(null, (work) => listTasks(work, SHEET_TASKS, false));
    const projects = chosen
      ? []
      : (await visit.read(null, (work) => listProjects(work, { limit: PROJECTS }))).items;
    return {
      title: t('报送工资表', 'File a payroll'),
      ...(refused && { here: paths.newPayroll(chosenIn(refused)) }),
      main: (
        <>
          <div class="head">
            <h1>{t('报送工资表', 'File a payroll')}</h1>
            {chosen && (
              <>
                <span>{chosen.project.name}</span>
                <a href={paths.newPayroll()}>{t('换一个项目', 'Another project')}</a>
              </>
            )}
          </div>
          <WhyNot of={{ ...asked, projectCode: code }} refused={refused} />
          <OwnTasks tasks={tasks} />
          <div class="columns">
            {chosen ? (
              <Form
                {...chosen}
                query={asked}
                today={day}
                most={mostBytes(visit)}
                refused={refused}
              />
            ) : (
              <Choose
                projects={projects}
                {...(asked.wageMonth && { wageMonth: asked.wageMonth })}
              />
            )}
            <Templates begun={chosen !== null && refused?.values.kept === undefined} />
          </div>
        </>
      ),
    };
  },
};
