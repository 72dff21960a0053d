import { firmOf } from '../../domain/alerts/firms.ts';
import type { AlertView } from '../../domain/alerts/listing.ts';
import type { AlertWords } from '../../http/edge.ts';
import { AlertLinks, DayText, Facts, Money, type TitledAlert } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import { aboutOf } from './about.ts';
import { Complaints } from './clues.tsx';

function Firm({ alert, name }: { alert: AlertView; name: string | undefined }) {
  const code = firmOf(alert);
  return code && <a href={paths.alerts({ q: code })}>{name ?? code}</a>;
}

interface GistOf {
  alert: AlertView;
  words: AlertWords;
  /** What the firm it is about is called. */
  firm: string | undefined;
  /** Those that it explains. */
  followers: readonly TitledAlert[];
  /** Open complaints about the firm's wages: clues, for the authority alone. */
  complaints: number;
  grants: readonly string[];
}

/** An alert in a sentence, with whom and what it is about. */
export function Gist({ alert, words, firm, followers, complaints, grants }: GistOf) {
  const t = useSay();
  const about = aboutOf(t, alert, grants);
  return (
    <section class="card">
      <p>{words.sentence}</p>
      <Facts
        wide
        rows={[
          [
            t('项目', 'Project'),
            alert.projectName ? (
              <a href={paths.project(alert.projectCode)}>{alert.projectName}</a>
            ) : (
              alert.projectCode
            ),
          ],
          [t('单位', 'Firm'), <Firm alert={alert} name={firm} />],
          [t('关于', 'About'), about && <a href={about.to}>{about.word}</a>],
          [t('金额', 'Amount'), alert.amountFen > 0 ? <Money fen={alert.amountFen} /> : null],
          [t('应于', 'Due'), <DayText day={alert.dueDay} />],
          [t('发现', 'Found'), <DayText day={alert.openedOn} />],
          [t('本级自', 'At this level since'), <DayText day={alert.risenOn} />],
          [
            t('经办', 'With'),
            alert.assignedTo &&
              `${alert.assignedTo}${alert.handleBy ? ` · ${alert.handleBy}` : ''}`,
          ],
          [
            t('工资投诉', 'Complaints'),
            complaints > 0 && (
              <Complaints
                count={complaints}
                projectCode={alert.projectCode}
                reads={grants.includes('complaints:write')}
              />
            ),
          ],
          [t('暂缓文书至', 'Silenced until'), alert.silencedUntil],
          [t('免责至', 'Excused until'), alert.acceptedUntil],
          [
            t('由此引起', 'Explained by'),
            alert.followsId && (
              <a href={paths.alert(alert.followsId)}>{t('看引起它的预警', 'Open that alert')}</a>
            ),
          ],
          [t('引起', 'Explains'), followers.length > 0 && <AlertLinks alerts={followers} />],
        ]}
      />
    </section>
  );
}
