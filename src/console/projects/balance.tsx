import type { ProjectBook } from '../../domain/reports/book.ts';
import { Figure, tickOf } from '../frame/figure.tsx';
import { Money, Table } from '../frame/parts.tsx';
import { useSay } from '../frame/say.ts';

type Entries = ProjectBook['entries'];
const [WIDTH, HEIGHT, LEFT, FOOT, HEAD] = [1100, 240, 56, 24, 34];
const STEPS = 4;
const WAN_FEN = 1_000_000;
const MONTHS = 12;

/** What came in and went out each month, as bars, and the balance after it, as a line; with the table behind a switch. */
export function Balance({ entries }: { entries: Entries }) {
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
      <Chart entries={shown} />
    </Figure>
  );
}

function Chart({ entries }: { entries: Entries }) {
  const t = useSay();
  const most = Math.max(1, ...entries.flatMap((e) => [e.creditFen, e.debitFen, e.balanceFen]));
  const tick = tickOf(most, STEPS);
  const ticks = [...Array(STEPS + 1).keys()].map((n) => n * tick);
  const step = (WIDTH - LEFT) / entries.length;
  const y = (fen: number) =>
    HEIGHT - FOOT - (Math.max(fen, 0) * (HEIGHT - FOOT - HEAD)) / (STEPS * tick);
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
      <text x="0" y="14">
        {t(
          '单位：万元　实心：收入　空心：支出　折线：月末余额',
          'In 10,000 yuan. Solid: in. Hollow: out. Line: balance.',
        )}
      </text>
      {ticks.map((fen) => (
        <g>
          <line
            x1={LEFT}
            x2={WIDTH}
            y1={y(fen)}
            y2={y(fen)}
            class={fen === 0 ? 'axis' : 'gridline'}
          />
          <text x={LEFT - 8} y={y(fen) + 4} text-anchor="end">
            {fen / WAN_FEN}
          </text>
        </g>
      ))}
      {entries.map(({ month, creditFen, debitFen }, n) => (
        <g>
          <rect
            x={middle(n) - bar}
            y={y(creditFen)}
            width={bar - 1}
            height={HEIGHT - FOOT - y(creditFen)}
            class="full"
          />
          <rect
            x={middle(n) + 1}
            y={y(debitFen)}
            width={bar - 1}
            height={HEIGHT - FOOT - y(debitFen)}
            class="hollow"
          />
          <text x={middle(n)} y={HEIGHT - 6} text-anchor="middle">
            {month.slice(2).replace('-', '.')}
          </text>
        </g>
      ))}
      <polyline points={line} class="course" />
      {entries.map(({ balanceFen }, n) => (
        <circle cx={middle(n)} cy={y(balanceFen)} r="3.5" class="point" />
      ))}
    </svg>
  );
}
