import type { ProjectBook } from '../../domain/reports/book.ts';
import { Money, Table } from '../frame/parts.tsx';
import { useSay } from '../frame/say.ts';

type Entries = ProjectBook['entries'];
const [WIDTH, HEIGHT, LEFT, FOOT] = [760, 180, 8, 22];
const MONTHS = 12;

/** What came in and went out each month, as bars, and the balance after it, as a line; with the table behind a switch. */
export function Balance({ entries }: { entries: Entries }) {
  const t = useSay();
  const shown = entries.slice(-MONTHS);
  if (shown.length === 0)
    return <p class="quiet">{t('账户没有流水。', 'No entry on the account.')}</p>;
  return (
    <>
      <section class="scroll" tabindex={0} aria-label={t('收支和余额', 'Entries and balance')}>
        <Chart entries={shown} />
      </section>
      <details>
        <summary>{t('看表格', 'Show as a table')}</summary>
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
      </details>
    </>
  );
}

function Chart({ entries }: { entries: Entries }) {
  const t = useSay();
  const most = Math.max(1, ...entries.flatMap((e) => [e.creditFen, e.debitFen, e.balanceFen]));
  const step = (WIDTH - 2 * LEFT) / entries.length;
  const y = (fen: number) => HEIGHT - FOOT - (Math.max(fen, 0) * (HEIGHT - FOOT - 24)) / most;
  const middle = (n: number) => LEFT + (n + 0.5) * step;
  const bar = Math.min(step * 0.3, 28);
  const line = entries.map(({ balanceFen }, n) => `${middle(n)},${y(balanceFen)}`).join(' ');
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={t('按月收支和余额', 'Entries and balance by month')}
    >
      <text x={LEFT} y="14">
        {t('实心：收入　空心：支出　折线：月末余额', 'Solid: in. Hollow: out. Line: balance.')}
      </text>
      {entries.map(({ month, creditFen, debitFen }, n) => (
        <g>
          <rect
            x={middle(n) - bar}
            y={y(creditFen)}
            width={bar - 1}
            height={HEIGHT - FOOT - y(creditFen)}
            fill="currentColor"
            fill-opacity="0.7"
          />
          <rect
            x={middle(n) + 1}
            y={y(debitFen)}
            width={bar - 1}
            height={HEIGHT - FOOT - y(debitFen)}
            fill="none"
            stroke="currentColor"
          />
          <text x={middle(n)} y={HEIGHT - 6} text-anchor="middle">
            {month.slice(2).replace('-', '.')}
          </text>
        </g>
      ))}
      <polyline
        points={line}
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-dasharray="4 3"
      />
      <line
        x1={LEFT}
        x2={WIDTH - LEFT}
        y1={HEIGHT - FOOT}
        y2={HEIGHT - FOOT}
        stroke="currentColor"
        stroke-opacity="0.4"
      />
    </svg>
  );
}
