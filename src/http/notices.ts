import { z } from '@hono/zod-openapi';
import { getNotice, listNotices, noticeFile } from '../domain/notices/notices.ts';
import { parseId } from '../lib/id.ts';
import { sha256 } from '../lib/vault.ts';
import { operation } from './operation.ts';
import { day, listOf, page, projectCode, publicId } from './shapes.ts';

const tag = '文书';
const inNotice = z.strictObject({ noticeId: publicId });
const statuses = z.enum([
  'draft',
  'approved',
  'served',
  'answered',
  'overdue',
  'lapsed',
  'withdrawn',
]);

const notice = z
  .looseObject({
    noticeId: publicId,
    projectCode,
    instrument: z.string(),
    level: z.enum(['yellow', 'orange', 'red']),
    status: statuses,
    alertIds: z.array(publicId),
    sha256: z.string().nullable(),
    draftedOn: day,
  })
  .openapi('Notice');

/** 文书: drafts and what was made of them. */
export const notices = [
  operation({
    method: 'get',
    path: '/notices',
    tag,
    summary: '列出文书，新的在前',
    grants: ['read'],
    query: z.strictObject({
      status: statuses.optional(),
      projectCode: projectCode.optional(),
      ...page,
    }),
    answer: listOf(notice),
    run: ({ query: { after, limit, ...filter }, read }) =>
      read(null, (work) => listNotices(work, filter, { after, limit })),
  }),
  // Before the one without an ending, which would take `x.pdf` for an id.
  operation({
    method: 'get',
    path: '/notices/{noticeId}.pdf',
    tag,
    summary: '取得文书的 PDF',
    grants: ['read'],
    params: inNotice,
    answer: 'application/pdf',
    run: async ({ c, deps, params, read }) => {
      const { projectId, id } = parseId(params.noticeId.replace(/\.pdf$/, ''));
      const file = await read({ projectId }, (work) => noticeFile(work, projectId, id));
      // The same facts give the same bytes: what the night did not draw is drawn when asked for.
      const bytes = file.kept ?? (await deps.draw(JSON.parse(file.factsText)));
      c.header('Content-Type', 'application/pdf');
      c.header('Content-Disposition', `inline; filename="${file.fileName}"`);
      c.header('ETag', `"${sha256(bytes)}"`);
      return c.body(Uint8Array.from(bytes));
    },
  }),
  operation({
    method: 'get',
    path: '/notices/{noticeId}',
    tag,
    summary: '查看文书',
    grants: ['read'],
    params: inNotice,
    answer: notice,
    run: ({ params, read }) => {
      const { projectId, id } = parseId(params.noticeId);
      return read({ projectId }, (work) => getNotice(work, projectId, id));
    },
  }),
];
