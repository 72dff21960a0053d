import type { LateSpan } from '../../domain/duties/late-days.ts';
import { type Day, daysBetween } from '../../lib/day.ts';
import { useSay } from '../frame/say.ts';
import { wordOf } from '../frame/words.ts';

const LANES = ['owner', 'contractor', 'bank', 'returned-card'] as const;
const LEFT = 112;
const WIDTH = 760;
const LANE = 34;
const TOP = 26;
const MOST_TICKS = 8;
/** A bar as thick as this has room for what it says. */
const WORDS = 17;

interface LanesOf {
  dueDay: Day;
  spans: readonly LateSpan[];
}

/**
 * With whom the wages stood on each late day, along the way of the money from the owner to the worker: a bar for each run of days, as
 * thick as its share of the workers. The table beside it says the same.
 */
export function Lanes({ dueDay, spans }: LanesOf) {
  const t = useSay();
  const last = [dueDay, ...spans.map(({ to }) => to)].sort().at(-1) as Day;
  const days = daysBetween(dueDay, last);
  if (days < 1) return null;
  const most = Math.max(...spans.map(({ workers }) => workers));
  const x = (day: Day, after = 0) =>
    LEFT + ((daysBetween(dueDay, day) - 1 + after) * (WIDTH - LEFT - 8)) / days;
  const height = TOP + LANES.length * LANE + 26;
  const step = Math.ceil(days / MOST_TICKS);
  const ticks = [...Array(days).keys()].filter((n) => n % step === 0).map((n) => n + 1);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${height}`}
      width={WIDTH}
      height={height}
      role="img"
      aria-label={t('逾期各日工资停在哪一环', 'Where the wages stood on each late day')}
    >
      <text x="0" y="14">
        {t(`应于 ${dueDay} 发放`, `Due on ${dueDay}`)}
      </text>
      {LANES.map((who, lane) => {
        const y = TOP + lane * LANE;
        return (
          <g>
            <line x1={LEFT} x2={WIDTH - 8} y1={y + LANE - 6} y2={y + LANE - 6} class="gridline" />
            <text x="0" y={y + LANE - 10}>
              {wordOf(t, 'delayer', who)}
            </text>
            {spans
              .filter((span) => span.who === who)
              .map(({ from, to, workers }) => {
                const thick = 6 + (16 * workers) / most;
                const [left, right] = [x(from), x(to, 1)];
                return (
                  <>
                    <rect
                      x={left}
                      width={Math.max(right - left - 1, 2)}
                      y={y + LANE - 6 - thick}
                      height={thick}
                      class="stands"
                    />
                    {right - left > 40 && (
                      <text
                        x={left + 6}
                        y={thick < WORDS ? y + LANE - 10 - thick : y + LANE - 1 - thick / 2}
                        class={thick < WORDS ? undefined : 'within'}
                      >
                        {t(`${workers} 人`, `${workers}`)}
                      </text>
                    )}
                  </>
                );
              })}
          </g>
        );
      })}
      {ticks.map((n) => (
        <text
          x={n === days ? WIDTH : LEFT + ((n - 0.5) * (WIDTH - LEFT - 8)) / days}
          y={height - 6}
          text-anchor={n === days ? 'end' : 'middle'}
        >
          {t(`第${n}天`, `day ${n}`)}
        </text>
      ))}
    </svg>
  );
}
