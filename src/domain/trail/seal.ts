import type { Tx } from '../../../db/client.ts';
import type { Work } from '../../../db/work.ts';
import { merkleRoot } from '../../lib/merkle.ts';
import type { Signer } from '../../lib/signer.ts';
import { type Block, blockColumns, hashOf, headerOf, leafOf, NO_BLOCK, toBlock } from './block.ts';

/** Events in one block at most: a backlog becomes several blocks, each in a transaction of its own. */
export const BLOCK_LEAVES = 50_000;

const SEAL_LOCK = 7_305_002;

/**
 * Seals what is committed and not sealed yet into one block, behind the newest one. A transaction that commits later,
 * whatever its events' ids, goes into the next block. Sealers take turns; the sealing itself leaves no event.
 *
 * @returns the block, or null when there is nothing to seal
 */
export async function sealBlock(
  { sql, now }: Work,
  signer: Signer,
  most = BLOCK_LEAVES,
): Promise<Block | null> {
  await sql`select pg_advisory_xact_lock(${SEAL_LOCK})`;
  const events = await sql<{ projectId: number; id: number; day: string; digest: string }[]>`
    select project_id as "projectId", id, day, digest from we.event where block_no is null order by id limit ${most}`;
  const [first, last] = [events.at(0), events.at(-1)];
  if (!first || !last) return null;
  const before = await newestBlock(sql);
  const header = {
    blockNo: (before?.blockNo ?? 0) + 1,
    leaves: events.length,
    firstId: first.id,
    lastId: last.id,
    root: merkleRoot(events.map(leafOf)),
    prevHash: before?.hash ?? NO_BLOCK,
    sealedAt: now.toISOString(),
    keyId: signer.id,
  };
  const block = { ...header, hash: hashOf(header), signature: signer.sign(headerOf(header)) };
  const { count } = await sql`
    update we.event e set block_no = ${block.blockNo}, leaf_no = u.n - 1
    from unnest(${events.map((e) => e.projectId)}::bigint[], ${events.map((e) => e.id)}::bigint[]) with ordinality as u(project_id, id, n)
    where e.project_id = u.project_id and e.id = u.id and e.block_no is null`;
  if (count !== events.length) throw new Error(`sealed ${count} of ${events.length} events`);
  await sql`
    insert into we.block (block_no, leaves, first_id, last_id, root, prev_hash, sealed_at, key_id, hash, signature)
    values (${block.blockNo}, ${block.leaves}, ${block.firstId}, ${block.lastId}, ${block.root}, ${block.prevHash}, ${now},
      ${block.keyId}, ${block.hash}, ${block.signature})`;
  return block;
}

/** The newest block, or the newest that was sealed before an instant; null when there is none. */
export async function newestBlock(sql: Tx, before?: Date): Promise<Block | null> {
  const [row] = await sql<Block[]>`select ${blockColumns(sql)} from we.block
    ${before === undefined ? sql`` : sql`where sealed_at < ${before}`} order by block_no desc limit 1`;
  return row ? toBlock(row) : null;
}
