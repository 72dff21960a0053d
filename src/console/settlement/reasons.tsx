import { z } from 'zod';
import { type Say, useSay } from '../frame/say.ts';
import { wordOf } from '../frame/words.ts';

/** What may be stated as the reason of a delay, in the order in which it is offered. */
export const reasonCodes = [
  'FUNDS',
  'PROCESS',
  'PAPERS',
  'QUALITY',
  'QUANTITY',
  'PRICE',
  'SETTLEMENT',
  'DISPUTE',
  'PERSONNEL',
  'FILING',
  'THIRD-PARTY',
  'AUD-GOV',
  'AUD-FIN',
  'AUD-FINAL',
  'AUD-3P',
  'AUD-INT',
  'AUD-TRACK',
  'AUD-CLAUSE',
  'OTHER',
] as const;

/** One of them; nobody states one by leaving the choice as it was. */
export const reasonCode = z.enum(reasonCodes);

export const reasonOptions = (t: Say): (readonly [string, string])[] => [
  ['', t('请选择', 'Choose one')],
  ...reasonCodes.map((one) => [one, wordOf(t, 'reasonCode', one)] as const),
];

interface Span {
  start: number;
  end: number;
}

interface SaidOf {
  reasonCode: string | null;
  reasonText: string | null;
  evidence: readonly string[] | null;
  verdict: { span: Span | null } | null;
}

/** What stands beside a reason that nobody has reviewed yet. */
export const unreviewed = (t: Say) =>
  t('系统识别为不得采用的理由，待主管部门复核', 'Read as a banned reason; under review');

/** A text as it was stated; the words that decided the verdict are marked. */
export function Marked({ text, span }: { text: string | null; span: Span | null | undefined }) {
  if (text === null) return null;
  if (!span) return <blockquote>{text}</blockquote>;
  return (
    <blockquote>
      {text.slice(0, span.start)}
      <mark>{text.slice(span.start, span.end)}</mark>
      {text.slice(span.end)}
    </blockquote>
  );
}

/** A reason as it was stated, with the words marked in which the system read a pretext. */
export function Said({ reasonCode, reasonText, evidence, verdict }: SaidOf) {
  const t = useSay();
  return (
    <>
      {reasonCode && <span>{wordOf(t, 'reasonCode', reasonCode)}</span>}
      <Marked text={reasonText} span={verdict?.span} />
      {verdict && (
        <p class="small">
          <span class="tag">{unreviewed(t)}</span>
        </p>
      )}
      {evidence && evidence.length > 0 && (
        <p class="small quiet">
          {t('材料：', 'Papers: ')}
          {evidence.join('、')}
        </p>
      )}
    </>
  );
}
