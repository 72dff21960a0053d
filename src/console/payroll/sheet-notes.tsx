import type { Fault } from '../../lib/problem.ts';
import { Card } from '../frame/parts.tsx';
import { type Say, useSay } from '../frame/say.ts';

const PLACES = 20;

/** Where in the table a note belongs; empty for the whole of it. */
function placeOf(t: Say, pointer: string): string {
  const [, row, column] = /^\/rows\/(\d+)(?:\/(\w+))?/.exec(pointer) ?? [];
  if (!row) return '';
  return t(
    `第 ${row} 行${column ? ` ${column} 列` : ''}`,
    `row ${row}${column ? ` ${column}` : ''}`,
  );
}

/** What is doubtful in a wage table and hinders nothing: each note once, with all its places. */
export function Notes({ notes: warnings }: { notes: readonly Fault[] }) {
  const t = useSay();
  if (warnings.length === 0) return null;
  const alike = Map.groupBy(warnings, ({ message }) => message);
  return (
    <Card title={t(`提醒（${warnings.length} 处，不妨碍提交）`, `Notes (${warnings.length})`)}>
      <ul>
        {[...alike].map(([message, notes]) => {
          const places = notes.map(({ pointer }) => placeOf(t, pointer)).filter(Boolean);
          const named = places.slice(0, PLACES).join(t('、', ', '));
          const more =
            places.length > PLACES && t(` 等 ${places.length} 处`, ` and more: ${places.length}`);
          return (
            <li>
              {named && (
                <>
                  {named}
                  {more}
                  {t('：', ': ')}
                </>
              )}
              {message}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
