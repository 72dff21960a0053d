import type { TeamMonth, YearDuty } from '../../domain/registry/overview.ts';
import { type Day, daysBetween, type Month } from '../../lib/day.ts';
import { formatYuan } from '../../lib/fen.ts';
import { useSay } from '../frame/say.ts';
import { wordOf } from '../frame/words.ts';

type Mark = 'met' | 'late' | 'open' | 'ahead';
const SIGNS: Record<Mark, string> = { met: '●', late: '◐', open: '▲', ahead: '○' };

const markOf = ({ dueDay, metOn }: YearDuty, day: Day): Mark =>
  metOn === null ? (dueDay < day ? 'open' : 'ahead') : metOn > dueDay ? 'late' : 'met';

const short = (month: Month) => `${month.slice(2, 4)}.${month.slice(5)}`;

const MonthHead = ({ name, months }: { name: string; months: readonly Month[] }) => (
  <thead>
    <tr>
      <th scope="col">{name}</th>
      {months.map((month) => (
        <th scope="col" class="num">
          {short(month)}
        </th>
      ))}
    </tr>
  </thead>
);

/** Rows of one kind and company, columns of months; what a cell says stands in words for whoever hears it. */
export function YearGrid({
  duties,
  months,
  day,
}: {
  duties: readonly YearDuty[];
  months: readonly Month[];
  day: Day;
}) {
  const t = useSay();
  if (duties.length === 0)
    return (
      <p class="quiet">{t('近十二个月没有按月的义务。', 'No monthly duty in these months.')}</p>
    );
  const words: Record<Mark, string> = {
    met: t('按期履行', 'met in time'),
    late: t('逾期履行', 'met late'),
    open: t('逾期未履行', 'not met'),
    ahead: t('未到期', 'not due yet'),
  };
  const rows = Map.groupBy(duties, ({ kind, who }) => `${wordOf(t, 'duty', kind)} ${who ?? ''}`);
  return (
    <>
      <p class="hint">
        {(Object.keys(SIGNS) as Mark[]).map((mark) => (
          <span class={`mark mark-${mark}`}>
            {SIGNS[mark]} {words[mark]}{' '}
          </span>
        ))}
      </p>
      <section class="scroll" tabindex={0} aria-label={t('义务年历', 'Grid of duties')}>
        <table class="grid">
          <caption class="hidden">{t('按月的义务', 'Monthly duties')}</caption>
          <MonthHead name={t('义务', 'Duty')} months={months} />
          <tbody>
            {[...rows].map(([name, row]) => (
              <tr>
                <th scope="row">{name}</th>
                {months.map((month) => {
                  const duty = row.find((one) => one.month === month);
                  return <td>{duty && <Sign duty={duty} day={day} words={words} />}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Sign({ duty, day, words }: { duty: YearDuty; day: Day; words: Record<Mark, string> }) {
  const t = useSay();
  const mark = markOf(duty, day);
  const { dueDay, metOn } = duty;
  const due = t(`${words[mark]}，应于 ${dueDay}`, `${words[mark]}, due ${dueDay}`);
  const said = metOn ? due + t(`，${metOn} 履行`, `, met ${metOn}`) : due;
  const days = daysBetween(dueDay, day);
  return (
    <span class={`mark mark-${mark}`} title={said}>
      <span aria-hidden="true">{SIGNS[mark]}</span>
      <span class="hidden">{said}</span>
      {mark === 'open' && <span class="small num">{t(`${days} 天`, `${days} d`)}</span>}
    </span>
  );
}

const SHADES = 4;

/** The months whose wages are due today or later for everybody. */
export function monthsAhead(duties: readonly YearDuty[], day: Day): ReadonlySet<Month> {
  const wages = duties.filter(({ kind }) => kind === 'wage');
  const due = new Set(wages.filter(({ dueDay }) => dueDay < day).map(({ month }) => month));
  return new Set(wages.map(({ month }) => month).filter((month) => !due.has(month)));
}

interface TeamGridOf {
  teams: readonly TeamMonth[];
  months: readonly Month[];
  /** Those with whose wages nobody is late: no shade says that they are missing. */
  ahead: ReadonlySet<Month>;
}

/** Months × teams: how much of the wages reached the workers, as a share in figures and in shade. */
export function TeamGrid({ teams, months, ahead }: TeamGridOf) {
  const t = useSay();
  if (teams.length === 0)
    return <p class="quiet">{t('近十二个月没有工资批次。', 'No payroll in these months.')}</p>;
  const rows = Map.groupBy(teams, ({ team }) => team);
  return (
    <section
      class="scroll"
      tabindex={0}
      aria-label={t('各班组按月到账', 'Wages by team and month')}
    >
      <table class="grid">
        <caption>
          {t('格内为到账比例和人数', 'Share that reached the workers, and how many they are')}
        </caption>
        <MonthHead name={t('班组', 'Team')} months={months} />
        <tbody>
          {[...rows].map(([team, row]) => (
            <tr>
              <th scope="row">{team || t('未分班组', 'No team')}</th>
              {months.map((month) => {
                const one = row.find((cell) => cell.month === month);
                return one ? <Share {...one} isAhead={ahead.has(month)} /> : <td />;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Share({ owedFen, paidFen, workers, isAhead }: TeamMonth & { isAhead: boolean }) {
  const t = useSay();
  // Rounded down: nothing short of all is 100.
  const share = owedFen === 0 ? 100 : Math.floor((paidFen * 100) / owedFen);
  const shade = Math.floor((share * SHADES) / 100);
  return (
    <td
      class={isAhead ? undefined : `shade shade-${shade}`}
      title={`${formatYuan(paidFen)} / ${formatYuan(owedFen)}`}
    >
      <span class="num">{share}%</span>
      <span class="small">{t(`${workers} 人`, `${workers}`)}</span>
      {isAhead && <span class="small quiet">{t('未到期', 'not due yet')}</span>}
    </td>
  );
}
