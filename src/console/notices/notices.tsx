import { z } from 'zod';
import type { HistoryItem } from '../../domain/history.ts';
import { editNotice } from '../../domain/notices/edit.ts';
import {
  approveNotice,
  servedHow,
  serveNotice,
  withdrawNotice,
} from '../../domain/notices/life.ts';
import { getNoticeWhole, listNotices, type NoticeView } from '../../domain/notices/notices.ts';
import { judgeReply, replyNotice } from '../../domain/notices/replies.ts';
import { day, projectCode, publicId, text } from '../../http/shapes.ts';
import { parseId } from '../../lib/id.ts';
import { History } from '../frame/history.tsx';
import { noticeColumns } from '../frame/list-columns.ts';
import { type Listed, listFile, rowsShown } from '../frame/list-file.ts';
import { act, page } from '../frame/page.tsx';
import {
  AlertLinks,
  Card,
  DayText,
  Facts,
  Field,
  Find,
  Level,
  Pager,
  Refusal,
  type Refused,
  Table,
} from '../frame/parts.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import type { Admits, PageSpec, Visit } from '../frame/visit.ts';
import { wordOf, wordsIn } from '../frame/words.ts';
import { NoticeActs } from './notice-forms.tsx';

const ROWS = 50;
const statuses = [
  'draft',
  'approved',
  'served',
  'answered',
  'overdue',
  'lapsed',
  'withdrawn',
] as const;
const query = z.object({
  status: z.enum(statuses).optional(),
  projectCode: projectCode.optional(),
  after: z.string().max(500).optional(),
});
type Query = z.infer<typeof query>;

function List({
  items,
  next,
  query: asked,
}: {
  items: readonly NoticeView[];
  next: string | null;
  query: Query;
}) {
  const t = useSay();
  const { after, ...filter } = asked;
  return (
    <>
      <div class="head">
        <h1>{t('文书', 'Papers')}</h1>
      </div>
      <form class="filters" method="get" action={paths.notices()}>
        <Field
          name="status"
          label={t('状态', 'Status')}
          value={asked.status}
          options={[['', t('全部', 'All')], ...wordsIn(t, 'noticeStatus')]}
        />
        <Field
          name="projectCode"
          label={t('项目编码', 'Project code')}
          value={asked.projectCode}
          maxlength={64}
        />
        <Find all={paths.notices()} />
      </form>
      <section class="card">
        <Table
          caption={t('文书', 'Papers')}
          rows={items}
          empty={t('没有符合条件的文书。', 'No paper matches.')}
          columns={[
            { name: t('等级', 'Level'), cell: ({ level }) => <Level level={level} /> },
            {
              name: t('文书', 'Paper'),
              cell: ({ noticeId, instrument, number }) => (
                <>
                  <a href={paths.notice(noticeId)}>{wordOf(t, 'instrument', instrument)}</a>
                  <span class="small num">{number}</span>
                </>
              ),
            },
            {
              name: t('主送', 'To'),
              cell: addresseesOf,
            },
            {
              name: t('项目', 'Project'),
              cell: ({ projectName, projectCode: code }) => projectName ?? code,
            },
            { name: t('起草', 'Drafted'), cell: ({ draftedOn }) => <DayText day={draftedOn} /> },
            { name: t('送达', 'Served'), cell: ({ servedOn }) => <DayText day={servedOn} /> },
            {
              name: t('限期回复', 'Reply by'),
              cell: ({ replyDueOn }) => <DayText day={replyDueOn} />,
            },
            { name: t('状态', 'Status'), cell: ({ status }) => wordOf(t, 'noticeStatus', status) },
          ]}
        />
        <Pager
          first={after ? paths.notices(filter) : null}
          next={next ? paths.notices({ ...filter, after: next }) : null}
          file={paths.notices(filter)}
        />
      </section>
    </>
  );
}

/** Whom a paper is addressed to, both of a joint letter. */
const addresseesOf = ({ addresseeName, addresseeUscc, jointName, jointUscc }: NoticeView) =>
  [addresseeName ?? addresseeUscc, jointName ?? jointUscc].filter(Boolean).join('、');

interface Whole {
  notice: NoticeView & { history: HistoryItem[] };
  grants: readonly string[];
  today: string;
  refused?: Refused | undefined;
}

function Paper({ notice, grants, today, refused }: Whole) {
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
      <div class="columns">
        <div>
          <iframe
            class="paper no-print"
            src={paths.noticePdf(noticeId)}
            title={t('文书预览', 'Preview')}
            loading="lazy"
          />
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
                [t('项目', 'Project'), notice.projectName ?? notice.projectCode],
                [t('起草', 'Drafted'), <DayText day={notice.draftedOn} />],
                [t('签发', 'Approved'), notice.issuedOn],
                [
                  t('送达', 'Served'),
                  notice.servedOn &&
                    `${notice.servedOn} ${wordOf(t, 'service', notice.servedHow ?? '')}`,
                ],
                [t('限期回复', 'Reply by'), notice.replyDueOn],
                [t('回复', 'Answered'), notice.repliedOn],
                [t('所据预警', 'Alerts'), <AlertLinks ids={notice.alertIds} />],
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

const noticePage: PageSpec<Params, unknown> = {
  path: paths.notice(':noticeId'),
  grants: ['read'],
  params,
  show: async (visit) => {
    const { projectId, id } = parseId(visit.params.noticeId);
    const notice = await visit.read({ projectId }, (work) => getNoticeWhole(work, projectId, id));
    return {
      title: wordOf(visit.t, 'instrument', notice.instrument),
      main: (
        <Paper
          notice={notice}
          grants={visit.c.var.actor?.grants ?? []}
          today={visit.day}
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

const notices: Listed<unknown, Query, NoticeView> = {
  name: 'notices',
  columns: ({ t }) => noticeColumns(t),
  rows: (work, { query: { after: _, ...filter } }, rows) => listNotices(work, filter, rows),
};

/** 文书. */
export const noticePages = [
  page({
    path: paths.notices(),
    grants: ['read'],
    nav: { zh: '文书', en: 'Papers' },
    query,
    file: listFile(notices),
    show: async (visit) => {
      const { items, next } = await rowsShown(notices, visit, ROWS);
      return {
        title: visit.t('文书', 'Papers'),
        main: <List items={items} next={next} query={visit.query} />,
      };
    },
  }),
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
