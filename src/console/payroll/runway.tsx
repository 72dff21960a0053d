import type { Deps } from '../../http/edge.ts';
import { Card, DayText, Facts, Money, Table } from '../frame/parts.tsx';
import { useSay } from '../frame/say.ts';

type View = Awaited<ReturnType<Deps['runway']>>;

/** 工资资金: what the account holds against what the next pay days need. */
export function Runway({ runway }: { runway: View }) {
  const t = useSay();
  const { balanceFen, frozenFen, months, day, accuracy } = runway;
  const { missPerMille } = accuracy;
  return (
    <Card
      title={t('资金能否发到下一个发放日', 'Money for the next pay days')}
      aside={
        <span class="quiet">
          {t('截至', 'As of')} <DayText day={day} />
        </span>
      }
    >
      <Facts
        wide
        rows={[
          [t('可用余额', 'Available'), <Money fen={balanceFen} />],
          [t('被冻结', 'Frozen'), frozenFen > 0 && <Money fen={frozenFen} />],
          [
            t('此前推算误差', 'Past forecasts'),
            missPerMille !== null &&
              t(`平均 ${missPerMille / 10}%`, `out by ${missPerMille / 10}% on average`),
          ],
        ]}
      />
      <Table
        caption={t('未发清的各月', 'Months not paid in full')}
        rows={months}
        empty={t('近期没有待发的工资。', 'No wages fall due soon.')}
        columns={[
          { name: t('月份', 'Month'), cell: ({ period }) => <span class="num">{period}</span> },
          {
            name: t('发放日', 'Pay day'),
            cell: ({ dueDay, workingDaysLeft: left }) => (
              <>
                <DayText day={dueDay} />
                <span class="small quiet">
                  {left < 0
                    ? t(`已过 ${-left} 个工作日`, `${-left} working days ago`)
                    : t(`还有 ${left} 个工作日`, `${left} working days left`)}
                </span>
              </>
            ),
          },
          { name: t('人数', 'Workers'), cell: ({ workers }) => workers, figures: true },
          {
            name: t('尚需', 'Needed'),
            cell: ({ needFen, forecastFen, unknownEmployers }) => (
              <>
                <Money fen={needFen} />
                {forecastFen > 0 && (
                  <span class="small quiet">
                    {t('其中按考勤推算', 'of which forecast')} <Money fen={forecastFen} />
                  </span>
                )}
                {unknownEmployers > 0 && (
                  <span class="small quiet">
                    {t(
                      `另有 ${unknownEmployers} 个用人单位无从推算`,
                      `${unknownEmployers} employers cannot be forecast`,
                    )}
                  </span>
                )}
              </>
            ),
            figures: true,
          },
          {
            name: t('此前未发清', 'Earlier arrears'),
            cell: ({ earlierFen }) => (earlierFen > 0 ? <Money fen={earlierFen} /> : '—'),
            figures: true,
          },
          {
            name: t('发放日前应到', 'Due in before'),
            cell: ({ certainFen }) => (certainFen > 0 ? <Money fen={certainFen} /> : '—'),
            figures: true,
          },
          {
            name: t('缺口', 'Short by'),
            cell: ({ shortFen, needFen }) =>
              shortFen > 0 ? (
                <strong>
                  <Money fen={shortFen} />
                </strong>
              ) : needFen > 0 ? (
                t('够发', 'enough')
              ) : (
                '—'
              ),
            figures: true,
          },
        ]}
      />
    </Card>
  );
}
