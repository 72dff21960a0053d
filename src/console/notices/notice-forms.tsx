import type { NoticeView } from '../../domain/notices/notices.ts';
import { ActForm, Fold, type FormAt, own, Reason, Verdict, Words } from '../frame/acting.tsx';
import { Card, Field, type Refused } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import { wordsIn } from '../frame/words.ts';

interface ActsOf {
  notice: NoticeView;
  grants: readonly string[];
  today: string;
  refused?: Refused | undefined;
}

/** The acts on a paper that its reader may do in its state. */
export function NoticeActs({ notice: { noticeId, status }, grants, today, refused }: ActsOf) {
  const t = useSay();
  const handles = grants.includes('notices:handle');
  const served = ['served', 'overdue', 'answered'].includes(status);
  const replies = served && (handles || grants.includes('alerts:reply'));
  if (!(handles && !['lapsed', 'withdrawn'].includes(status)) && !replies) return null;
  const at = (act: string): FormAt => ({ to: paths.noticeAct(noticeId, act), act, refused });
  return (
    <Card title={t('办理', 'Act')}>
      {handles && status === 'draft' && <Approve {...at('approval')} />}
      {handles && status === 'draft' && <Addition {...at('addition')} />}
      {handles && status === 'approved' && <Serve {...at('service')} today={today} />}
      {replies && (
        <Fold
          {...at('reply')}
          title={handles ? t('登记单位的回复', 'Record the firm’s reply') : t('回复', 'Reply')}
          button={handles ? t('登记回复', 'Record') : t('提交回复', 'Send')}
        >
          <Words
            {...at('reply')}
            label={handles ? t('单位的回复', 'What the firm says') : t('回复内容', 'What you say')}
          />
        </Fold>
      )}
      {handles && status === 'answered' && (
        <Fold
          {...at('verdict')}
          title={t('认定回复', 'Judge the reply')}
          button={t('认定', 'Judge')}
        >
          <Verdict act="verdict" />
          <Reason {...at('verdict')} />
        </Fold>
      )}
      {handles && (status === 'approved' || served) && (
        <Fold
          {...at('withdrawal')}
          title={t('撤回', 'Withdraw')}
          button={t('撤回', 'Withdraw')}
          danger
        >
          <p class="hint">{t('撤回后文号不再使用。', 'The number stays used.')}</p>
          <Reason {...at('withdrawal')} />
        </Fold>
      )}
    </Card>
  );
}

function Approve(at: FormAt) {
  const t = useSay();
  return (
    <ActForm {...at} button={t('签发', 'Approve')}>
      <p class="hint">
        {t(
          '签发后取得文号并定稿；改写过草稿的人不能签发。',
          'Approval draws the number and freezes the paper; whoever changed the draft does not approve it.',
        )}
      </p>
    </ActForm>
  );
}

function Addition(at: FormAt) {
  const t = useSay();
  return (
    <Fold
      {...at}
      title={t('改写“其他事项”', 'Write the free paragraph')}
      button={t('保存', 'Save')}
    >
      <Field
        name="addition"
        label={t('其他事项', 'Other matters')}
        hint={t('留空即删去这一段。', 'Left empty, the paragraph is taken out.')}
        rows={5}
        maxlength={2000}
        refused={own(at)}
      />
    </Fold>
  );
}

function Serve({ today, ...at }: FormAt & { today: string }) {
  const t = useSay();
  return (
    <ActForm {...at} button={t('登记送达', 'Record service')}>
      <Field
        name="how"
        label={t('方式', 'How')}
        options={wordsIn(t, 'service')}
        refused={own(at)}
      />
      <Field
        name="on"
        type="date"
        label={t('送达日期', 'On')}
        value={today}
        refused={own(at)}
        required
      />
      <Field
        name="takenBy"
        label={t('签收人', 'Taken by')}
        hint={t('留置、公告的，写明情况。', 'For a paper left or announced, say how.')}
        maxlength={100}
        refused={own(at)}
        required
      />
    </ActForm>
  );
}
