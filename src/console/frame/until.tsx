import { type Day, daysBetween } from '../../lib/day.ts';
import { useSay } from './say.ts';

const days = (count: number) => `${count} ${count === 1 ? 'day' : 'days'}`;

/** How far the last day of a term is from today, on either side. */
export function Until({ day, today }: { day: Day; today: Day }) {
  const t = useSay();
  const late = daysBetween(day, today);
  if (late > 0)
    return <strong class="mark-open">{t(`已逾期 ${late} 天`, `${days(late)} late`)}</strong>;
  return (
    <>{late === 0 ? t('今天到期', 'due today') : t(`还有 ${-late} 天`, `${days(-late)} left`)}</>
  );
}
