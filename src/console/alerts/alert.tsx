import { z } from 'zod';
import { firmNames, firmOf } from '../../domain/alerts/firms.ts';
import { type AlertView, getAlert } from '../../domain/alerts/listing.ts';
import { proposalsOf } from '../../domain/alerts/proposals.ts';
import { lateDaysOf } from '../../domain/alerts/responsible.ts';
import {
  colleaguesOf,
  dutiesOf,
  noticesAbout,
  type StoryDuty,
  type StoryNotice,
} from '../../domain/alerts/story.ts';
import type { LateSpan } from '../../domain/duties/late-days.ts';
import { type HistoryItem, lastOf } from '../../domain/history.ts';
import { cluesOf } from '../../domain/site/complaint-list.ts';
import type { AlertWords } from '../../http/edge.ts';
import { publicId } from '../../http/shapes.ts';
import type { Day } from '../../lib/day.ts';
import { parseId } from '../../lib/id.ts';
import { History } from '../frame/history.tsx';
import { Banner, Card, Level, Refusal, type Refused, type TitledAlert } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import { describedIn } from '../frame/titles.ts';
import type { PageSpec } from '../frame/visit.ts';
import { wordOf } from '../frame/words.ts';
import { AlertActs } from './alert-forms.tsx';
import { Duties, LateDays } from './duties.tsx';
import { Gist } from './gist.tsx';
import { Proposals } from './proposals.tsx';
import { titledAlerts } from './titled.ts';

interface Whole {
  alert: AlertView & { followerIds: string[]; history: HistoryItem[] };
  followers: readonly TitledAlert[];
  /** What the firm it is about is called. */
  firm: string | undefined;
  words: AlertWords;
  today: Day;
  late: LateSpan[] | undefined;
  duties: StoryDuty[];
  notices: StoryNotice[];
  /** Open complaints about the firm's wages: clues, for the authority alone. */
  complaints: number;
  grants: readonly string[];
  colleagues: string[];
  /** The reader, as histories name people. */
  holder: string | null;
  office: boolean;
  refused: Refused | undefined;
}

interface LawView {
  title: string;
  article: string | null;
  text: string | null;
  verified: boolean;
}

function Basis({ words }: { words: AlertWords }) {
  const t = useSay();
  const laws = words.basis as readonly LawView[];
  return (
    <Card title={t('依据', 'Legal basis')}>
      {laws.map(({ title, article, text, verified }) => (
        <details>
          <summary>
            {title} {article}
            {!verified && (
              <span class="quiet">
                {t('（条文待核，文书不引用）', ' (not verified; no paper quotes it)')}
              </span>
            )}
          </summary>
          {text ? (
            <blockquote>{text}</blockquote>
          ) : (
            <p class="quiet">{t('未收录条文。', 'The text is not held here.')}</p>
          )}
        </details>
      ))}
      <h3>{t('怎样解除', 'What clears it')}</h3>
      <p>{words.clearsWhen}</p>
    </Card>
  );
}

function Papers({ notices }: { notices: readonly StoryNotice[] }) {
  const t = useSay();
  return (
    <Card title={t('文书', 'Papers')}>
      {notices.length === 0 ? (
        <p class="quiet">
          {t(
            '还没有文书；夜间任务为新增和升级的预警起草。',
            'None yet; the night drafts for what is new or has risen.',
          )}
        </p>
      ) : (
        <ul>
          {notices.map(({ noticeId, instrument, status, number, draftedOn }) => (
            <li>
              <a href={paths.notice(noticeId)}>
                {wordOf(t, 'instrument', instrument)} {number ?? draftedOn}
              </a>{' '}
              <span class="tag">{wordOf(t, 'noticeStatus', status)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** What the authority asked last, as long as nobody has replied since. */
const openQuestion = (history: readonly HistoryItem[]) => {
  const last = lastOf(history, ['alert.asked', 'alert.replied']);
  return last?.name === 'alert.asked' ? last : undefined;
};

function Question({ asked }: { asked: HistoryItem | undefined }) {
  const t = useSay();
  if (!asked) return null;
  const { text, until } = asked.body;
  return (
    <Banner>
      <p>
        <strong>
          {typeof until === 'string'
            ? t(`主管部门询问，请于 ${until} 前答复`, `The authority asks; answer by ${until}`)
            : t('主管部门询问', 'The authority asks')}
        </strong>
      </p>
      <blockquote>{String(text ?? '')}</blockquote>
    </Banner>
  );
}

function AlertStory(whole: Whole) {
  const t = useSay();
  const { alert, words, duties, late, notices, refused, office, grants, today } = whole;
  return (
    <>
      <div class="head">
        <h1>
          <Level level={alert.level} /> {words.title}
        </h1>
        <span class="tag">{wordOf(t, 'alertStatus', alert.status)}</span>
        <a href={paths.rule(alert.ruleId)}>
          {t('规则', 'Rule')} {alert.ruleId}
        </a>
        {office && (
          <a class="no-print" href={paths.evidence(alert.alertId)}>
            {t('下载证据包', 'Evidence pack')}
          </a>
        )}
      </div>
      <Refusal refused={refused} />
      <Proposals
        alertId={alert.alertId}
        proposals={office ? proposalsOf(alert) : []}
        confirmer={grants.includes('alerts:handle') ? whole.holder : null}
        refused={refused}
      />
      <Question asked={office ? undefined : openQuestion(alert.history)} />
      {alert.held && (
        <Banner>
          <p>
            {t(
              '银行流水尚未到齐，本预警待核，不出文书。',
              'The bank’s feed is behind: this alert is held and makes no paper.',
            )}
          </p>
        </Banner>
      )}
      <Gist {...whole} />
      <div class="columns">
        <div>
          <Duties duties={duties} today={today} />
          <LateDays alert={alert} late={late} />
          <Card title={t('经过', 'History')}>
            <History items={alert.history} />
          </Card>
        </div>
        <div>
          <AlertActs {...whole} />
          <Papers notices={notices} />
          <Basis words={words} />
        </div>
      </div>
    </>
  );
}

const params = z.object({ alertId: publicId });

/** One alert, as a story. */
export const alertPage: PageSpec<z.infer<typeof params>, unknown> = {
  path: paths.alert(':alertId'),
  grants: ['read'],
  params,
  show: async (visit) => {
    const { deps, refused, c, t } = visit;
    const describe = describedIn(t, deps.describe);
    const { projectId, id } = parseId(visit.params.alertId);
    const actor = c.var.actor;
    const told = await visit.read({ projectId }, async (work) => {
      const duties = await dutiesOf(work, projectId, id);
      const alert = await getAlert(work, projectId, id);
      const names = await firmNames(work, [alert]);
      return {
        alert,
        followers: await titledAlerts(work, describe, alert.followerIds),
        firm: names.get(firmOf(alert) ?? ''),
        duties,
        late: await lateDaysOf(work, projectId, alert),
        notices: await noticesAbout(work, projectId, id),
        complaints: alert.ruleId.startsWith('W')
          ? (await cluesOf(work, projectId, alert.subject)).wageComplaints
          : 0,
        colleagues: actor?.region ? await colleaguesOf(work) : [],
      };
    });
    const words = describe({ rule: told.alert.ruleId, facts: told.alert.facts });
    return {
      title: words.title,
      main: (
        <AlertStory
          {...told}
          words={words}
          today={visit.day}
          grants={actor?.grants ?? []}
          office={actor?.region != null}
          holder={actor?.holder ?? null}
          refused={refused}
        />
      ),
    };
  },
};
