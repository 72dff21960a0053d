import { z } from '@hono/zod-openapi';
import { editNotice } from '../domain/notices/edit.ts';
import { approveNotice, servedHow, serveNotice, withdrawNotice } from '../domain/notices/life.ts';
import { getNoticeWhole, listNotices, noticeFile } from '../domain/notices/notices.ts';
import { judgeReply, replyNotice } from '../domain/notices/replies.ts';
import { maskedWorkers, namedWorkers } from '../domain/notices/workers.ts';
import { parseId } from '../lib/id.ts';
import { sha256 } from '../lib/vault.ts';
import { files, readFiles } from './evidence.ts';
import { operation } from './operation.ts';
import { day, listOf, page, projectCode, publicId, text } from './shapes.ts';

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
    number: z.string().nullable(),
    servedOn: day.nullable(),
    replyDueOn: day.nullable(),
  })
  .openapi('Notice');

const service = z.strictObject({
  how: z
    .enum(servedHow)
    .openapi({ description: '直接送达、留置送达、邮寄送达、电子送达、公告送达' }),
  on: day.openapi({ description: '送达日期' }),
  takenBy: text(100).openapi({ description: '签收人，或者留置、公告的说明' }),
});

const reply = z.strictObject({ text: text(4000) });

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
    path: '/notices/{noticeId}/workers.pdf',
    tag,
    summary: '取得文书涉及的人员名单，姓名隐去部分，截至今日',
    grants: ['read'],
    params: inNotice,
    answer: 'application/pdf',
    run: async ({ c, deps, params, read }) => {
      const { projectId, id } = parseId(params.noticeId);
      const list = await read({ projectId }, (work) => maskedWorkers(work, projectId, id));
      c.header('Content-Type', 'application/pdf');
      c.header('Content-Disposition', 'inline; filename="workers.pdf"');
      return c.body(Uint8Array.from(await deps.drawWorkers(list)));
    },
  }),
  operation({
    method: 'post',
    path: '/notices/{noticeId}/worker-lists',
    tag,
    summary: '制作全名名单，仅供主管部门；文件以所给口令加密',
    grants: ['notices:handle'],
    params: inNotice,
    body: z.strictObject({ password: z.string().min(8).max(100) }),
    answer: 'application/pdf',
    run: async ({ c, deps, params, body, write }) => {
      const { projectId, id } = parseId(params.noticeId);
      const list = await write({ projectId }, (work) => namedWorkers(work, projectId, id));
      c.header('Content-Type', 'application/pdf');
      c.header('Content-Disposition', 'attachment; filename="workers.pdf"');
      return c.body(Uint8Array.from(await deps.drawWorkers(list, body.password)));
    },
  }),
  operation({
    method: 'get',
    path: '/notices/{noticeId}',
    tag,
    summary: '查看文书及其经过',
    grants: ['read'],
    params: inNotice,
    answer: notice.extend({ history: z.array(z.looseObject({})) }).openapi('NoticeWhole'),
    run: ({ params, read }) => {
      const { projectId, id } = parseId(params.noticeId);
      return read({ projectId }, (work) => getNoticeWhole(work, projectId, id));
    },
  }),
  operation({
    method: 'put',
    path: '/notices/{noticeId}/addition',
    tag,
    summary: '改写草稿的“其他事项”一段，或者删去；改动的人不能签发',
    grants: ['notices:handle'],
    params: inNotice,
    body: z.strictObject({ addition: text(2000).nullable() }),
    answer: notice,
    run: ({ deps, params, body, write }) => {
      const { projectId, id } = parseId(params.noticeId);
      return write({ projectId }, (work) => editNotice(work, projectId, id, body, deps));
    },
  }),
  operation({
    method: 'put',
    path: '/notices/{noticeId}/approval',
    tag,
    summary: '签发文书：取得文号，定稿并留存',
    grants: ['notices:handle'],
    params: inNotice,
    answer: notice,
    run: ({ deps, params, write }) => {
      const { projectId, id } = parseId(params.noticeId);
      return write({ projectId }, (work) => approveNotice(work, projectId, id, deps));
    },
  }),
  operation({
    method: 'put',
    path: '/notices/{noticeId}/service',
    tag,
    summary: '登记送达，开始计算回复期限',
    grants: ['notices:handle'],
    params: inNotice,
    body: service,
    answer: notice,
    run: ({ params, body, write }) => {
      const { projectId, id } = parseId(params.noticeId);
      return write({ projectId }, (work) => serveNotice(work, projectId, id, body));
    },
  }),
  operation({
    method: 'put',
    path: '/notices/{noticeId}/withdrawal',
    tag,
    summary: '撤回已签发或已送达的文书，文号不再使用',
    grants: ['notices:handle'],
    params: inNotice,
    body: z.strictObject({ reason: text(1000) }),
    answer: notice,
    run: ({ params, body, write }) => {
      const { projectId, id } = parseId(params.noticeId);
      return write({ projectId }, (work) => withdrawNotice(work, projectId, id, body));
    },
  }),
  operation({
    method: 'post',
    path: '/notices/{noticeId}/replies',
    tag,
    summary: '回复文书，可附证据材料',
    grants: ['alerts:reply', 'notices:handle'],
    params: inNotice,
    body: reply,
    form: {
      shape: reply.extend({ file: files.optional() }),
      run: async ({ params, body: { file, ...said }, write }) => {
        const { projectId, id } = parseId(params.noticeId);
        const sent = await readFiles(file ?? []);
        return write({ projectId }, (work) =>
          replyNotice(work, projectId, id, { ...said, files: sent }),
        );
      },
    },
    status: 201,
    answer: notice,
    run: ({ params, body, write }) => {
      const { projectId, id } = parseId(params.noticeId);
      return write({ projectId }, (work) =>
        replyNotice(work, projectId, id, { ...body, files: [] }),
      );
    },
  }),
  operation({
    method: 'put',
    path: '/notices/{noticeId}/verdict',
    tag,
    summary: '认可或者不认可对文书的回复',
    grants: ['notices:handle'],
    params: inNotice,
    body: z.strictObject({ accepted: z.boolean(), reason: text(1000) }),
    answer: notice,
    run: ({ params, body, write }) => {
      const { projectId, id } = parseId(params.noticeId);
      return write({ projectId }, (work) => judgeReply(work, projectId, id, body));
    },
  }),
];
