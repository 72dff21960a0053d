import type { AlertView } from '../../domain/alerts/listing.ts';
import { type HistoryItem, lastOf } from '../../domain/history.ts';
import { Fold, type FormAt, own, Reason, Verdict, Words } from '../frame/acting.tsx';
import { Card, Field, type Refused } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';

interface ActsOf {
  alert: AlertView & { history: readonly HistoryItem[] };
  grants: readonly string[];
  colleagues: readonly string[];
  refused?: Refused | undefined;
}

/** The acts on an alert that its reader may do in its state. */
export function AlertActs({ alert, grants, colleagues, refused }: ActsOf) {
  const t = useSay();
  const { alertId, status, level } = alert;
  const live = ['open', 'held', 'replied'].includes(status);
  const handles = grants.includes('alerts:handle');
  const remarks = handles || grants.includes('registry:confirm');
  const replies = live && (handles || grants.includes('alerts:reply'));
  if (!remarks && !replies) return null;
  const at = (act: string): FormAt => ({ to: paths.alertAct(alertId, act), act, refused });
  const closes = handles && ['open', 'replied'].includes(status);
  return (
    <Card title={t('办理', 'Act')}>
      {replies && <Reply {...at('reply')} office={handles} />}
      {handles && status === 'replied' && !isJudged(alert.history) && (
        <Fold
          {...at('verdict')}
          title={t('认定答复', 'Judge the reply')}
          button={t('认定', 'Judge')}
        >
          <Verdict act="verdict" />
          <Reason {...at('verdict')} />
        </Fold>
      )}
      {handles && live && <Assign {...at('assignment')} alert={alert} colleagues={colleagues} />}
      {closes && (
        <Fold {...at('question')} title={t('询问单位', 'Ask the firm')} button={t('发出', 'Ask')}>
          <Words
            {...at('question')}
            label={t('询问', 'Question')}
            hint={t(
              '所涉单位可见，以答复回答。',
              'Seen by the firms concerned, who answer by a reply.',
            )}
          />
          <Field
            name="until"
            of="question"
            type="date"
            label={t('请于何日前答复（可不填）', 'Answer by (optional)')}
            refused={own(at('question'))}
          />
        </Fold>
      )}
      {remarks && (
        <Fold {...at('comment')} title={t('批注', 'Comment')} button={t('保存批注', 'Save')}>
          <Words
            {...at('comment')}
            label={t('批注', 'Comment')}
            hint={t('只有主管部门可见。', 'Seen by the authority only.')}
          />
        </Fold>
      )}
      {closes && <Closing {...at('acceptance')} red={level === 'red'} />}
      {closes && <Closing {...at('dismissal')} red={level === 'red'} />}
      {handles && live && <Closing {...at('silence')} red />}
    </Card>
  );
}

/** Whether the last reply was judged already. */
const isJudged = (history: readonly HistoryItem[]) =>
  lastOf(history, ['alert.replied', 'alert.judged', 'alert.reopened'])?.name === 'alert.judged';

function Reply({ office, ...at }: FormAt & { office: boolean }) {
  const t = useSay();
  const hint = t(
    'PDF、PNG、JPEG 或 .xlsx，至多 5 份，每份不超过 5 MB。',
    'PDF, PNG, JPEG or .xlsx; five at most, 5 MB each.',
  );
  return (
    <Fold
      {...at}
      title={office ? t('登记单位的答复', 'Record the firm’s reply') : t('答复', 'Reply')}
      button={office ? t('登记答复', 'Record the reply') : t('提交答复', 'Send the reply')}
      files
    >
      <Words
        {...at}
        label={office ? t('单位的答复', 'What the firm says') : t('答复内容', 'What you say')}
      />
      <div class="field">
        <label for="reply-file">{t('证据材料', 'Files')}</label>
        <p class="hint" id="reply-file-hint">
          {hint}
        </p>
        <input
          id="reply-file"
          name="file"
          type="file"
          multiple
          accept=".pdf,.png,.jpg,.jpeg,.xlsx"
          aria-describedby="reply-file-hint"
        />
      </div>
    </Fold>
  );
}

type AssignOf = FormAt & Pick<ActsOf, 'alert' | 'colleagues'>;

function Assign({ alert, colleagues, ...at }: AssignOf) {
  const t = useSay();
  return (
    <Fold {...at} title={t('分派', 'Assign')} button={t('分派', 'Assign')}>
      <Field
        name="holder"
        of={at.act}
        label={t('交给', 'To')}
        value={alert.assignedTo ?? undefined}
        options={colleagues.map((name) => [name, name] as const)}
        refused={own(at)}
      />
      <Field
        name="dueOn"
        of={at.act}
        type="date"
        label={t('办理期限', 'By')}
        value={alert.handleBy ?? undefined}
        refused={own(at)}
      />
    </Fold>
  );
}

/** What closes an alert or keeps it from making papers. */
function Closing({ red, ...at }: FormAt & { red: boolean }) {
  const t = useSay();
  const second = t('红色预警须另一人确认。', 'A red alert needs a second person.');
  const [title, hint, dated] = {
    acceptance: [t('认定不可抗力', 'Accept force majeure'), red ? second : '', true] as const,
    dismissal: [t('核销', 'Dismiss'), red ? second : '', false] as const,
    silence: [
      t('暂缓文书', 'Silence'),
      t(
        '须另一人确认，至多 90 天；状态不变，等级上升即失效。',
        'Needs a second person; 90 days at most; ends when the level rises.',
      ),
      true,
    ] as const,
  }[at.act as 'acceptance' | 'dismissal' | 'silence'];
  return (
    <Fold {...at} title={title} button={title} {...(at.act === 'dismissal' && { danger: true })}>
      {hint && <p class="hint">{hint}</p>}
      {dated && (
        <Field
          name="until"
          of={at.act}
          type="date"
          label={t('至', 'Until')}
          refused={own(at)}
          required
        />
      )}
      <Reason {...at} />
    </Fold>
  );
}
