import { z } from '@hono/zod-openapi';
import {
  disclosable,
  disclose,
  listDisclosures,
  MESSAGES,
  SEARCH,
} from '../domain/registry/disclosures.ts';
import { parseId } from '../lib/id.ts';
import { operation } from './operation.ts';
import { listOf, page, projectCode, publicId, text } from './shapes.ts';

const tag = '个人信息';
const field = z.enum(disclosable);
const number = z.string().nullable().optional();

const disclosed = z
  .object({
    disclosureId: publicId,
    identity: z.string().optional(),
    card: number,
    phone: number,
  })
  .openapi('Disclosure');

const listed = z.object({
  disclosureId: publicId,
  projectCode,
  engagementId: publicId.optional(),
  alertId: publicId.optional().openapi({ description: '随证据包取得银行报文原文的，为所属预警' }),
  fields: z.array(z.enum([...disclosable, MESSAGES, SEARCH])),
  reason: z.string(),
  holder: z.string(),
  at: z.string(),
});

/** 解密查看. */
export const disclosures = [
  operation({
    method: 'post',
    path: '/engagements/{engagementId}/disclosures',
    tag,
    summary: '说明理由后查看完整的身份证号、工资卡号或电话；每次都留痕备查',
    grants: ['personal:disclose'],
    params: z.strictObject({ engagementId: publicId }),
    body: z.strictObject({
      fields: z.array(field).min(1).max(disclosable.length),
      reason: text(1000).openapi({ description: '为什么要看，如案号和用途' }),
    }),
    status: 201,
    answer: disclosed,
    run: ({ params, body, write }) => {
      const { projectId, id } = parseId(params.engagementId);
      return write({ projectId }, (work) => disclose(work, projectId, id, body));
    },
  }),
  operation({
    method: 'get',
    path: '/disclosures',
    tag,
    summary: '列出本辖区查看完整号码的记录，最近的在前，不含号码',
    grants: ['personal:audit'],
    query: z.strictObject(page),
    answer: listOf(listed),
    run: ({ query, read }) => read(null, (work) => listDisclosures(work, query)),
  }),
];
