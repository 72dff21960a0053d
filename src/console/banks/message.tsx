import type { MessageView } from '../../domain/banks/tending.ts';
import { ActForm } from '../frame/acting.tsx';
import { Card, Facts, InstantText, Refusal, type Refused, Table } from '../frame/parts.tsx';
import { messageKey, paths } from '../frame/paths.ts';
import { type Say, useSay } from '../frame/say.ts';
import { wordOf } from '../frame/words.ts';

/** What came of a message, in one line. */
export function outcome(t: Say, { tally, faults }: MessageView): string {
  const [fault] = faults;
  if (fault) return fault.pointer ? `${fault.pointer}：${fault.message}` : fault.message;
  if (tally === null) return '—';
  const { accepted, duplicates, unmatched, rejected } = tally;
  const counts: [number, string][] = [
    [accepted, t('计入', 'taken')],
    [duplicates, t('重复', 'repeated')],
    [unmatched, t('未匹配', 'not matched')],
    [rejected.length, t('不受理', 'rejected')],
  ];
  return counts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${word} ${count}`)
    .join(t('，', ', '));
}

interface Whole {
  message: MessageView & { text: string | null; cut: boolean };
  refused: Refused | undefined;
}

function Odd({ message: { tally, faults } }: Pick<Whole, 'message'>) {
  const t = useSay();
  const rows = [
    ...faults.map(({ pointer, message }) => ({ where: pointer, message })),
    ...(tally?.rejected ?? []).map(({ index, message }) => ({
      where: t(`第 ${index + 1} 项`, `item ${index + 1}`),
      message,
    })),
    ...(tally?.warnings ?? []).map(({ pointer, message }) => ({ where: pointer, message })),
  ];
  return (
    <Table
      caption={t('未受理的和不一致的', 'What was not taken or does not agree')}
      rows={rows}
      empty={t('没有。', 'Nothing.')}
      columns={[
        { name: t('何处', 'Where'), cell: ({ where }) => where || '—' },
        { name: t('原因', 'Reason'), cell: ({ message }) => message },
      ]}
    />
  );
}

/** A message as it came, what came of it and why. */
export function Message({ message, refused }: Whole) {
  const t = useSay();
  const { messageId, kind, status, receivedAt, finishedAt, text, cut } = message;
  return (
    <>
      <div class="head">
        <h1>
          {t('报文', 'Message')} {messageId}
        </h1>
        <span class="tag">{wordOf(t, 'messageStatus', status)}</span>
        <a href={paths.messages()}>{t('看全部报文', 'All messages')}</a>
      </div>
      <Refusal refused={refused} />
      <div class="columns">
        <div>
          <Card title={t('未受理的和不一致的', 'Not taken, or not agreeing')}>
            <Odd message={message} />
          </Card>
          <Card
            title={t('原文', 'As it came')}
            aside={
              <span class="quiet">{t('长号码只留末四位', 'Long numbers: the last four')}</span>
            }
          >
            {text === null ? (
              <p class="quiet">{t('原文已按保存期限删除。', 'Erased after its term.')}</p>
            ) : (
              <pre class="scroll" tabindex={0}>
                {text}
              </pre>
            )}
            {cut && <p class="hint">{t('其余略去。', 'The rest is left out.')}</p>}
          </Card>
        </div>
        <section class="card">
          <Facts
            rows={[
              [t('种类', 'Kind'), wordOf(t, 'messageKind', kind)],
              [t('收到', 'Received'), <InstantText at={receivedAt} />],
              [t('处理完', 'Finished'), finishedAt && <InstantText at={finishedAt} />],
              [t('结果', 'Outcome'), outcome(t, message)],
            ]}
          />
          {(message.tally?.unmatched ?? 0) > 0 && (
            <p>
              <a href={paths.unmatched()}>
                {t('看还没有匹配的数据', 'See what is not matched yet')}
              </a>
            </p>
          )}
          {status !== 'done' && text !== null && (
            <>
              <p>
                {t(
                  '按原文再处理一次；此前已计入的不会重复计入。',
                  'It is read once more as it came; what was taken is not taken twice.',
                )}
              </p>
              <ActForm
                to={paths.messageReplay(messageKey(messageId))}
                act="replay"
                refused={refused}
                button={t('重新处理', 'Read again')}
              />
            </>
          )}
        </section>
      </div>
    </>
  );
}
