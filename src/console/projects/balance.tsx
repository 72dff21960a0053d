import type { Plot as PlotOf, Plotted } from '../../../reports/plot.ts';
import type { ProjectBook } from '../../domain/reports/book.ts';
import { Figure, Plot } from '../frame/figure.tsx';
import { Money, Table } from '../frame/parts.tsx';
import { type Say, useSay } from '../frame/say.ts';

type Entries = ProjectBook['entries'];
const WAN_FEN = 1_000_000;
const MONTHS = 12;

/** What came in and went out each month, as bars, and the balance after it, as a line; with the table behind a switch. */
export function Balance({ entries, plot }: { entries: Entries; plot: readonly Plotted[] }) {
  const t = useSay();
  const shown = entries.slice(-MONTHS);
  if (shown.length === 0)
    return <p class="quiet">{t('账户没有流水。', 'No entry on the account.')}</p>;
  return (
    <Figure
      label={t('收支和余额', 'Entries and balance')}
      table={
        <Table
          caption={t('按月收支', 'Entries by month')}
          rows={shown.toReversed()}
          empty=""
          columns={[
            { name: t('月份', 'Month'), cell: ({ month }) => month },
            {
              name: t('收入', 'In'),
              cell: ({ creditFen }) => <Money fen={creditFen} />,
              figures: true,
            },
            {
              name: t('支出', 'Out'),
              cell: ({ debitFen }) => <Money fen={debitFen} />,
              figures: true,
            },
            {
              name: t('月末余额', 'Balance'),
              cell: ({ balanceFen }) => <Money fen={balanceFen} />,
              figures: true,
            },
          ]}
        />
      }
    >
      <Plot label={t('按月收支和余额', 'Entries and balance by month')} parts={plot} />
    </Figure>
  );
}

/** The plot of a project's last months, in ten thousand yuan. */
export const balancePlot = (t: Say, entries: Entries): PlotOf => {
  const shown = entries.slice(-MONTHS);
  const of = (
    name: string,
    ink: PlotOf['series'][number]['ink'],
    fen: (month: Entries[number]) => number,
  ) => ({
    ...{ name, ink },
    values: shown.map((month) => fen(month) / WAN_FEN),
  });
  return {
    unit: t('万元', '10,000 yuan'),
    categories: shown.map(({ month }) => month.slice(2).replace('-', '.')),
    series: [
      of(t('收入', 'In'), 'full', ({ creditFen }) => creditFen),
      of(t('支出', 'Out'), 'hollow', ({ debitFen }) => debitFen),
      of(t('月末余额', 'Balance'), 'course', ({ balanceFen }) => balanceFen),
    ],
  };
};
