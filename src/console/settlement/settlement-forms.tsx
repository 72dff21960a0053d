import type { SettlementView } from '../../domain/settlement/settlements.ts';
import { Fold, type FormAt, own } from '../frame/acting.tsx';
import { Card, Field, type Refused } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import { wordOf } from '../frame/words.ts';
import { reasonOptions } from './reasons.tsx';

interface FormsOf {
  settlement: SettlementView;
  today: string;
  refused: Refused | undefined;
}

type Part = FormAt & { today: string };

function On({ today, ...at }: Part) {
  const t = useSay();
  return (
    <Field
      name="on"
      of={at.act}
      type="date"
      label={t('日期', 'On')}
      value={today}
      refused={own(at)}
      required
    />
  );
}

function Amount({
  name = 'amount',
  label,
  hint,
  ...at
}: Part & { name?: string; label: string; hint?: string }) {
  return (
    <Field
      name={name}
      of={at.act}
      label={label}
      {...(hint && { hint })}
      maxlength={24}
      refused={own(at)}
      required={name === 'amount'}
    />
  );
}

function Papers({ name, label, ...at }: Part & { name: string; label: string }) {
  const hint = useSay()('每行一份。', 'One a line.');
  return (
    <Field
      name={name}
      of={at.act}
      label={label}
      hint={hint}
      rows={3}
      maxlength={4000}
      refused={own(at)}
      required={name === 'missingPapers'}
    />
  );
}

/** What an owner says of a settlement in its state. */
export function SettlementForms({ settlement, today, refused }: FormsOf) {
  const t = useSay();
  const { settlementId, status } = settlement;
  if (status === 'withdrawn' || status === 'paid') return null;
  const at = (act: string): Part => ({
    to: paths.settlementAct(settlementId, act),
    act,
    refused,
    today,
  });
  const titled = (act: string) => ({
    ...at(act),
    title: wordOf(t, 'settlementStep', act),
    button: t('登记', 'Record'),
  });
  const yuan = t('金额（元）', 'Amount (yuan)');
  const proofs = t('证明材料名称', 'Papers that show it');
  const undisputed = t('其中无争议的部分（元）', 'Undisputed part (yuan)');
  return (
    <Card title={t('办理', 'Act')}>
      {status === 'delivered' && (
        <>
          <Fold {...titled('papers-requested')}>
            <On {...at('papers-requested')} />
            <Papers
              {...at('papers-requested')}
              name="missingPapers"
              label={t('缺少的资料', 'What is missing')}
            />
          </Fold>
          <Fold {...titled('opinion')}>
            <On {...at('opinion')} />
            <Amount {...at('opinion')} label={yuan} />
            <Amount {...at('opinion')} name="undisputed" label={undisputed} />
          </Fold>
        </>
      )}
      {(status === 'delivered' || status === 'reviewed') && (
        <Fold {...titled('confirmed')}>
          <On {...at('confirmed')} />
          <Amount {...at('confirmed')} label={yuan} />
          <Amount {...at('confirmed')} name="undisputed" label={undisputed} />
        </Fold>
      )}
      <Fold {...titled('paid')}>
        <On {...at('paid')} />
        <Amount
          {...at('paid')}
          label={yuan}
          hint={t(
            '有证明材料，或收款方确认后，才算履行。',
            'It counts with papers, or once the payee says so.',
          )}
        />
        <Papers {...at('paid')} name="evidence" label={proofs} />
      </Fold>
      <Fold {...titled('delay-stated')}>
        <On {...at('delay-stated')} />
        <Field
          name="reasonCode"
          of="delay-stated"
          label={t('原因类别', 'Kind of reason')}
          options={reasonOptions(t)}
          refused={own(at('delay-stated'))}
          required
        />
        <Field
          name="reasonText"
          of="delay-stated"
          label={t('具体说明', 'In words')}
          rows={4}
          maxlength={2000}
          refused={own(at('delay-stated'))}
          required
        />
        <Papers {...at('delay-stated')} name="evidence" label={proofs} />
      </Fold>
    </Card>
  );
}
