import { z } from '@hono/zod-openapi';
import { type Evidence, fileOf, MOST_FILES } from '../domain/evidence.ts';
import { parseId } from '../lib/id.ts';
import { operation } from './operation.ts';
import { publicId } from './shapes.ts';

/** A file, as member `file` of a form. */
export const file = z.custom<File>((value) => value instanceof File, {
  error: '请以 file 上传文件。',
  params: { fault: 'file-missing' },
});

/** The files of a reply, as members `file` of a form. */
export const files = z
  .union([file.transform((one) => [one]), z.array(file).max(MOST_FILES)])
  .openapi({
    type: 'array',
    items: { type: 'string', format: 'binary' },
    description: '证据材料：PDF、PNG、JPEG 或 .xlsx，至多 5 份，每份不超过 5 MB',
  });

/** What was uploaded, read. */
export const readFiles = (given: readonly File[]): Promise<Evidence[]> =>
  Promise.all(
    given.map(async (one) => ({
      name: one.name.slice(0, 200),
      bytes: new Uint8Array(await one.arrayBuffer()),
    })),
  );

/** 证据材料. */
export const evidence = [
  operation({
    method: 'get',
    path: '/evidence/{fileId}',
    tag: '监测',
    summary: '取得随回复报送的证据材料',
    grants: ['read'],
    params: z.strictObject({ fileId: publicId }),
    answer: 'application/octet-stream',
    run: async ({ c, params, read }) => {
      const { projectId, id } = parseId(params.fileId);
      const kept = await read({ projectId }, (work) => fileOf(work, projectId, id));
      c.header('Content-Type', kept.mediaType);
      // Always to be saved: what somebody sent is not opened within our pages.
      const name = encodeURIComponent(kept.name);
      c.header('Content-Disposition', `attachment; filename*=UTF-8''${name}`);
      c.header('ETag', `"${kept.sha256}"`);
      return c.body(Uint8Array.from(kept.bytes));
    },
  }),
];
