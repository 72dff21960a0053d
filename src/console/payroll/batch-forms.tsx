import type { getBatch } from '../../domain/payroll/batch-view.ts';
import { ActForm, Fold, type FormAt, own as ownOf, Reason } from '../frame/acting.tsx';
import { Card, Field, Money, type Refused } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';

export type BatchView = Awaited<ReturnType<typeof getBatch>>;

interface ActsOf {
  batch: BatchView;
  /** Failed payments that can be sent again. */
  failed: number;
  grants: readonly string[];
  today: string;
  refused: Refused | undefined;
}

/** The acts on a batch that its reader may do in its state. */
export function BatchActs({ batch, failed, grants, today, refused }: ActsOf) {
  const t = useSay();
  const { batchId, status } = batch;
  const at = (act: string): FormAt => ({ to: paths.batchAct(batchId, act), act, refused });
  const may = (grant: string) => grants.includes(grant);
  const posts = may('payroll:post') && status !== 'withdrawn';
  const forms = [
    may('payroll:approve') && status === 'claimed' && <Approve {...at('approval')} batch={batch} />,
    posts && status === 'claimed' && !may('payroll:approve') && (
      <p>
        {t(
          '等待本单位复核人复核：复核人登录后在首页就能看到，提交人不能自己复核。',
          'It waits for your firm’s approver, who finds it on the first page; who filed it does not approve it.',
        )}
      </p>
    ),
    may('payroll:order') && status === 'approved' && (
      <ActForm {...at('order')} button={t('下达银行代发', 'Order the payments')}>
        <p>
          {t('向银行下达代发', 'Order payments of')} <Money fen={batch.totalPayFen} />
          {t('。下达后不能撤回，可下载指令文件。', '. It cannot be withdrawn afterwards.')}
        </p>
      </ActForm>
    ),
    posts && failed > 0 && (
      <p>
        <a class="button" href={paths.batchAct(batchId, 'resend')}>
          {t(`补发 ${failed} 笔拒付、退票`, `Send ${failed} failed payments again`)}
        </a>
      </p>
    ),
    posts && batch.unconfirmedLines > 0 && (
      <Dated
        {...at('confirmations')}
        name="confirmedOn"
        title={t('登记本人签字确认', 'Record signatures')}
        label={t('签字日期', 'Signed on')}
        today={today}
      />
    ),
    posts && batch.slipsOutstanding > 0 && (
      <Dated
        {...at('slips')}
        name="issuedOn"
        title={t('登记已给工资清单', 'Record pay slips')}
        label={t('提供日期', 'Given on')}
        today={today}
      />
    ),
    posts && (status === 'claimed' || status === 'approved') && (
      <Fold
        {...at('withdrawal')}
        title={t('撤回', 'Withdraw')}
        button={t('撤回', 'Withdraw')}
        danger
      >
        <Reason {...at('withdrawal')} />
      </Fold>
    ),
  ].filter(Boolean);
  if (forms.length === 0) return null;
  return <Card title={t('办理', 'Act')}>{forms}</Card>;
}

function Approve({ batch, ...at }: FormAt & { batch: BatchView }) {
  const t = useSay();
  return (
    <ActForm {...at} button={t('复核通过', 'Approve')}>
      <p>
        {t('复核', 'Approve')} {batch.lineCount} {t('人，实发合计', 'workers, net')}{' '}
        <Money fen={batch.totalNetFen} />
        {t('。提交人不能复核。', '. Who filed it does not approve it.')}
      </p>
      <input type="hidden" name="totalNetFen" value={String(batch.totalNetFen)} />
    </ActForm>
  );
}

interface DatedOf extends FormAt {
  name: string;
  title: string;
  label: string;
  today: string;
}

/** Something that happened to all lines on a day, some of them left out. */
function Dated({ name, title, label, today, ...at }: DatedOf) {
  const t = useSay();
  return (
    <Fold {...at} title={title} button={t('登记', 'Record')}>
      <Field
        name={name}
        of={at.act}
        type="date"
        label={label}
        value={today}
        refused={ownOf(at)}
        required
      />
      <Field
        name="except"
        of={at.act}
        label={t('这些行除外', 'All but these lines')}
        hint={t('行号，用逗号分开；留空即全部。', 'Line numbers with commas; empty means all.')}
        maxlength={2000}
        refused={ownOf(at)}
      />
    </Fold>
  );
}
