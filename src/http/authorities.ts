import { z } from '@hono/zod-openapi';
import { putAuthoritySetting } from '../domain/registry/authorities.ts';
import { putSeal } from '../domain/registry/seals.ts';
import { operation } from './operation.ts';
import { text, uscc } from './shapes.ts';

const setting = z.strictObject({
  numberWord: text(20)
    .optional()
    .openapi({ description: '机关代字，文号的开头，例如 连建；没有则文号只有文种和序号' }),
  winter: z
    .boolean()
    .optional()
    .openapi({ description: '冬季专项：11月15日至除夕预警等级各提高一级；不填则从上级' }),
  organisation: text(60)
    .optional()
    .openapi({ description: '文书上的发文机关名称（标志和署名）；不填则用登记的单位名称' }),
  phone: text(40).optional().openapi({ description: '文书附注里的联系电话' }),
  contact: text(40).optional().openapi({ description: '文书附注里的联系人' }),
});

/** Some 500 KB of picture. */
const PNG_CHARS = 700_000;

const seal = z.strictObject({
  png: z
    .base64()
    .max(PNG_CHARS)
    .nullable()
    .openapi({ description: '印章图片（8 位 PNG，白底或透明底）的 base64；null 为撤下' }),
});

/** 主管部门的设置. */
export const authorities = [
  operation({
    method: 'put',
    path: '/authorities/{uscc}/settings',
    tag: '登记',
    summary: '设置本单位的文号代字、冬季专项和文书上的名称、联系方式',
    grants: ['notices:handle'],
    params: z.strictObject({ uscc }),
    body: setting,
    answer: z.object({
      uscc,
      numberWord: z.string().nullable(),
      winter: z.boolean().nullable(),
      organisation: z.string().nullable(),
      phone: z.string().nullable(),
      contact: z.string().nullable(),
    }),
    run: ({ params, body, write }) =>
      write(null, (work) => putAuthoritySetting(work, params.uscc, body)),
  }),
  operation({
    method: 'put',
    path: '/authorities/{uscc}/seal',
    tag: '登记',
    summary: '设置或者撤下本单位的印章图片；此后签发的文书盖用，未签发的不盖',
    grants: ['notices:handle'],
    params: z.strictObject({ uscc }),
    body: seal,
    answer: z.object({ uscc, sealSha256: z.string().nullable() }),
    run: ({ params, body: { png }, write }) =>
      write(null, (work) =>
        putSeal(work, params.uscc, png === null ? null : Buffer.from(png, 'base64')),
      ),
  }),
];
