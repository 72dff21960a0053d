import { z } from 'zod';
import type { Work } from '../../../db/work.ts';
import { acceptAlert, dismissAlert, silenceAlert } from '../../domain/alerts/closing.ts';
import { judgeAlertReply, replyAlert } from '../../domain/alerts/handling.ts';
import type { AlertView } from '../../domain/alerts/listing.ts';
import { askAlert, assignAlert, commentAlert } from '../../domain/alerts/tending.ts';
import type { Grant } from '../../domain/people/grants.ts';
import { readFiles } from '../../http/evidence.ts';
import { day, publicId, text } from '../../http/shapes.ts';
import { parseId } from '../../lib/id.ts';
import { act } from '../frame/page.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import { alertPage } from './alert.tsx';

const params = z.object({ alertId: publicId });
const reason = text(1000);
/** Which of the page's forms it was. */
const member = { act: z.string().optional() };
const until = { ...member, until: day, reason };
const files = z
  .union([z.instanceof(File).transform((one) => [one]), z.array(z.instanceof(File))])
  .optional()
  // A browser sends an empty file where none was chosen.
  .transform((given) => (given ?? []).filter(({ size }) => size > 0));

interface Doing<B> {
  act: string;
  grants: readonly Grant[];
  shape: z.ZodType<B>;
  /** Said at the head of the page afterwards. */
  done: string;
  run(
    work: Work,
    projectId: number,
    id: string,
    body: B,
  ): Promise<AlertView & { awaitsSecond?: boolean }>;
}

const on = <B,>({ act: name, grants, shape, done, run }: Doing<B>) =>
  act({
    path: paths.alertAct(':alertId', name),
    grants,
    params,
    body: shape,
    page: alertPage,
    run: async (visit) => {
      const { alertId } = visit.params;
      const { projectId, id } = parseId(alertId);
      const after = await visit.write({ projectId }, (work) =>
        run(work, projectId, id, visit.body),
      );
      return withQuery(paths.alert(alertId), { done: after.awaitsSecond ? 'second' : done });
    },
  });

const handle = ['alerts:handle'] as const;

/** 预警的办理. */
export const alertActs = [
  act({
    path: paths.alertAct(':alertId', 'reply'),
    grants: ['alerts:reply', 'alerts:handle'],
    params,
    body: z.object({ ...member, text: text(4000), file: files }),
    limit: 'sheet',
    page: alertPage,
    run: async (visit) => {
      const { alertId } = visit.params;
      const { projectId, id } = parseId(alertId);
      const { text: words, file } = visit.body;
      const sent = await readFiles(file);
      await visit.write({ projectId }, (work) =>
        replyAlert(work, projectId, id, { kind: 'statement', text: words, files: sent }),
      );
      return withQuery(paths.alert(alertId), { done: 'replied' });
    },
  }),
  on({
    act: 'verdict',
    grants: handle,
    shape: z.object({ ...member, accepted: z.enum(['true', 'false']), reason }),
    done: 'judged',
    run: (work, projectId, id, { accepted, reason: why }) =>
      judgeAlertReply(work, projectId, id, { accepted: accepted === 'true', reason: why }),
  }),
  on({
    act: 'assignment',
    grants: handle,
    shape: z.object({ ...member, holder: text(100), dueOn: day.optional() }),
    done: 'assigned',
    run: assignAlert,
  }),
  on({
    act: 'question',
    grants: handle,
    shape: z.object({ ...member, text: text(4000), until: day.optional() }),
    done: 'asked',
    run: askAlert,
  }),
  on({
    act: 'comment',
    grants: ['alerts:handle', 'registry:confirm'],
    shape: z.object({ ...member, text: text(4000) }),
    done: 'commented',
    run: commentAlert,
  }),
  on({
    act: 'dismissal',
    grants: handle,
    shape: z.object({ ...member, reason }),
    done: 'dismissed',
    run: dismissAlert,
  }),
  on({
    act: 'acceptance',
    grants: handle,
    shape: z.object(until),
    done: 'accepted',
    run: (work, projectId, id, body) =>
      acceptAlert(work, projectId, id, {
        kind: 'force-majeure',
        until: body.until,
        reason: body.reason,
      }),
  }),
  on({
    act: 'silence',
    grants: handle,
    shape: z.object(until),
    done: 'silenced',
    run: silenceAlert,
  }),
];
