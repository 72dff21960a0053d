import { z } from '@hono/zod-openapi';
import { alertStatuses } from '../domain/alerts/filter.ts';
import { acceptAlert, dismissAlert, replyAlert } from '../domain/alerts/handling.ts';
import { type AlertView, getAlert, listAlerts } from '../domain/alerts/listing.ts';
import { listObligations } from '../domain/duties/listing.ts';
import { parseId } from '../lib/id.ts';
import type { Deps } from './edge.ts';
import { operation } from './operation.ts';
import { day, listOf, page, projectCode, publicId, sumFen, text } from './shapes.ts';

const tag = '监测';
const inAlert = z.strictObject({ alertId: publicId });
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

const alert = z.looseObject({
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
    history: z.array(z.looseObject({})),
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
};

/** The contract's names, and the words of the rule. */
function worded<V extends AlertView>({ describe }: Deps, { ruleId: rule, ...view }: V) {
  return { rule, ...view, ...describe({ rule, facts: view.facts }) };
}

/** In a list an alert has its sentence; basis and addressees come with the single one. */
function listed(deps: Deps, view: AlertView) {
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
    path: '/alerts/{alertId}',
    tag,
    summary: '查看预警：事实、依据、解除条件、经过',
    grants: ['read'],
    params: inAlert,
    answer: wholeAlert,
    run: async ({ deps, params, read }) => {
      const { projectId, id } = parseId(params.alertId);
      return worded(deps, await read({ projectId }, (work) => getAlert(work, projectId, id)));
    },
  }),
  operation({
    method: 'post',
    path: '/alerts/{alertId}/replies',
    tag,
    summary: '答复预警',
    grants: ['alerts:reply', 'alerts:handle'],
    params: inAlert,
    body: z.strictObject({ kind: text(32).default('statement'), text: text(4000) }),
    status: 201,
    answer: alert,
    run: async ({ deps, params, body, write }) => {
      const { projectId, id } = parseId(params.alertId);
      return listed(
        deps,
        await write({ projectId }, (work) => replyAlert(work, projectId, id, body)),
      );
    },
  }),
  operation({
    method: 'put',
    path: '/alerts/{alertId}/dismissal',
    tag,
    summary: '核销预警',
    grants: ['alerts:handle'],
    params: inAlert,
    body: z.strictObject({ reason: text(1000) }),
    answer: alert,
    run: async ({ deps, params, body, write }) => {
      const { projectId, id } = parseId(params.alertId);
      return listed(
        deps,
        await write({ projectId }, (work) => dismissAlert(work, projectId, id, body)),
      );
    },
  }),
  operation({
    method: 'put',
    path: '/alerts/{alertId}/acceptance',
    tag,
    summary: '认定不可抗力，至某日',
    grants: ['alerts:handle'],
    params: inAlert,
    body: z.strictObject({ kind: z.literal('force-majeure'), until: day, reason: text(1000) }),
    answer: alert,
    run: async ({ deps, params, body, write }) => {
      const { projectId, id } = parseId(params.alertId);
      return listed(
        deps,
        await write({ projectId }, (work) => acceptAlert(work, projectId, id, body)),
      );
    },
  }),
];
