import { raw } from 'hono/html';
import { z } from 'zod';
import type { Work } from '../../../db/work.ts';
import type { HistoryItem } from '../../domain/history.ts';
import { editNotice } from '../../domain/notices/edit.ts';
import {
  approveNotice,
  servedHow,
  serveNotice,
  withdrawNotice,
} from '../../domain/notices/life.ts';
import {
  getNoticeWhole,
  listNotices,
  type NoticeView,
  noticeFacts,
} from '../../domain/notices/notices.ts';
import { judgeReply, replyNotice } from '../../domain/notices/replies.ts';
import type { Deps } from '../../http/edge.ts';
import { day, publicId, text } from '../../http/shapes.ts';
import { parseId } from '../../lib/id.ts';
import { Problem } from '../../lib/problem.ts';
import { titledAlerts } from '../alerts/titled.ts';
import { History } from '../frame/history.tsx';
import { act, page } from '../frame/page.tsx';
import {
  AlertLinks,
  Card,
  DayText,
  Facts,
  Level,
  Refusal,
  type Refused,
  type TitledAlert,
} from '../frame/parts.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import { describedIn } from '../frame/titles.ts';
import type { Admits, PageSpec, Visit } from '../frame/visit.ts';
import { wordOf } from '../frame/words.ts';
import { addresseesOf } from './notice-columns.tsx';
import { NoticeActs } from './notice-forms.tsx';

interface Whole {
  notice: NoticeView & { history: HistoryItem[] };
  grants: readonly string[];
  today: string;
  /** What it rests on, as far as the reader may see it. */
  alerts: readonly TitledAlert[];
  /** The draft to look at after this one; null where it is not asked for, or there is none. */
  next: string | null;
  /** The paper's pages; a word instead where it cannot be drawn. */
  pages: readonly string[] | string;
  refused?: Refused | undefined;
}

/** What a page shows of a paper; a firm's list of hundreds of names stays in the PDF. */
const MOST_PAGES = 8;

function Sheets({ pages, pdf }: { pages: Whole['pages']; pdf: string }) {
  const t = useSay();
  if (typeof pages === 'string') return <p class="fault">{pages}</p>;
  return (
    <section class="sheets no-print" aria-label={t('文书预览', 'Preview')} tabindex={0}>
      {pages.slice(0, MOST_PAGES).map((page) => raw(page))}
      {pages.length > MOST_PAGES && (
        <p>
          <a href={pdf}>
            {t(
              `其余 ${pages.length - MOST_PAGES} 页见 PDF`,
              `${pages.length - MOST_PAGES} more pages in the PDF`,
            )}
          </a>
        </p>
      )}
    </section>
  );
}

function Paper({ notice, alerts, next, grants, today, pages, refused }: Whole) {
  const t = useSay();
  const { noticeId, instrument, status, level } = notice;
  return (
    <>
      <div class="head">
        <h1>
          <Level level={level} /> {wordOf(t, 'instrument', instrument)}{' '}
          <span class="num">{notice.number}</span>
        </h1>
        <span class="tag">{wordOf(t, 'noticeStatus', status)}</span>
        <a href={paths.noticePdf(noticeId)}>{t('打开 PDF', 'Open the PDF')}</a>
        <a href={paths.noticeWorkers(noticeId)}>{t('人员名单（隐名）', 'Workers (masked)')}</a>
      </div>
      <Refusal refused={refused} />
      {next && (
        <p>
          <a href={paths.notice(next)}>{t('下一份待签发的文书', 'The next draft')}</a>
        </p>
      )}
      <div class="columns">
        <div>
          <Sheets pages={pages} pdf={paths.noticePdf(noticeId)} />
          <Card title={t('经过', 'History')}>
            <History items={notice.history} />
          </Card>
        </div>
        <div>
          <NoticeActs notice={notice} grants={grants} today={today} refused={refused} />
          <section class="card">
            <Facts
              rows={[
                [t('主送', 'To'), addresseesOf(notice)],
                [
                  t('项目', 'Project'),
                  notice.projectName ? (
                    <a href={paths.project(notice.projectCode)}>{notice.projectName}</a>
                  ) : (
                    notice.projectCode
                  ),
                ],
                [t('起草', 'Drafted'), <DayText day={notice.draftedOn} />],
                [t('签发', 'Approved'), notice.issuedOn],
                [
                  t('送达', 'Served'),
                  notice.servedOn &&
                    `${notice.servedOn} ${wordOf(t, 'service', notice.servedHow ?? '')}`,
                ],
                [t('限期回复', 'Reply by'), notice.replyDueOn],
                [t('回复', 'Answered'), notice.repliedOn],
                [t('所据预警', 'Alerts'), alerts.length > 0 && <AlertLinks alerts={alerts} />],
                ['SHA-256', notice.sha256 && <span class="small">{notice.sha256}</span>],
              ]}
            />
          </section>
        </div>
      </div>
    </>
  );
}

const params = z.object({ noticeId: publicId });
type Params = z.infer<typeof params>;

/** The pages as they are drawn; what stands in the way is told in the page, which has more to show. */
async function pagesOf(deps: Deps, factsText: string): Promise<Whole['pages']> {
  try {
    return await deps.sketch(JSON.parse(factsText));
  } catch (error) {
    if (error instanceof Problem) return error.detail;
    throw error;
  }
}

/** The newest draft that is not this paper. */
async function draftBeside(work: Work, noticeId: string): Promise<string | null> {
  const { items } = await listNotices(work, { status: 'draft' }, { limit: 2 });
  return items.find((one) => one.noticeId !== noticeId)?.noticeId ?? null;
}

const noticePage: PageSpec<Params, unknown> = {
  path: paths.notice(':noticeId'),
  grants: ['read'],
  params,
  show: async (visit) => {
    const { projectId, id } = parseId(visit.params.noticeId);
    const { c, deps } = visit;
    const grants = c.var.actor?.grants ?? [];
    // Whoever has just dealt with one goes on to the next.
    const goesOn = c.req.query('done') !== undefined && grants.includes('notices:handle');
    const told = await visit.read({ projectId }, async (work) => {
      const notice = await getNoticeWhole(work, projectId, id);
      return {
        notice,
        alerts: await titledAlerts(
          work,
          describedIn(visit.t, visit.deps.describe),
          notice.alertIds,
        ),
        next: goesOn ? await draftBeside(work, notice.noticeId) : null,
        factsText: await noticeFacts(work, projectId, id),
      };
    });
    const { notice, alerts, next } = told;
    return {
      title: wordOf(visit.t, 'instrument', notice.instrument),
      main: (
        <Paper
          {...{ notice, alerts, next, grants }}
          today={visit.day}
          pages={await pagesOf(deps, told.factsText)}
          refused={visit.refused}
        />
      ),
    };
  },
};

const reason = text(1000);
const member = { act: z.string().optional() };
const handle = ['notices:handle'] as const;

const on = <B,>(
  name: string,
  grants: Admits,
  shape: z.ZodType<B>,
  done: string,
  run: (visit: Visit<Params>, projectId: number, id: string, body: B) => Promise<unknown>,
) =>
  act({
    path: paths.noticeAct(':noticeId', name),
    grants,
    params,
    body: shape,
    page: noticePage,
    run: async (visit) => {
      const { noticeId } = visit.params;
      const { projectId, id } = parseId(noticeId);
      await run(visit, projectId, id, visit.body);
      return withQuery(paths.notice(noticeId), { done });
    },
  });

/** One 文书 and what is done with it. */
export const onePaper = [
  page(noticePage),
  on(
    'addition',
    handle,
    z.object({ ...member, addition: text(2000).optional() }),
    'edited',
    (visit, projectId, id, { addition }) =>
      visit.write({ projectId }, (work) =>
        editNotice(work, projectId, id, { addition: addition ?? null }, visit.deps),
      ),
  ),
  on('approval', handle, z.object(member), 'approved', (visit, projectId, id) =>
    visit.write({ projectId }, (work) => approveNotice(work, projectId, id, visit.deps)),
  ),
  on(
    'service',
    handle,
    z.object({ ...member, how: z.enum(servedHow), on: day, takenBy: text(100) }),
    'served',
    (visit, projectId, id, { how, on: onDay, takenBy }) =>
      visit.write({ projectId }, (work) =>
        serveNotice(work, projectId, id, { how, on: onDay, takenBy }),
      ),
  ),
  on(
    'withdrawal',
    handle,
    z.object({ ...member, reason }),
    'withdrawn',
    (visit, projectId, id, { reason: why }) =>
      visit.write({ projectId }, (work) => withdrawNotice(work, projectId, id, { reason: why })),
  ),
  on(
    'verdict',
    handle,
    z.object({ ...member, accepted: z.enum(['true', 'false']), reason }),
    'judged',
    (visit, projectId, id, body) =>
      visit.write({ projectId }, (work) =>
        judgeReply(work, projectId, id, {
          accepted: body.accepted === 'true',
          reason: body.reason,
        }),
      ),
  ),
  on(
    'reply',
    ['alerts:reply', 'notices:handle'],
    z.object({ ...member, text: text(4000) }),
    'replied',
    (visit, projectId, id, body) =>
      visit.write({ projectId }, (work) =>
        replyNotice(work, projectId, id, { text: body.text, files: [] }),
      ),
  ),
];
