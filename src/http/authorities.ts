import { z } from '@hono/zod-openapi';
import { putAuthoritySetting } from '../domain/registry/authorities.ts';
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
});

/** 主管部门的设置. */
export const authorities = [
  operation({
    method: 'put',
    path: '/authorities/{uscc}/settings',
    tag: '登记',
    summary: '设置本单位的文号代字和冬季专项',
    grants: ['notices:handle'],
    params: z.strictObject({ uscc }),
    body: setting,
    answer: z.object({
      uscc,
      numberWord: z.string().nullable(),
      winter: z.boolean().nullable(),
    }),
    run: ({ params, body, write }) =>
      write(null, (work) => putAuthoritySetting(work, params.uscc, body)),
  }),
];
