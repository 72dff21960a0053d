import {
  alertWeeks,
  type DistrictLights,
  districtLights,
  type WeekOfAlerts,
} from '../../domain/alerts/trends.ts';
import { Figure } from '../frame/figure.tsx';
import { page } from '../frame/page.tsx';
import { Card, DayText, Money, Table } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import { Lights } from '../projects/projects.tsx';
import { District } from './districts.tsx';

const WEEKS = 26;
const [WIDTH, HEIGHT, FOOT, HEAD, LABEL] = [1100, 230, 26, 26, 14];

function Weeks({ weeks }: { weeks: readonly WeekOfAlerts[] }) {
  const t = useSay();
  const up = Math.max(1, ...weeks.map(({ opened }) => opened));
  const down = Math.max(1, ...weeks.map(({ cleared }) => cleared));
  const step = WIDTH / weeks.length;
  const one = (HEIGHT - FOOT - HEAD - LABEL) / (up + down);
  const middle = HEAD + LABEL + up * one;
  const tall = (count: number) => count * one;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={t('每周发现和解除', 'Found and cleared each week')}
    >
      <text x="0" y="14">
        {t(
          `向上：发现　向下：解除　最多一周发现 ${up} 条`,
          `Up: found. Down: cleared. Most found in a week: ${up}`,
        )}
      </text>
      {weeks.map(({ monday, opened, cleared }, n) => (
        <g>
          <rect
            x={n * step + 2}
            width={step - 4}
            y={middle - tall(opened)}
            height={tall(opened)}
            class="full"
          />
          <rect
            x={n * step + 2}
            width={step - 4}
            y={middle}
            height={tall(cleared)}
            class="hollow"
          />
          {opened > 0 && (
            <text x={(n + 0.5) * step} y={middle - tall(opened) - 4} text-anchor="middle">
              {opened}
            </text>
          )}
          {n % 4 === 0 && (
            <text x={n * step} y={HEIGHT - 6}>
              {monday.slice(5)}
            </text>
          )}
        </g>
      ))}
      <line x1="0" x2={WIDTH} y1={middle} y2={middle} class="axis" />
    </svg>
  );
}

function Overview({
  districts,
  weeks,
}: {
  districts: readonly DistrictLights[];
  weeks: readonly WeekOfAlerts[];
}) {
  const t = useSay();
  return (
    <>
      <div class="head">
        <h1>{t('态势', 'Overview')}</h1>
      </div>
      <Card title={t('各区县', 'Districts')}>
        <div class="halves">
          <District districts={districts} />
          <Table
            caption={t('各区县未解除的案件', 'Live cases by district')}
            rows={districts}
            empty={t('还没有登记项目。', 'No project is registered.')}
            columns={[
              {
                name: t('区县', 'District'),
                cell: ({ regionCode, name }) => (
                  <a class="num" href={paths.alerts({ regionCode, cases: 'true' })}>
                    {name}
                  </a>
                ),
              },
              { name: t('项目', 'Projects'), cell: ({ projects }) => projects, figures: true },
              { name: t('预警', 'Alerts'), cell: (row) => <Lights {...row} /> },
              {
                name: t('金额', 'Amount'),
                cell: ({ amountFen }) => <Money fen={amountFen} />,
                figures: true,
              },
            ]}
          />
        </div>
      </Card>
      <Card title={t('近半年每周发现和解除的预警', 'Alerts found and cleared, by week')}>
        <Figure
          label={t('每周发现和解除', 'By week')}
          table={
            <Table
              caption={t('每周发现和解除的预警', 'Alerts by week')}
              rows={weeks.toReversed()}
              empty=""
              columns={[
                { name: t('自', 'From'), cell: ({ monday }) => <DayText day={monday} /> },
                { name: t('发现', 'Found'), cell: ({ opened }) => opened, figures: true },
                { name: t('解除', 'Cleared'), cell: ({ cleared }) => cleared, figures: true },
              ]}
            />
          }
        >
          <Weeks weeks={weeks} />
        </Figure>
      </Card>
    </>
  );
}

/** 态势: where the cases are, and how many come and go. */
export const overview = [
  page({
    path: paths.overview,
    grants: ['reports:read'],
    nav: { zh: '态势', en: 'Overview' },
    show: async ({ t, read }) => {
      const told = await read(null, async (work) => ({
        districts: await districtLights(work),
        weeks: await alertWeeks(work, WEEKS),
      }));
      return { title: t('态势', 'Overview'), main: <Overview {...told} /> };
    },
  }),
];
