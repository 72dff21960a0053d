import { z } from '@hono/zod-openapi';
import { acceptAlert, dismissAlert, silenceAlert } from '../domain/alerts/closing.ts';
import { judgeAlertReply, replyAlert } from '../domain/alerts/handling.ts';
import type { AlertView } from '../domain/alerts/listing.ts';
import { askAlert, assignAlert, commentAlert } from '../domain/alerts/tending.ts';
import { parseId } from '../lib/id.ts';
import { files, readFiles } from './evidence.ts';
import { type Operation, operation } from './operation.ts';
import { day, text } from './shapes.ts';
import type { Act, Call, Spec } from './spec.ts';
import { alert, inAlert, listed } from './watching.ts';

type Params = z.infer<typeof inAlert>;
type OnAlert<B> = (
  work: Parameters<Act<unknown>>[0],
  projectId: number,
  id: string,
  body: B,
) => Promise<AlertView>;

/** An act on one alert, answered with the alert as it is then. */
const act =
  <B>(run: OnAlert<B>) =>
  async ({ deps, params, body, write }: Call<Params, unknown, B>) => {
    const { projectId, id } = parseId(params.alertId);
    return listed(deps, await write({ projectId }, (work) => run(work, projectId, id, body)));
  };

const reply = z.strictObject({ kind: text(32).default('statement'), text: text(4000) });
const closed = alert.extend({
  awaitsSecond: z.boolean().openapi({ description: '是否还须另一人确认后才生效' }),
});
const reason = text(1000);

interface Put<B> {
  noun: string;
  summary: string;
  body: z.ZodType<B>;
  answer: Spec<unknown, unknown, unknown, unknown>['answer'];
  run: OnAlert<B>;
}

/** A word of the authority on an alert. */
const put = <B>({ noun, run, ...spec }: Put<B>): Operation =>
  operation({
    ...spec,
    method: 'put',
    path: `/alerts/{alertId}/${noun}`,
    tag: '监测',
    grants: ['alerts:handle'],
    params: inAlert,
    run: act(run),
  });

/** 预警的办理. */
export const alertActs: readonly Operation[] = [
  operation({
    method: 'post',
    path: '/alerts/{alertId}/replies',
    tag: '监测',
    summary: '答复预警，可附证据材料',
    grants: ['alerts:reply', 'alerts:handle'],
    params: inAlert,
    body: reply,
    form: {
      shape: reply.extend({ file: files.optional() }),
      run: async (call) => {
        const { file, ...said } = call.body;
        const sent = await readFiles(file ?? []);
        return act((work, projectId, id) =>
          replyAlert(work, projectId, id, { ...said, files: sent }),
        )(call);
      },
    },
    status: 201,
    answer: alert,
    run: act((work, projectId, id, body) =>
      replyAlert(work, projectId, id, { ...body, files: [] }),
    ),
  }),
  put({
    noun: 'verdict',
    summary: '认可或者不认可对预警的答复',
    body: z.strictObject({ accepted: z.boolean(), reason }),
    answer: alert,
    run: judgeAlertReply,
  }),
  put({
    noun: 'dismissal',
    summary: '核销预警；红色的须另一人确认',
    body: z.strictObject({ reason }),
    answer: closed,
    run: dismissAlert,
  }),
  put({
    noun: 'acceptance',
    summary: '认定不可抗力，至某日；红色的须另一人确认',
    body: z.strictObject({ kind: z.literal('force-majeure'), until: day, reason }),
    answer: closed,
    run: acceptAlert,
  }),
  put({
    noun: 'silence',
    summary: '至某日不再就预警起草文书；须另一人确认',
    body: z.strictObject({ until: day, reason }),
    answer: closed,
    run: silenceAlert,
  }),
  put({
    noun: 'assignment',
    summary: '分派给本单位人员办理，可定期限',
    body: z.strictObject({ holder: text(100), dueOn: day.optional() }),
    answer: alert,
    run: assignAlert,
  }),
  operation({
    method: 'post',
    path: '/alerts/{alertId}/questions',
    tag: '监测',
    summary: '询问，预警所涉单位可见，以答复回答',
    grants: ['alerts:handle'],
    params: inAlert,
    body: z.strictObject({ text: text(4000), until: day.optional() }),
    status: 201,
    answer: alert,
    run: act(askAlert),
  }),
  operation({
    method: 'post',
    path: '/alerts/{alertId}/comments',
    tag: '监测',
    summary: '批注，只有主管部门可见',
    grants: ['alerts:handle', 'registry:confirm'],
    params: inAlert,
    body: z.strictObject({ text: text(4000) }),
    status: 201,
    answer: alert,
    run: act(commentAlert),
  }),
];
