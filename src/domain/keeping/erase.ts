import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { Problem } from '../../lib/problem.ts';
import type { Signer } from '../../lib/signer.ts';
import { hidden } from '../access.ts';
import { record } from '../events.ts';
import { ERASED, type Erasure, sealLeft } from '../trail/erasures.ts';
import { signWord } from '../trail/signed.ts';
import { checkRows } from '../trail/verify-rows.ts';
import { eraseMessages } from './messages.ts';
import { eraseMoney, erasePeople } from './rows.ts';
import { longest, type Retention, retentionOf } from './terms.ts';

export interface Erased {
  code: string;
  erasedOn: Day;
  /** How many rows lost what spoke of persons; 0 where it was done before. */
  rows: number;
  messages: number;
}

/**
 * Destroys what a project's rows say of persons once nothing orders to keep it: identity, card and phone numbers with their
 * indexes, names, words, raw bank messages. Amounts, days and digests stay. What is left is sealed anew by a signed event, so
 * that the trail still agrees; nothing is written to the project any more. Run as the schema's owner; again changes nothing.
 *
 * @throws Problem `not-found`, `erasure-open` while something is not finished, `erasure-early` through the last day of the
 * longest term, `erasure-unsound` where the rows do not agree with the trail
 */
export async function eraseProject(work: Work, code: string, signer: Signer): Promise<Erased> {
  const { sql, day } = work;
  const [project] = await sql<{ id: number }[]>`
    select id from we.project where code = ${code} for update`;
  if (!project) throw hidden();
  const retention = await retentionOf(work, project.id);
  if (retention.erasedOn) return { code, erasedOn: retention.erasedOn, rows: 0, messages: 0 };
  refuseEarly(retention, day);
  const [fault] = await checkRows(work, project.id, [signer]);
  if (fault) {
    const detail = `存证与数据不一致（${fault}），未作任何删除；请先运行 npm run verify 查明。`;
    throw new Problem('conflict', 'erasure-unsound', detail);
  }
  await sql`update we.project_directory set erased_on = ${day} where code = ${code}`;
  const messages = await eraseMessages(work, project.id);
  const rows = (await erasePeople(work, project.id)) + (await eraseMoney(work, project.id));
  const word: Erasure = { rows: await sealLeft(work, project.id), messages };
  await record(work, project.id, ERASED, code, { ...signWord(signer, ERASED, project.id, word) });
  return { code, erasedOn: day, rows, messages: messages.length };
}

function refuseEarly(retention: Retention, day: Day): void {
  if (retention.open.length > 0) {
    const detail = `${retention.open.join('，')}，资料须继续保存。`;
    throw new Problem('conflict', 'erasure-open', detail, { open: retention.open });
  }
  const term = longest(retention);
  if (term && day <= term.until) {
    const detail = `${term.what}按${term.basis}须保存至 ${term.until}，次日起方可删除。`;
    throw new Problem('conflict', 'erasure-early', detail, { until: term.until });
  }
}
