import type { RowFault } from '../../adapters/excel/payroll-lines.ts';
import { Banner, Card, Facts, Money, Refusal, type Refused, Table } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { type Say, useSay } from '../frame/say.ts';
import { Upload } from '../frame/upload.tsx';
import { wordOf } from '../frame/words.ts';
import { Notes } from './sheet-notes.tsx';
import { type Choice, meanings, type SheetFor, type Totals, type Tried } from './sheet-reading.ts';

interface CheckOf {
  of: SheetFor;
  projectName: string;
  employerName: string;
  fileName: string;
  /** Rows of it that came from a returned table. */
  putBack: number | undefined;
  /** The file, sealed. */
  kept: string;
  /** Bytes of a file that may be chosen now. */
  most: number;
  tried: Tried;
  refused: Refused | undefined;
}

function Sums({ count, grossFen: gross, netFen: net }: Totals) {
  const t = useSay();
  return (
    <Facts
      wide
      rows={[
        [t('人数', 'Workers'), String(count)],
        [t('应发合计', 'Gross'), <Money fen={gross} />],
        [t('扣款合计', 'Deductions'), <Money fen={gross - net} />],
        [t('实发合计', 'Net'), <Money fen={net} />],
      ]}
    />
  );
}

/** What to do about a fault, on a page where columns can be chosen. */
const cure = (t: Say, { code, message }: RowFault): string =>
  code === 'heading-not-found'
    ? t(
        '没有认出工资表的表头。请在下面“核对各列”中选定“姓名”和“实发工资”（或“应发工资”）等各列，再点“按所选重新检查”。',
        'The heading was not recognised. Say below what the columns mean, at least the name and the net or gross pay, then check again.',
      )
    : message;

function Faults({ faults, count }: { faults: readonly RowFault[]; count: number }) {
  const t = useSay();
  const inRows = faults.some(({ row }) => row !== null);
  return (
    <Card
      title={t(`要改正的地方（${count} 处）`, `To be corrected (${count})`)}
      aside={
        inRows && (
          <button
            type="submit"
            class="plain"
            formaction={paths.newPayrollAct('returned')}
            data-download
          >
            {t('下载退回表（只含有误的行）', 'Download the bad rows')}
          </button>
        )
      }
    >
      <p class="hint">
        {t('整张表还没有存入。', 'Nothing was stored.')}{' '}
        {inRows &&
          t(
            '可以下载退回表，只改有误的行，再在下面上传：改好的行会放回原表。也可以改原表，上传整张表。',
            'Correct the bad rows alone and upload them below: they are put back into your table. Or correct your own table and upload it whole.',
          )}
      </p>
      <Table
        caption={t('有误的行和列', 'Rows and columns with errors')}
        rows={faults}
        empty=""
        columns={[
          { name: t('行', 'Row'), cell: ({ row }) => row ?? '—', figures: true },
          { name: t('列', 'Column'), cell: ({ column }) => column ?? '—' },
          { name: t('表头', 'Heading'), cell: ({ heading }) => heading ?? '—' },
          { name: t('问题和办法', 'What to do'), cell: (fault) => cure(t, fault) },
        ]}
      />
      {count > faults.length && (
        <p class="quiet">
          {t(`另有 ${count - faults.length} 处未列出。`, `${count - faults.length} more.`)}
        </p>
      )}
    </Card>
  );
}

/** A form leaves out what is empty. */
const UNUSED = 'none';

const options = (t: Say): (readonly [string, string])[] => [
  [UNUSED, t('不使用', 'Not used')],
  ...meanings.map((meaning) => [meaning, wordOf(t, 'sheetField', meaning)] as const),
];

function Columns({ columns, open }: { columns: readonly Choice[]; open: boolean }) {
  const t = useSay();
  const of = options(t);
  return (
    <details class="card" open={open}>
      <summary>
        {t('核对各列（改过的会记住，下次自动识别）', 'Columns (corrections are remembered)')}
      </summary>
      <Table
        caption={t('各列的含义', 'What the columns mean')}
        rows={columns}
        empty=""
        columns={[
          { name: t('列', 'Column'), cell: ({ letters }) => letters },
          { name: t('表头', 'Heading'), cell: ({ heading }) => heading },
          {
            name: t('当作', 'Taken as'),
            cell: ({ letters, heading, meaning }) => (
              <select
                name={`column-${letters}`}
                aria-label={t(`${letters} 列“${heading}”当作`, `${letters}, ${heading}, is`)}
              >
                {of.map(([value, word]) => (
                  <option value={value} selected={value === (meaning || UNUSED)}>
                    {word}
                  </option>
                ))}
              </select>
            ),
          },
        ]}
      />
      <p>
        <button type="submit" class="plain" formaction={paths.newPayrollAct('check')}>
          {t('按所选重新检查', 'Check again')}
        </button>
      </p>
    </details>
  );
}

/** What was read of a wage table: its columns, what is wrong, its totals, and the way on. */
export function Check({
  of,
  projectName,
  employerName,
  fileName,
  putBack,
  kept,
  most,
  tried,
  refused,
}: CheckOf) {
  const t = useSay();
  const { faults, faultCount, columns, totals } = tried;
  const good = faultCount === 0 && !refused;
  return (
    <>
      <div class="head">
        <h1>{t('检查工资表', 'Check the payroll')}</h1>
        <span class="quiet">{fileName}</span>
        <a href={paths.newPayroll({ ...of })}>
          {t('换月份、单位或文件', 'Another month, employer or file')}
        </a>
      </div>
      <Refusal refused={refused} />
      {putBack !== undefined && (
        <Banner>
          <p>
            {t(
              `退回表中的 ${putBack} 行已放回 ${fileName} 的原处，下面是整张表的检查结果。`,
              `${putBack} returned rows were put back into ${fileName}; this is the check of the whole table.`,
            )}
          </p>
        </Banner>
      )}
      <form method="post" action={paths.newPayrollAct('submission')} enctype="multipart/form-data">
        {Object.entries({ ...of, kept }).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <Upload mostBytes={most} />
        {good && (
          <Banner kind="good">
            <p>
              {t(
                '检查通过，还没有提交。请核对合计后提交。',
                'No errors; not filed yet. Check the totals, then file it.',
              )}
            </p>
          </Banner>
        )}
        <Notes notes={tried.warnings} />
        <section class="card">
          <Facts
            wide
            rows={[
              [t('项目', 'Project'), projectName],
              [t('用人单位', 'Employer'), employerName],
              [t('工资月份', 'Month'), of.wageMonth],
              [t('种类', 'Kind'), of.kind && wordOf(t, 'batchKind', of.kind)],
            ]}
          />
          {good && totals && <Sums {...totals} />}
          {good && (
            <p>
              <button type="submit" name="once" value={crypto.randomUUID()}>
                {t('提交工资表', 'File the payroll')}
              </button>
            </p>
          )}
        </section>
        {faultCount > 0 && <Faults faults={faults} count={faultCount} />}
        {faultCount > 0 && (
          <div class="card field">
            <label for="file">
              {t('改正后的退回表或整张表', 'The corrected rows, or the whole table')}
            </label>
            <input id="file" name="file" type="file" accept=".xlsx,.csv" />
            <p>
              <button type="submit" formaction={paths.newPayrollAct('check')}>
                {t('上传并检查', 'Upload and check')}
              </button>
            </p>
          </div>
        )}
        <Columns
          columns={columns}
          open={totals === null || columns.every(({ meaning }) => meaning !== 'net')}
        />
      </form>
    </>
  );
}
