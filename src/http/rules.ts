import { z } from '@hono/zod-openapi';
import { hidden } from '../domain/access.ts';
import { merged } from '../domain/rules/params.ts';
import {
  type BuiltRule,
  listVersions,
  proposeVersion,
  releaseVersion,
  versionsInForce,
  withdrawVersion,
} from '../domain/rules/versions.ts';
import type { Deps } from './edge.ts';
import { operation } from './operation.ts';
import { day, listOf, text } from './shapes.ts';

const tag = '规则';
const inRule = z.strictObject({ ruleId: text(8) });
export const number = z
  .string()
  .refine((value) => /^\d{1,6}$/.test(value), {
    error: '版本号为正整数。',
    params: { fault: 'value-invalid' },
  })
  .transform(Number);
const inVersion = inRule.extend({ version: number });

const params = z
  .record(z.string(), z.unknown())
  .openapi({ description: '全部参数；名称以 Fen 结尾的为分，Days 为天，Share 为比例' });

const version = z
  .looseObject({
    version: z.int(),
    status: z.enum(['proposed', 'released', 'withdrawn']),
    params,
    validFrom: day,
    proposedBy: z.string().nullable().openapi({ description: '姓名只告知主管部门' }),
    releasedBy: z.string().nullable(),
    withdrawnBy: z.string().nullable(),
  })
  .openapi('RuleVersion');

const rule = z
  .looseObject({
    rule: z.string(),
    title: z.string(),
    basis: z.array(z.looseObject({})),
    audience: z.enum(['parties', 'authority']),
    addressees: z.array(z.string()),
    clearsWhen: z.string(),
    builtIn: params,
    inForce: z.object({ version: z.int(), params }).openapi({ description: '今天生效的版本' }),
    versions: z.array(version).openapi({ description: '系统自带的第 1 版以外的版本' }),
  })
  .openapi('Rule');

/** @throws Problem `not-found` */
export function builtRule({ rules }: Deps, id: string): BuiltRule {
  const found = rules.find((each) => each.id === id);
  if (!found) throw hidden();
  return found;
}

/** 规则及其版本. */
export const rules = [
  operation({
    method: 'get',
    path: '/rules',
    tag,
    summary: '列出全部规则、依据、生效的参数和各版本',
    grants: ['read', 'rules:write'],
    answer: listOf(rule),
    run: ({ deps, read }) =>
      read(null, async (work) => {
        const inForce = await versionsInForce(work);
        const versions = await listVersions(work);
        const items = deps.rules.map(({ id, params, ...about }) => ({
          rule: id,
          ...about,
          builtIn: params,
          inForce: {
            version: inForce[id]?.version ?? 1,
            params: merged(params, inForce[id]?.params),
          },
          versions: versions.get(id) ?? [],
        }));
        return { items, next: null };
      }),
  }),
  operation({
    method: 'post',
    path: '/rules/{ruleId}/versions',
    tag,
    summary: '提出规则的新版本，由另一人发布后自生效日期起适用',
    grants: ['rules:write'],
    idempotent: true,
    params: inRule,
    body: z.strictObject({ params, validFrom: day }),
    status: 201,
    answer: version,
    run: ({ deps, params: { ruleId }, body, write }) =>
      write(null, (work) => proposeVersion(work, builtRule(deps, ruleId), body)),
  }),
  operation({
    method: 'put',
    path: '/rules/{ruleId}/versions/{version}/release',
    tag,
    summary: '发布规则的新版本；发布人与提出人不是同一人',
    grants: ['rules:write'],
    params: inVersion,
    answer: version,
    run: ({ params, write }) =>
      write(null, (work) => releaseVersion(work, params.ruleId, params.version)),
  }),
  operation({
    method: 'put',
    path: '/rules/{ruleId}/versions/{version}/withdrawal',
    tag,
    summary: '撤回尚未发布的规则版本',
    grants: ['rules:write'],
    params: inVersion,
    answer: version,
    run: ({ params, write }) =>
      write(null, (work) => withdrawVersion(work, params.ruleId, params.version)),
  }),
];
