import { z } from 'zod';
import { type AlertView, getAlert } from '../../domain/alerts/listing.ts';
import { lateDaysOf } from '../../domain/alerts/responsible.ts';
import {
  colleaguesOf,
  dutiesOf,
  noticesAbout,
  type StoryDuty,
  type StoryNotice,
} from '../../domain/alerts/story.ts';
import type { LateSpan } from '../../domain/duties/late-days.ts';
import type { HistoryItem } from '../../domain/history.ts';
import { cluesOf } from '../../domain/site/complaint-list.ts';
import type { AlertWords } from '../../http/edge.ts';
import { publicId } from '../../http/shapes.ts';
import { parseId } from '../../lib/id.ts';
import { History } from '../frame/history.tsx';
import {
  AlertLinks,
  Banner,
  Card,
  DayText,
  Facts,
  Level,
  Money,
  Refusal,
  type Refused,
  Table,
} from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import type { PageSpec } from '../frame/visit.ts';
import { wordOf } from '../frame/words.ts';
import { aboutOf } from './about.ts';
import { AlertActs } from './alert-forms.tsx';
import { Complaints } from './clues.tsx';
import { Lanes } from './lanes.tsx';

interface Whole {
  alert: AlertView & { followerIds: string[]; history: HistoryItem[] };
  words: AlertWords;
  late: LateSpan[] | undefined;
  duties: StoryDuty[];
  notices: StoryNotice[];
  /** Open complaints about the firm's wages: clues, for the authority alone. */
  complaints: number;
  grants: readonly string[];
  colleagues: string[];
  office: boolean;
  refused: Refused | undefined;
}

function Duties({ duties }: { duties: readonly StoryDuty[] }) {
  const t = useSay();
  return (
    <Card title={t('本应如何，实际如何', 'What should have happened, and what did')}>
      <Table
        caption={t('义务及履行', 'Duties and what met them')}
        empty={t(
          '没有与本预警直接对应的到期义务；依据见下方事实。',
          'No dated duty stands behind this alert; see its facts.',
        )}
        rows={duties}
        columns={[
          {
            name: t('义务', 'Duty'),
            cell: ({ kind, period }) => (
              <>
                {wordOf(t, 'duty', kind)} {period !== '-' && <span class="num">{period}</span>}
              </>
            ),
          },
          {
            name: t('谁', 'Whose'),
            cell: ({ who }) => who ?? <span class="quiet">—</span>,
          },
          {
            name: t('应于', 'Due'),
            cell: ({ dueDay, provisional }) => (
              <>
                <DayText day={dueDay} />
                {provisional && (
                  <span class="small quiet">{t('节假日安排未公布，暂定', 'provisional')}</span>
                )}
              </>
            ),
          },
          {
            name: t('应有', 'Expected'),
            cell: ({ amountFen }) => (amountFen ? <Money fen={amountFen} /> : '—'),
            figures: true,
          },
          {
            name: t('实有', 'Done'),
            cell: ({ metFen, amountFen }) => (metFen || amountFen ? <Money fen={metFen} /> : '—'),
            figures: true,
          },
          {
            name: t('经过', 'How'),
            cell: ({ meetings, metOn }) => (
              <>
                {meetings.map(({ onDay, amountFen }) => (
                  <span class="small num">
                    {onDay} {amountFen !== 0 && <Money fen={amountFen} />}
                  </span>
                ))}
                {metOn ? (
                  <span class="small">{t(`${metOn} 履行完毕`, `met on ${metOn}`)}</span>
                ) : (
                  <span class="small">{t('尚未履行完毕', 'not met')}</span>
                )}
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}

function LateDays({ alert, late }: { alert: AlertView; late: LateSpan[] | undefined }) {
  const t = useSay();
  if (!late || alert.dueDay === null) return null;
  return (
    <Card title={t('逾期各日，钱停在哪里', 'Where the money stood on each late day')}>
      <div class="scroll" tabindex={0}>
        <Lanes dueDay={alert.dueDay} spans={late} />
      </div>
      <details>
        <summary>{t('看表格', 'Show as a table')}</summary>
        <Table
          caption={t('逾期各日的责任环节', 'Who was responsible')}
          empty={t('逾期不足一天。', 'Less than a day late.')}
          rows={late}
          columns={[
            { name: t('自', 'From'), cell: ({ from }) => <DayText day={from} /> },
            { name: t('至', 'To'), cell: ({ to }) => <DayText day={to} /> },
            { name: t('停在', 'With'), cell: ({ who }) => wordOf(t, 'delayer', who) },
            { name: t('人数', 'Workers'), cell: ({ workers }) => workers, figures: true },
            {
              name: t('金额', 'Amount'),
              cell: ({ amountFen }) => <Money fen={amountFen} />,
              figures: true,
            },
          ]}
        />
      </details>
    </Card>
  );
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

function AlertStory(whole: Whole) {
  const t = useSay();
  const { alert, words, duties, late, notices, complaints, refused, office, grants } = whole;
  const about = aboutOf(t, alert, grants);
  return (
    <>
      <div class="head">
        <h1>
          <Level level={alert.level} /> {words.title}
        </h1>
        <span class="tag">{wordOf(t, 'alertStatus', alert.status)}</span>
        <span class="quiet">{alert.ruleId}</span>
        {office && (
          <a class="no-print" href={paths.evidence(alert.alertId)}>
            {t('下载证据包', 'Evidence pack')}
          </a>
        )}
      </div>
      <Refusal refused={refused} />
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
            [
              t('引起', 'Explains'),
              alert.followerIds.length > 0 && <AlertLinks ids={alert.followerIds} />,
            ],
          ]}
        />
      </section>
      <div class="columns">
        <div>
          <Duties duties={duties} />
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
    const { deps, refused, c } = visit;
    const { projectId, id } = parseId(visit.params.alertId);
    const actor = c.var.actor;
    const told = await visit.read({ projectId }, async (work) => {
      const duties = await dutiesOf(work, projectId, id);
      const alert = await getAlert(work, projectId, id);
      return {
        alert,
        duties,
        late: await lateDaysOf(work, projectId, alert),
        notices: await noticesAbout(work, projectId, id),
        complaints: alert.ruleId.startsWith('W')
          ? (await cluesOf(work, projectId, alert.subject)).wageComplaints
          : 0,
        colleagues: actor?.region ? await colleaguesOf(work) : [],
      };
    });
    const words = deps.describe({ rule: told.alert.ruleId, facts: told.alert.facts });
    return {
      title: words.title,
      main: (
        <AlertStory
          {...told}
          words={words}
          grants={actor?.grants ?? []}
          office={actor?.region != null}
          refused={refused}
        />
      ),
    };
  },
};
