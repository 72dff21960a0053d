import { z } from 'zod';
import { listNotices, type NoticeView } from '../../domain/notices/notices.ts';
import { projectCode } from '../../http/shapes.ts';
import { noticeColumns } from '../frame/list-columns.ts';
import { type Listed, listFile, rowsShown } from '../frame/list-file.ts';
import { page } from '../frame/page.tsx';
import { Field, Find, Pager, Table } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import { wordsIn } from '../frame/words.ts';
import { onePaper } from './notice.tsx';
import { noticeCells } from './notice-columns.tsx';

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
  office,
  query: asked,
}: {
  items: readonly NoticeView[];
  next: string | null;
  /** Others see no draft. */
  office: boolean;
  query: Query;
}) {
  const t = useSay();
  const cells = noticeCells(t);
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
          options={[
            ['', t('全部', 'All')],
            ...wordsIn(t, 'noticeStatus').filter(([code]) => office || code !== 'draft'),
          ]}
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
            cells.level,
            cells.paper,
            cells.to,
            cells.project,
            cells.drafted,
            cells.served,
            cells.replyBy,
            cells.status,
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
        main: (
          <List
            items={items}
            next={next}
            office={visit.c.var.actor?.region != null}
            query={visit.query}
          />
        ),
      };
    },
  }),
  ...onePaper,
];
