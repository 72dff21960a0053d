import { useSay } from '../frame/say.ts';
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

interface SaidOf {
  reasonCode: string | null;
  reasonText: string | null;
  evidence: readonly string[] | null;
  verdict: { span: { start: number; end: number } | null } | null;
}

/** A reason as it was stated, with the words marked in which the system read a pretext. */
export function Said({ reasonCode, reasonText, evidence, verdict }: SaidOf) {
  const t = useSay();
  const span = verdict?.span;
  return (
    <>
      {reasonCode && <span>{wordOf(t, 'reasonCode', reasonCode)}</span>}
      {reasonText && (
        <blockquote>
          {span ? (
            <>
              {reasonText.slice(0, span.start)}
              <mark>{reasonText.slice(span.start, span.end)}</mark>
              {reasonText.slice(span.end)}
            </>
          ) : (
            reasonText
          )}
        </blockquote>
      )}
      {verdict && (
        <p class="small">
          <span class="tag">
            {t('系统识别为不得采用的理由，待主管部门复核', 'Read as a banned reason; under review')}
          </span>
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
