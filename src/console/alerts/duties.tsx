import type { AlertView } from '../../domain/alerts/listing.ts';
import type { StoryDuty } from '../../domain/alerts/story.ts';
import type { LateSpan } from '../../domain/duties/late-days.ts';
import type { Day } from '../../lib/day.ts';
import { Card, DayText, Money, Table } from '../frame/parts.tsx';
import { useSay } from '../frame/say.ts';
import { wordOf } from '../frame/words.ts';
import { Lanes } from './lanes.tsx';

/** What should have happened and what did, duty by duty. */
export function Duties({ duties, today }: { duties: readonly StoryDuty[]; today: Day }) {
  const t = useSay();
  return (
    <Card title={t('本应如何，实际如何', 'What should have happened, and what did')}>
      <Table
        caption={t('义务及履行', 'Duties and what met them')}
        empty={t(
          '没有与本预警直接对应的到期义务；依据见下方事实。',
          'No dated duty stands behind this alert; see its facts.',
        )}
        rows={duties}
        columns={[
          {
            name: t('义务', 'Duty'),
            cell: ({ kind, period }) => (
              <>
                {wordOf(t, 'duty', kind)} {period !== '-' && <span class="num">{period}</span>}
              </>
            ),
          },
          {
            name: t('谁', 'Whose'),
            cell: ({ who }) => who ?? <span class="quiet">—</span>,
          },
          {
            name: t('应于', 'Due'),
            cell: ({ dueDay, provisional }) => (
              <>
                <DayText day={dueDay} />
                {provisional && (
                  <span class="small quiet">{t('节假日安排未公布，暂定', 'provisional')}</span>
                )}
              </>
            ),
          },
          {
            name: t('应有', 'Expected'),
            cell: ({ amountFen }) => (amountFen ? <Money fen={amountFen} /> : '—'),
            figures: true,
          },
          {
            name: t('实有', 'Done'),
            cell: ({ metFen, amountFen }) => (metFen || amountFen ? <Money fen={metFen} /> : '—'),
            figures: true,
          },
          {
            name: t('经过', 'How'),
            cell: ({ meetings, metOn, dueDay }) => (
              <>
                {meetings.map(({ onDay, amountFen }) => (
                  <span class="small num">
                    {onDay} {amountFen !== 0 && <Money fen={amountFen} />}
                  </span>
                ))}
                {metOn ? (
                  <span class="small">{t(`${metOn} 履行完毕`, `met on ${metOn}`)}</span>
                ) : dueDay === null || dueDay >= today ? (
                  <span class="small quiet">{t('未到期', 'not due yet')}</span>
                ) : (
                  <span class="small">{t('尚未履行完毕', 'not met')}</span>
                )}
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}

/** Where the money stood on each late day. */
export function LateDays({ alert, late }: { alert: AlertView; late: LateSpan[] | undefined }) {
  const t = useSay();
  if (!late || alert.dueDay === null) return null;
  return (
    <Card title={t('逾期各日，钱停在哪里', 'Where the money stood on each late day')}>
      <div class="scroll" tabindex={0}>
        <Lanes dueDay={alert.dueDay} spans={late} />
      </div>
      <details>
        <summary>{t('看表格', 'Show as a table')}</summary>
        <Table
          caption={t('逾期各日的责任环节', 'Who was responsible')}
          empty={t('逾期不足一天。', 'Less than a day late.')}
          rows={late}
          columns={[
            { name: t('自', 'From'), cell: ({ from }) => <DayText day={from} /> },
            { name: t('至', 'To'), cell: ({ to }) => <DayText day={to} /> },
            { name: t('停在', 'With'), cell: ({ who }) => wordOf(t, 'delayer', who) },
            { name: t('人数', 'Workers'), cell: ({ workers }) => workers, figures: true },
            {
              name: t('金额', 'Amount'),
              cell: ({ amountFen }) => <Money fen={amountFen} />,
              figures: true,
            },
          ]}
        />
      </details>
    </Card>
  );
}
