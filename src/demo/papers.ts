import type { Caller } from './client.ts';
import type { Actor } from './story.ts';
import type { NoticeAction } from './story-reports.ts';

type Served = Extract<NoticeAction, { type: 'notice' }> & { projectCode: string };

/**
 * Approves and serves a draft of the night before, found by its project, addressee and level.
 *
 * @returns the notice's id
 * @throws Error when there is no such draft
 */
export async function serveNotice(
  caller: Caller,
  actor: Actor,
  { projectCode, addresseeUscc, level }: Served,
  at: string,
): Promise<unknown> {
  const drafts = await caller.fetchAll(
    actor,
    `/notices?status=draft&projectCode=${encodeURIComponent(projectCode)}`,
  );
  const found = drafts.find((one) => one.addresseeUscc === addresseeUscc && one.level === level);
  if (found === undefined)
    throw new Error(`no ${level} draft of ${projectCode} to ${addresseeUscc} at ${at}`);
  const path = `/notices/${found.noticeId}`;
  await caller.ask(actor, { method: 'PUT', path: `${path}/approval` }, '');
  const json = { how: 'in-person', on: at.slice(0, 10), takenBy: '收发室' };
  await caller.ask(actor, { method: 'PUT', path: `${path}/service`, json }, '');
  return found.noticeId;
}
