import type { HistoryItem } from '../../domain/history.ts';
import { formatYuan } from '../../lib/fen.ts';
import { paths } from './paths.ts';
import { type Say, useSay } from './say.ts';
import { wordOf } from './words.ts';

const LEVELS = ['yellow', 'orange', 'red'];

/** What an event says beside its name, in the order in which it matters. */
function detailsOf(t: Say, { body }: HistoryItem): string[] {
  const { level, amountFen, to, dueOn, until, accepted, number, how, on, replyDueOn } = body;
  const levelWord = typeof level === 'number' ? LEVELS[level - 1] : level;
  return [
    typeof levelWord === 'string' && wordOf(t, 'level', levelWord),
    typeof amountFen === 'number' && amountFen > 0 && `${formatYuan(amountFen)} ${t('元', 'yuan')}`,
    typeof to === 'string' && t(`交 ${to}`, `to ${to}`),
    typeof dueOn === 'string' && t(`限 ${dueOn}`, `by ${dueOn}`),
    typeof until === 'string' && t(`至 ${until}`, `until ${until}`),
    typeof accepted === 'boolean' &&
      (accepted ? t('认可', 'accepted') : t('不认可', 'not accepted')),
    typeof number === 'string' && number,
    typeof how === 'string' && wordOf(t, 'service', how),
    typeof on === 'string' && on,
    typeof replyDueOn === 'string' && t(`限 ${replyDueOn} 前回复`, `reply by ${replyDueOn}`),
  ].filter((part): part is string => typeof part === 'string');
}

/** A history, the newest event first. */
export function History({ items }: { items: readonly HistoryItem[] }) {
  const t = useSay();
  return (
    <ol class="history" reversed>
      {items.toReversed().map((item) => (
        <li>
          <time datetime={item.at}>{item.day}</time>
          <strong>{wordOf(t, 'act', item.name)}</strong>
          {item.holder && <span class="quiet"> {personOf(t, item.holder)}</span>}
          {detailsOf(t, item).map((part) => (
            <span> · {part}</span>
          ))}
          {typeof item.body.text === 'string' && <blockquote>{item.body.text}</blockquote>}
          <Files files={item.body.files} />
        </li>
      ))}
    </ol>
  );
}

/** `company:name` of a person, `job:night` of the night. */
export const personOf = (t: Say, holder: string) =>
  holder === 'job:night' ? t('夜间任务', 'the night') : holder.replace(/^[0-9A-Z]{18}:/, '');

function Files({ files }: { files: unknown }) {
  const t = useSay();
  if (!Array.isArray(files) || files.length === 0) return null;
  return (
    <ul>
      {(files as { fileId: string; mediaType: string; size: number }[]).map(
        ({ fileId, mediaType, size }, at) => (
          <li>
            <a href={paths.evidenceFile(fileId)}>{t(`材料 ${at + 1}`, `file ${at + 1}`)}</a>{' '}
            <span class="quiet small">
              {mediaType.replace(/^.*[/.]/, '')} · {Math.ceil(size / 1024)} kB
            </span>
          </li>
        ),
      )}
    </ul>
  );
}
