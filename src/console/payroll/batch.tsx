import { z } from 'zod';
import type { Work } from '../../../db/work.ts';
import { getBatch } from '../../domain/payroll/batch-view.ts';
import { type FollowedLine, followLines } from '../../domain/payroll/follow.ts';
import { companyName } from '../../domain/registry/names.ts';
import { getProject, type ProjectView } from '../../domain/registry/projects.ts';
import { publicId } from '../../http/shapes.ts';
import { parseId } from '../../lib/id.ts';
import { lineColumns as fileColumns } from '../frame/list-columns.ts';
import { type Listed, listFile } from '../frame/list-file.ts';
import {
  Card,
  DayText,
  Facts,
  InstantText,
  Money,
  Pager,
  Refusal,
  type Refused,
  Table,
} from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { type Say, useSay } from '../frame/say.ts';
import type { PageSpec } from '../frame/visit.ts';
import { wordOf } from '../frame/words.ts';
import { BatchActs, type BatchView } from './batch-forms.tsx';
import { causeOf, cureOf } from './cures.ts';

const ROWS = 50;
/** Lines of one form. */
export const MOST = 200;
const states = [
  'claimed',
  'ordered',
  'accepted',
  'unknown',
  'paid',
  'rejected',
  'returned',
  'withdrawn',
] as const;

interface Whole {
  batch: BatchView;
  employerName: string | null;
  project: ProjectView;
  lines: { items: readonly FollowedLine[]; next: string | null };
  query: Query;
  /** Failed payments that can be sent again. */
  failed: number;
  /** Of a project of the reader's own, on which acts are possible. */
  own: boolean;
  grants: readonly string[];
  today: string;
  refused: Refused | undefined;
}

const query = z.object({ state: z.enum(states).optional(), after: z.string().max(500).optional() });
type Query = z.infer<typeof query>;

function States({ batch, state }: { batch: BatchView; state: string | undefined }) {
  const t = useSay();
  const rows = states.flatMap((name) => {
    const of = batch.states[name];
    return of ? [{ name, ...of }] : [];
  });
  return (
    <Card
      title={t('各笔情况', 'Payments by state')}
      aside={state && <a href={paths.batch(batch.batchId)}>{t('看全部', 'Show all')}</a>}
    >
      <Table
        caption={t('各状态的笔数和金额', 'Number and amount by state')}
        rows={rows}
        empty={t('没有明细。', 'No lines.')}
        columns={[
          {
            name: t('状态', 'State'),
            cell: ({ name }) => (
              <a href={paths.batch(batch.batchId, { state: name })}>
                {wordOf(t, 'lineState', name)}
              </a>
            ),
          },
          { name: t('笔数', 'Payments'), cell: ({ lineCount }) => lineCount, figures: true },
          {
            name: t('金额', 'Amount'),
            cell: ({ payFen }) => <Money fen={payFen} />,
            figures: true,
          },
        ]}
      />
    </Card>
  );
}

/** How a payment stands: the bank's word, and for one that failed the cause, the cure and what was done. */
function Standing({ line }: { line: FollowedLine }) {
  const t = useSay();
  const { state, saidOn, reasonCode, reasonText, resend, payFen, paidFen } = line;
  const failed = state === 'rejected' || state === 'returned';
  return (
    <>
      {wordOf(t, 'lineState', state)} {saidOn && <DayText day={saidOn} />}
      {failed && (
        <span class="small">
          {t('原因：', 'Cause: ')}
          {causeOf(reasonCode, reasonText) || t('银行未说明', 'not told by the bank')}
        </span>
      )}
      {failed && paidFen < payFen && !resend && <span class="small">{cureOf(t, reasonCode)}</span>}
      {resend && (
        <span class="small">
          <a href={paths.batch(resend.batchId)}>
            {t(`已补发（${resend.batchNo}）`, `sent again (${resend.batchNo})`)}
          </a>
          {t('：', ': ')}
          {wordOf(t, 'lineState', resend.state)}
        </span>
      )}
    </>
  );
}

const lineColumns = (t: Say) => [
  { name: t('行', 'Line'), cell: ({ lineNo }: FollowedLine) => lineNo, figures: true as const },
  {
    name: t('姓名', 'Name'),
    cell: ({ name, idLast4 }: FollowedLine) => (
      <>
        {name}
        <span class="small quiet num">
          {t('证件尾号', 'ID')} {idLast4}
        </span>
      </>
    ),
  },
  {
    name: t('卡尾号', 'Card'),
    cell: ({ cardLast4 }: FollowedLine) => <span class="num">{cardLast4 ?? '—'}</span>,
  },
  {
    name: t('出勤', 'Days'),
    cell: ({ workDays }: FollowedLine) => workDays ?? '—',
    figures: true as const,
  },
  {
    name: t('应发', 'Gross'),
    cell: ({ grossFen }: FollowedLine) => <Money fen={grossFen} />,
    figures: true as const,
  },
  {
    name: t('代发', 'To pay'),
    cell: ({ payFen }: FollowedLine) => <Money fen={payFen} />,
    figures: true as const,
  },
  {
    name: t('本人确认', 'Signed'),
    cell: ({ confirmed }: FollowedLine) => (confirmed ? t('是', 'yes') : t('否', 'no')),
  },
  { name: t('情况', 'State'), cell: (line: FollowedLine) => <Standing line={line} /> },
];

function Batch(whole: Whole) {
  const t = useSay();
  const { batch, project, employerName, lines, query: asked, own, refused } = whole;
  const { batchId, status } = batch;
  const { state, after } = asked;
  const live = status !== 'withdrawn';
  return (
    <>
      <div class="head">
        <h1>
          {t(`${batch.wageMonth} 工资表`, `Payroll of ${batch.wageMonth}`)}{' '}
          <span class="num">{batch.batchNo}</span>
        </h1>
        <span class="tag">{wordOf(t, 'batchStatus', status)}</span>
        <span class="quiet">{wordOf(t, 'batchKind', batch.kind)}</span>
        {batch.orderedAt && own && whole.grants.includes('payroll:order') && (
          <a href={paths.batchOrder(batchId)}>{t('下载代发指令文件', 'Order file for the bank')}</a>
        )}
      </div>
      <Refusal refused={refused} />
      <section class="card">
        <Facts
          wide
          rows={[
            [
              t('项目', 'Project'),
              own ? (
                <a href={paths.payrollsOf(project.projectCode)}>{project.name}</a>
              ) : (
                project.name
              ),
            ],
            [t('用人单位', 'Employer'), employerName ?? batch.employerUscc],
            [t('人数', 'Workers'), String(batch.lineCount)],
            [t('应发合计', 'Gross'), <Money fen={batch.totalGrossFen} />],
            [t('实发合计', 'Net'), <Money fen={batch.totalNetFen} />],
            [t('代发合计', 'To pay'), <Money fen={batch.totalPayFen} />],
            [
              t('未签字确认', 'Not signed'),
              live &&
                batch.unconfirmedLines > 0 &&
                t(`${batch.unconfirmedLines} 人`, `${batch.unconfirmedLines}`),
            ],
            [
              t('未给工资清单', 'Without a pay slip'),
              live &&
                batch.slipsOutstanding > 0 &&
                t(`${batch.slipsOutstanding} 人`, `${batch.slipsOutstanding}`),
            ],
            [t('提交', 'Filed'), <InstantText at={batch.claimedAt} />],
            [t('复核', 'Approved'), batch.approvedAt && <InstantText at={batch.approvedAt} />],
            [t('下达', 'Ordered'), batch.orderedAt && <InstantText at={batch.orderedAt} />],
          ]}
        />
      </section>
      <div class="columns">
        <div class="beside">
          {own && <BatchActs {...whole} />}
          <States batch={batch} state={state} />
        </div>
        <div>
          <Card
            title={
              state
                ? t(
                    `明细：${wordOf(t, 'lineState', state)}`,
                    `Lines: ${wordOf(t, 'lineState', state)}`,
                  )
                : t('明细', 'Lines')
            }
          >
            <Table
              caption={t('批次明细', 'Lines of the batch')}
              rows={lines.items}
              columns={lineColumns(t)}
              empty={t('没有这种状态的明细。', 'No line is in this state.')}
            />
            <Pager
              first={after ? paths.batch(batchId, { state }) : null}
              next={lines.next ? paths.batch(batchId, { state, after: lines.next }) : null}
              file={paths.batch(batchId, { state })}
            />
          </Card>
        </div>
      </div>
    </>
  );
}

const FAILED = ['rejected', 'returned'];

/** How many of a batch's failed payments are still to be sent again, up to a page of the form that does it. */
async function resendableIn(work: Work, projectId: number, id: string, { states }: BatchView) {
  if (!FAILED.some((state) => states[state])) return 0;
  const { items } = await followLines(work, projectId, id, { states: FAILED, limit: MOST });
  return items.filter(({ resendable }) => resendable).length;
}

export const inBatch = z.object({ batchId: publicId });
type InBatch = z.infer<typeof inBatch>;

const batchLines: Listed<InBatch, Query, FollowedLine> = {
  name: 'payroll-lines',
  target: ({ batchId }) => ({ projectId: parseId(batchId).projectId }),
  columns: ({ t }) => fileColumns(t),
  rows: (work, { params, query: { state } }, rows, projectId) =>
    followLines(work, projectId, parseId(params.batchId).id, {
      ...rows,
      states: state && [state],
    }),
};

/** One batch, each payment followed. */
export const batchPage: PageSpec<InBatch, Query> = {
  path: paths.batch(':batchId'),
  grants: ['read'],
  params: inBatch,
  query,
  file: listFile(batchLines),
  show: async (visit) => {
    const { t, c, day, refused } = visit;
    const { after } = visit.query;
    const { projectId, id } = parseId(visit.params.batchId);
    const told = await visit.read({ projectId }, async (work) => {
      const batch = await getBatch(work, projectId, id);
      return {
        batch,
        employerName: await companyName(work, batch.employerUscc),
        project: await getProject(work, projectId),
        lines: await batchLines.rows(work, visit, { after, limit: ROWS }, projectId),
        own: work.actor.projects.includes(projectId),
        failed: await resendableIn(work, projectId, id, batch),
      };
    });
    return {
      title: t(`工资表 ${told.batch.batchNo}`, `Payroll ${told.batch.batchNo}`),
      main: (
        <Batch
          {...told}
          query={visit.query}
          grants={c.var.actor?.grants ?? []}
          today={day}
          refused={refused}
        />
      ),
    };
  },
};
