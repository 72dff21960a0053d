import type { BankView } from '../../domain/banks/banks.ts';
import type { BehindAccount } from '../../domain/banks/feeds.ts';
import type { BankMonth } from '../../domain/banks/scorecard.ts';
import { DayText, InstantText, Table } from '../frame/parts.tsx';
import { useSay } from '../frame/say.ts';
import { type Tile, Tiles } from '../frame/tiles.tsx';

/** Months that a scorecard tells. */
export const MONTHS = 6;

const among = (part: number, whole: number) => (whole === 0 ? '—' : `${part} / ${whole}`);

const percent = (part: number, whole: number) =>
  `${((part * 100) / whole).toLocaleString('en', { maximumFractionDigits: 1 })}%`;

/** How a bank's data came, by month. */
export function Scorecard({ months }: { months: readonly BankMonth[] }) {
  const t = useSay();
  return (
    <>
      <Table
        caption={t('近半年的报送情况', 'The last half year')}
        rows={months}
        empty=""
        columns={[
          { name: t('月份', 'Month'), cell: ({ month }) => <span class="num">{month}</span> },
          {
            name: t('无法识别的报文', 'Messages not understood'),
            cell: ({ refused, messages }) => among(refused, messages),
            figures: true,
          },
          { name: t('流水', 'Entries'), cell: ({ entries }) => entries, figures: true },
          {
            name: t('九成到齐', 'Nine in ten within'),
            cell: ({ lagDays }) =>
              lagDays === null ? '—' : t(`${lagDays} 天内`, `${lagDays} days`),
            figures: true,
          },
          {
            name: t('余额对不上', 'Balances that differ'),
            cell: ({ mismatches, balances }) => among(mismatches, balances),
            figures: true,
          },
          {
            name: t('拒付和退票', 'Rejected or returned'),
            cell: ({ failed, lines }) => (
              <>
                {among(failed, lines)}
                {failed > 0 && <span class="small quiet">{percent(failed, lines)}</span>}
              </>
            ),
            figures: true,
          },
        ]}
      />
      <p class="quiet small">
        {t(
          '流水按记账月份，余额按所属月份，拒付和退票按银行告知结果的月份。九成到齐：九成流水在记账后几天内收到。余额对不上：与此前全部流水之和不同。',
          'Entries by the month of booking, balances by their own, outcomes by the month the bank gave them. Nine in ten within: days from booking until nine of ten entries were known. A balance differs from the sum of all entries before it.',
        )}
      </p>
    </>
  );
}

/** How things stand with a bank now. */
export function Standing({
  bank,
  refused,
  to,
}: {
  bank: BankView;
  /** Messages of the months shown that nobody could read, for those who correct them. */
  refused?: number;
  /** Where its queues are shown. */
  to?: Record<'unfinished' | 'unmatched' | 'refused', string>;
}) {
  const t = useSay();
  const tiles: Tile[] = [
    [bank.accounts, t('未销户的专户', 'Open accounts'), null],
    [bank.behind, t('数据未齐的专户', 'Accounts behind'), null],
    [bank.unfinished, t('未处理完的报文', 'Messages not finished'), to?.unfinished ?? null],
    [bank.unmatched, t('未匹配的数据', 'Items not matched'), to?.unmatched ?? null],
  ];
  if (refused !== undefined)
    tiles.push([
      refused,
      t('近半年无法识别的报文', 'Messages not understood, half a year'),
      to?.refused ?? null,
    ]);
  return (
    <>
      <Tiles tiles={tiles} />
      <p>
        {t('最近一份报文', 'Last message')} <InstantText at={bank.lastMessageAt} />
        {t('，数据最早只齐至 ', '; the slowest account is complete through ')}
        <DayText day={bank.through} />
      </p>
    </>
  );
}

/** The accounts whose data are not complete. */
export function Behind({ accounts }: { accounts: readonly BehindAccount[] }) {
  const t = useSay();
  return (
    <Table
      caption={t('数据未齐的专户，最慢的在前', 'Accounts behind, the slowest first')}
      rows={accounts}
      empty={t(
        '全部专户的数据都已齐至上一工作日。',
        'All are complete through the last working day.',
      )}
      columns={[
        { name: t('项目', 'Project'), cell: (one) => `${one.projectName} ${one.projectCode}` },
        { name: t('专户尾号', 'Account'), cell: ({ last4 }) => <span class="num">{last4}</span> },
        { name: t('齐至', 'Through'), cell: ({ through }) => <DayText day={through} /> },
        {
          name: t('缺', 'Missing'),
          cell: (one) => t(`${one.days} 天`, `${one.days} days`),
          figures: true,
        },
      ]}
    />
  );
}
