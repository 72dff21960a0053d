import type { Db } from '../../../db/client.ts';
import { type Actor, type Work, write } from '../../../db/work.ts';
import { dayOf } from '../../lib/day.ts';
import { parseBatchNo, parseEndToEndId } from '../../lib/id.ts';
import { inLanes } from '../../lib/lanes.ts';
import { type Fault, Problem, refused } from '../../lib/problem.ts';
import { sha256 } from '../../lib/vault.ts';
import { record } from '../events.ts';
import { sealsOfMessage } from '../trail/rows.ts';
import { type BankItem, implausible, type Rejection, type Tally } from './items.ts';
import { type Taken, takeProjectItems } from './take.ts';
import { keepUnmatched } from './unmatched.ts';

export interface Incoming {
  bankCode: string;
  messageId: string;
  kind: 'events' | 'xml';
  raw: Uint8Array;
  /** Reads the raw bytes; called only for a message that was not answered before. */
  read: () =>
    | { items: BankItem[]; rejected: Rejection[]; warnings?: Fault[] }
    | { faults: Fault[] };
}

export const bankActor = (bankCode: string): Actor => ({
  id: `bank:${bankCode}`,
  holder: `bank:${bankCode}`,
  org: null,
  bank: bankCode,
  region: null,
  grants: ['bank:push'],
  projects: [],
});

/** Projects of one message at a time. */
const LANES = 3;

/**
 * A verified bank message: raw bytes once in the inbox, then one transaction per project, then the answer.
 * The same id with the same body gets the first answer; a message that was cut short is completed by its repeat.
 *
 * @throws Problem `message-id-reused` (other body); `message-not-understood` with the reasons, the message kept
 */
export async function receiveMessage(
  deps: { db: Db; now: Date },
  incoming: Incoming,
): Promise<Tally> {
  const { db, now } = deps;
  const day = dayOf(now);
  const actor = bankActor(incoming.bankCode);
  const first = await write(db, actor, now, day, (work) => shelve(work, incoming));
  if (first.answer) return answerAgain(first.answer);

  const reading = incoming.read();
  if ('faults' in reading) {
    const problem = refused(
      'message-not-understood',
      '报文无法识别，已原样留存；请按所列原因更正后用新的 webhook-id 重发。',
      reading.faults,
    );
    await write(db, actor, now, day, (work) =>
      finish(work, incoming, 'refused', 422, { ...problem.extra, detail: problem.detail }),
    );
    throw problem;
  }
  const odd = reading.items.flatMap((item) => implausible(item, day) ?? []);
  const refusedAt = new Set(odd.map((rejection) => rejection.index));
  const items = reading.items.filter((item) => !refusedAt.has(item.index));
  const routes = await write(db, actor, now, day, (work) => route(work, incoming, items));
  const tally: Tally = {
    accepted: 0,
    duplicates: 0,
    unmatched: routes.unmatched,
    rejected: [...reading.rejected, ...odd],
    ...(reading.warnings?.length ? { warnings: reading.warnings } : {}),
  };
  await inLanes(routes.projects, LANES, async ([projectId, items]) => {
    const scoped = { ...actor, projects: [projectId] };
    const taken = await write(db, scoped, now, day, (work) =>
      takeOfProject(work, incoming, projectId, items),
    );
    tally.accepted += taken.accepted;
    tally.duplicates += taken.duplicates;
    tally.unmatched += taken.waiting.length;
    tally.rejected.push(...taken.rejected);
  });
  tally.rejected.sort((a, b) => a.index - b.index);
  await write(db, actor, now, day, (work) => finish(work, incoming, 'done', 200, tally));
  return tally;
}

/** What a message says of one project, with what must wait, and the event of both. */
async function takeOfProject(
  work: Work,
  { bankCode, messageId, raw }: Incoming,
  projectId: number,
  items: BankItem[],
): Promise<Taken> {
  const message = `${bankCode}/${messageId}`;
  const taken = await takeProjectItems(work, projectId, message, items);
  const waiting = items.filter((i) => namesBatch(i) && taken.waiting.includes(i.index));
  await keepUnmatched(
    work,
    bankCode,
    messageId,
    waiting.map((item) => ({ item, waitsFor: waitsFor(item, '') })),
  );
  await record(work, projectId, 'bank-message.taken', message, {
    accepted: taken.accepted,
    duplicates: taken.duplicates,
    digest: sha256(raw),
    // Only entries and payouts are sealed: a message that marks a feed has none.
    ...(items.some(({ kind }) => kind !== 'feed') &&
      (await sealsOfMessage(work, projectId, message))),
  });
  return taken;
}

async function shelve(work: Work, { bankCode, messageId, kind, raw }: Incoming) {
  const { sql, vault, now } = work;
  const digest = sha256(raw);
  const [made] = await sql`
    insert into we.bank_message (bank_code, message_id, kind, status, digest, raw_cipher, received_at)
    values (${bankCode}, ${messageId}, ${kind}, 'received', ${digest}, ${vault.seal(Buffer.from(raw).toString('base64'))}, ${now})
    on conflict do nothing returning message_id`;
  if (made) {
    await record(work, 0, 'bank-message.received', `${bankCode}/${messageId}`, { kind, digest });
    return { answer: null };
  }
  const [standing] = await sql<
    { digest: string; answer_cipher: string | null; answer_status: number | null }[]
  >`
    select digest, answer_cipher, answer_status from we.bank_message where bank_code = ${bankCode} and message_id = ${messageId}`;
  if (standing?.digest !== digest) {
    throw new Problem(
      'conflict',
      'message-id-reused',
      '该 webhook-id 已用于另一份报文；每份报文须用新的 id，重发时内容不得改变。',
    );
  }
  const { answer_cipher, answer_status } = standing;
  return {
    answer:
      answer_cipher === null
        ? null
        : { status: answer_status, body: JSON.parse(vault.open(answer_cipher)) },
  };
}

function answerAgain(answer: { status: number | null; body: Record<string, unknown> }): Tally {
  if (answer.status === 200) return answer.body as unknown as Tally;
  const { detail, ...extra } = answer.body;
  throw new Problem('invalid', 'message-not-understood', String(detail), extra);
}

async function finish(
  { sql, vault, now }: Work,
  { bankCode, messageId }: Incoming,
  status: string,
  code: number,
  answer: object,
) {
  await sql`update we.bank_message set status = ${status}, answer_status = ${code}, answer_cipher = ${vault.seal(JSON.stringify(answer))}, finished_at = ${now}
    where bank_code = ${bankCode} and message_id = ${messageId} and status = 'received'`;
}

/** Whether an item speaks of a batch or its lines; all others speak of an account. */
const namesBatch = (item: BankItem) => item.kind === 'payout' || item.kind === 'order';

/** What an item waits for: the account's blind index, or the batch it names. */
function waitsFor(item: BankItem, bidx: string): string {
  if (item.kind === 'order') return item.batchNo;
  if (item.kind !== 'payout') return bidx;
  return parseEndToEndId(item.endToEndId)?.batchNo ?? item.endToEndId;
}

/** The project in the number of the batch that an item names. */
function projectNamed(item: BankItem): number | undefined {
  if (item.kind === 'order') return parseBatchNo(item.batchNo)?.projectId;
  return item.kind === 'payout' ? parseEndToEndId(item.endToEndId)?.projectId : undefined;
}

/**
 * Sorts items by project. A bank speaks only for the accounts it keeps: an account of another bank, or of
 * nobody, is unmatched and nothing more is said.
 */
async function route(work: Work, { bankCode, messageId }: Incoming, items: BankItem[]) {
  const { sql, vault } = work;
  const accountNos = new Set(items.flatMap((i) => ('accountNo' in i ? [i.accountNo] : [])));
  const bidxsOf = new Map([...accountNos].map((no) => [no, vault.blinds('account', no)]));
  const accounts = await sql<{ account_bidx: string; project_id: number }[]>`
    select account_bidx, project_id from we.account_directory where account_bidx = any(${[...bidxsOf.values()].flat()}::text[]) and bank_code = ${bankCode}`;
  const byAccount = new Map(accounts.map((a) => [a.account_bidx, a.project_id]));
  const named = [...new Set(items.flatMap((i) => projectNamed(i) ?? []))];
  const kept = await sql<{ project_id: number }[]>`
    select distinct project_id from we.account_directory where project_id = any(${named}::bigint[]) and bank_code = ${bankCode}`;
  const keeps = new Set(kept.map((k) => k.project_id));
  const placed = items.map((item) => {
    const bidxs = 'accountNo' in item ? (bidxsOf.get(item.accountNo) ?? []) : [];
    const known = bidxs.find((bidx) => byAccount.has(bidx));
    const projectId = namesBatch(item) ? projectNamed(item) : byAccount.get(known ?? '');
    const foreign = projectId === undefined || (namesBatch(item) && !keeps.has(projectId));
    return { item, projectId: foreign ? 0 : projectId, waitsFor: waitsFor(item, bidxs[0] ?? '') };
  });
  const byProject = Map.groupBy(placed, (p) => p.projectId);
  const strays = byProject.get(0) ?? [];
  byProject.delete(0);
  const projects = [...byProject].map(([id, some]) => [id, some.map((p) => p.item)] as const);
  if (strays.length > 0) await keepUnmatched(work, bankCode, messageId, strays);
  return { projects, unmatched: strays.length };
}
