import type { Proposal } from '../../domain/alerts/proposals.ts';
import { ActForm, own, Reason } from '../frame/acting.tsx';
import { personOf } from '../frame/history.tsx';
import { Banner, type Refused } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';

interface ProposalsOf {
  alertId: string;
  proposals: readonly Proposal[];
  /** Who reads, as histories name people; null for whoever may not confirm. */
  confirmer: string | null;
  refused: Refused | undefined;
}

/** What waits for a second person, with what this one says, before everything else about the alert. */
export function Proposals({ alertId, proposals, confirmer, refused }: ProposalsOf) {
  const t = useSay();
  const words = {
    dismissal: t('核销', 'dismiss it'),
    acceptance: t('认定不可抗力', 'accept force majeure'),
    silence: t('暂缓文书', 'silence it'),
  };
  return (
    <>
      {proposals.map(({ act, holder, day, until, text }) => {
        const word = words[act];
        const who = holder ? personOf(t, holder) : '';
        const end = until ? t(`至 ${until}`, ` until ${until}`) : '';
        return (
          <Banner>
            <p>
              {t(
                `${who} ${day} 提请${word}${end}，须另一人确认后生效。`,
                `${who} proposed on ${day} to ${word}${end}; a second person must confirm it.`,
              )}
            </p>
            {text && <blockquote>{text}</blockquote>}
            {confirmer !== null && holder !== confirmer && (
              <Confirm {...{ alertId, act, until, word, refused }} />
            )}
          </Banner>
        );
      })}
    </>
  );
}

interface ConfirmOf extends Pick<Proposal, 'act' | 'until'> {
  alertId: string;
  word: string;
  refused: Refused | undefined;
}

function Confirm({ alertId, act, until, word, refused }: ConfirmOf) {
  const t = useSay();
  const name = `confirm-${act}`;
  return (
    <details open={own({ act: name, refused }) !== undefined}>
      <summary>{t(`确认${word}`, `Confirm: ${word}`)}</summary>
      <ActForm
        to={paths.alertAct(alertId, act)}
        act={name}
        refused={refused}
        button={t(`确认${word}`, `Confirm: ${word}`)}
      >
        {until && <input type="hidden" name="until" value={until} />}
        <Reason act={name} refused={refused} />
      </ActForm>
    </details>
  );
}
