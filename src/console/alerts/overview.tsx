import type { Plot as PlotOf, Plotted } from '../../../reports/plot.ts';
import {
  alertWeeks,
  type DistrictLights,
  districtLights,
  type WeekOfAlerts,
} from '../../domain/alerts/trends.ts';
import { Figure, Plot } from '../frame/figure.tsx';
import { page } from '../frame/page.tsx';
import { Card, DayText, Money, Table } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { type Say, useSay } from '../frame/say.ts';
import { sumHint } from '../frame/titles.ts';
import { Lights } from '../projects/projects.tsx';
import { District } from './districts.tsx';

const WEEKS = 26;

const weeksPlot = (t: Say, weeks: readonly WeekOfAlerts[]): PlotOf => ({
  unit: t('条', 'alerts'),
  categories: weeks.map(({ monday }) => monday.slice(5)),
  series: [
    { name: t('发现', 'Found'), ink: 'full', values: weeks.map(({ opened }) => opened) },
    { name: t('解除', 'Cleared'), ink: 'hollow', values: weeks.map(({ cleared }) => cleared) },
  ],
  opposed: true,
});

function Overview({
  districts,
  weeks,
  plot,
}: {
  districts: readonly DistrictLights[];
  weeks: readonly WeekOfAlerts[];
  plot: readonly Plotted[];
}) {
  const t = useSay();
  return (
    <>
      <div class="head">
        <h1>{t('态势', 'Overview')}</h1>
      </div>
      <Card title={t('各区县', 'Districts')}>
        <p class="hint">{sumHint(t)}</p>
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
                name: t('预警金额合计', 'Sum over alerts'),
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
          <Plot label={t('每周发现和解除', 'Found and cleared each week')} parts={plot} />
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
    show: async ({ t, read, deps }) => {
      const told = await read(null, async (work) => ({
        districts: await districtLights(work),
        weeks: await alertWeeks(work, WEEKS),
      }));
      const plot = await deps.plot(weeksPlot(t, told.weeks));
      return { title: t('态势', 'Overview'), main: <Overview {...told} plot={plot} /> };
    },
  }),
];
