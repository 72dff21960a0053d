import { z } from '@hono/zod-openapi';
import { alertStatuses } from '../domain/alerts/filter.ts';
import { groupAlerts, groupings } from '../domain/alerts/groups.ts';
import { type AlertView, getAlert, listAlerts } from '../domain/alerts/listing.ts';
import { lateDaysOf } from '../domain/alerts/responsible.ts';
import { listObligations } from '../domain/duties/listing.ts';
import { parseId } from '../lib/id.ts';
import type { Deps } from './edge.ts';
import { operation } from './operation.ts';
import { day, listOf, page, projectCode, publicId, sumFen, text } from './shapes.ts';

const tag = '监测';
export const inAlert = z.strictObject({ alertId: publicId });
const level = z.enum(['yellow', 'orange', 'red']);

const obligation = z.looseObject({
  kind: z.string(),
  subject: z.string(),
  period: z.string(),
  nominalDay: day,
  dueDay: day.nullable(),
  provisional: z.boolean(),
  amountFen: sumFen.nullable(),
  metFen: sumFen,
  metOn: day.nullable(),
});

export const alert = z.looseObject({
  alertId: publicId,
  rule: z.string(),
  ruleVersion: z.int().openapi({ description: '据以发现的规则版本，1 为系统自带' }),
  level,
  status: z.enum(alertStatuses),
  held: z.boolean(),
  projectCode,
  subject: z.string(),
  period: z.string(),
  amountFen: sumFen,
  dueDay: day.nullable(),
  openedOn: day,
  facts: z.looseObject({}),
  title: z.string(),
  sentence: z.string(),
});

const wholeAlert = alert
  .extend({
    basis: z.array(z.looseObject({})).openapi({ description: '依据：条文、条款号、是否核对' }),
    clearsWhen: z.string(),
    addressees: z.array(z.string()),
    followerIds: z.array(publicId).openapi({ description: '由本预警引起的其他预警' }),
    history: z.array(z.looseObject({})),
    lateDays: z.array(z.looseObject({})).optional().openapi({
      description: 'W01、W02、W03：逾期各日由谁负责',
    }),
  })
  .openapi('Alert');

const filters = {
  status: z.enum(alertStatuses).optional(),
  level: level.optional(),
  rule: text(8).optional(),
  regionCode: z
    .string()
    .refine((value) => /^(\d{2}){1,3}$/.test(value), {
      error: '应为区划代码的前 2、4 或 6 位。',
      params: { fault: 'region-invalid' },
    })
    .optional(),
  projectCode: projectCode.optional(),
  openedFrom: day.optional(),
  openedTo: day.optional(),
  q: text(100)
    .optional()
    .openapi({ description: '项目编码开头、项目名称的一部分，或单位的统一社会信用代码' }),
  assignedTo: text(100).optional().openapi({ description: '分派给谁办理，主管部门可查' }),
  cases: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional()
    .openapi({ description: 'true：一案一行，由另一条预警引起的不再单列' }),
};

/** The contract's names, and the words of the rule. */
function worded<V extends AlertView>({ describe }: Deps, { ruleId: rule, ...view }: V) {
  return { rule, ...view, ...describe({ rule, facts: view.facts }) };
}

/** In a list an alert has its sentence; basis and addressees come with the single one. */
export function listed(deps: Deps, view: AlertView) {
  const { basis: _, clearsWhen: __, addressees: ___, ...rest } = worded(deps, view);
  return rest;
}

/** 义务和预警. */
export const watching = [
  operation({
    method: 'get',
    path: '/projects/{projectCode}/obligations',
    tag,
    summary: '列出项目的各项义务及履行情况',
    grants: ['read'],
    params: z.strictObject({ projectCode }),
    query: z.strictObject(page),
    answer: listOf(obligation),
    run: ({ params, query, read }) => read(params, (work, id) => listObligations(work, id, query)),
  }),
  operation({
    method: 'get',
    path: '/alerts',
    tag,
    summary: '列出预警，按等级、到期日、编号排序',
    grants: ['read'],
    query: z.strictObject({ ...filters, ...page }),
    answer: listOf(alert),
    run: async ({ deps, query: { after, limit, ...filter }, read }) => {
      const { items, next } = await read(null, (work) =>
        listAlerts(work, filter, { after, limit }),
      );
      return { items: items.map((view) => listed(deps, view)), next };
    },
  }),
  operation({
    method: 'get',
    path: '/alert-groups',
    tag,
    summary: '按项目或单位汇总未消除的预警，红色多的在前，一案计一次',
    grants: ['read'],
    query: z.strictObject({ by: z.enum(groupings), ...page }),
    answer: listOf(
      z.object({
        key: z.string(),
        name: z.string().nullable(),
        red: z.int(),
        orange: z.int(),
        yellow: z.int(),
        amountFen: sumFen,
        dueDay: day.nullable(),
      }),
    ),
    run: ({ query: { by, ...rest }, read }) => read(null, (work) => groupAlerts(work, by, rest)),
  }),
  operation({
    method: 'get',
    path: '/alerts/{alertId}',
    tag,
    summary: '查看预警：事实、依据、解除条件、经过',
    grants: ['read'],
    params: inAlert,
    answer: wholeAlert,
    run: async ({ deps, params, read }) => {
      const { projectId, id } = parseId(params.alertId);
      return read({ projectId }, async (work) => {
        const view = await getAlert(work, projectId, id);
        const late = await lateDaysOf(work, projectId, view);
        return { ...worded(deps, view), ...(late && { lateDays: late }) };
      });
    },
  }),
];
