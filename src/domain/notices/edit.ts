import type { Work } from '../../../db/work.ts';
import { canonical, record } from '../events.ts';
import { say } from '../said.ts';
import { checkSigner, lockNotice, noticeState, type Press } from './life.ts';
import { getNotice, type NoticeView } from './notices.ts';

/**
 * Sets the free paragraph of a draft (其他事项), or takes it away (null); the night's refreshing leaves it. The digest of the
 * facts changes with it. The same text again changes nothing.
 *
 * @throws Problem `not-found`, `authority-only`, `notice-not-yours`, `notice-state`, `missing-glyph`
 */
export async function editNotice(
  work: Work,
  projectId: number,
  id: string,
  { addition }: { addition: string | null },
  press: Press,
): Promise<NoticeView> {
  const { sql, vault, day, actor } = work;
  const notice = await lockNotice(work, projectId, id);
  checkSigner(work, notice);
  if (notice.status !== 'draft') throw noticeState(notice, '改动');
  const { addition: before = null, ...rest } = JSON.parse(vault.open(notice.facts_cipher)) as {
    addition?: string | null;
  };
  if (before === addition) return getNotice(work, projectId, id);
  const facts = { ...rest, ...(addition !== null && { addition }) };
  // What cannot be drawn is refused now, not at approval.
  await press.draw(facts);
  const factsDigest = press.digest(facts);
  await sql`update we.notice set facts_cipher = ${vault.seal(canonical(facts))}, facts_digest = ${factsDigest}, sha256 = null,
      edited_on = ${day}, edited_by = ${actor.holder}
    where project_id = ${projectId} and id = ${id}`;
  await record(work, projectId, 'notice.edited', id, {
    factsDigest,
    ...(addition === null ? { removed: true } : { said: await say(work, projectId, addition) }),
  });
  return getNotice(work, projectId, id);
}
