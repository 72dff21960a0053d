import type { FailedBatch, ListedBatch, WaitingBatch } from '../../domain/payroll/follow.ts';
import { Card, DayText, Money, Table } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { type Say, useSay } from '../frame/say.ts';
import { wordOf } from '../frame/words.ts';

/** The columns of a list of batches. */
export const batchColumns = (t: Say) => [
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

const projectColumn = (t: Say) => ({
  name: t('项目', 'Project'),
  cell: ({ projectName, projectCode }: WaitingBatch) => (
    <>
      {projectName}
      <span class="small quiet num">{projectCode}</span>
    </>
  ),
});

/** The batches of which payments failed that their reader sends again. */
export function Failed({ batches }: { batches: readonly FailedBatch[] }) {
  const t = useSay();
  if (batches.length === 0) return null;
  const [month, batch, employer] = batchColumns(t);
  const failed = {
    name: t('拒付、退票', 'Failed'),
    cell: ({ batchId, failed: count }: FailedBatch) => (
      <a href={paths.batchAct(batchId, 'resend')}>
        {t(`${count} 笔，看原因和补发`, `${count}: causes, send again`)}
      </a>
    ),
  };
  return (
    <Card title={t('没有发成、等您补发的工资', 'Failed payments to send again')}>
      <Table
        caption={t('有拒付、退票的批次', 'Batches with failed payments')}
        rows={batches}
        columns={[projectColumn(t), month, batch, employer, failed].filter(
          (one) => one !== undefined,
        )}
        empty=""
      />
    </Card>
  );
}

/** The batches whose next step is their reader's. */
export function Waiting({ batches }: { batches: readonly WaitingBatch[] }) {
  const t = useSay();
  if (batches.length === 0) return null;
  return (
    <Card title={t('等您办理的批次', 'Batches that wait for you')}>
      <Table
        caption={t('待复核或待下达的批次', 'Batches to approve or to order')}
        rows={batches}
        columns={[projectColumn(t), ...batchColumns(t)]}
        empty=""
      />
    </Card>
  );
}
