import type { Work } from '../../../db/work.ts';
import { merklePaths } from '../../lib/merkle.ts';
import { type Block, blockColumns, leafOf, toBlock } from './block.ts';

/** Where an event is sealed, and the way from it to the block's root. */
export interface Place {
  blockNo: number;
  leafNo: number;
  path: string[];
}

export interface Proofs {
  /** By event id; what is not sealed yet is missing. */
  places: Map<number, Place>;
  /** Those blocks, each one's predecessor, the named ones and the newest, in their order. */
  blocks: Block[];
}

/**
 * What shows that events are in the trail without showing any other event: of the rest of a block there are hashes only. Run
 * as the night, which sees every project.
 *
 * @param also blocks that are wanted besides
 */
export async function proveEvents(
  work: Work,
  projectId: number,
  wanted: { eventIds: readonly number[]; also: readonly number[] },
): Promise<Proofs> {
  const { sql } = work;
  const sealed = await sql<{ id: number; blockNo: number }[]>`
    select id, block_no as "blockNo" from we.event
    where project_id in (0, ${projectId}) and id = any(${wanted.eventIds as number[]}::bigint[]) and block_no is not null`;
  const places = new Map<number, Place>();
  for (const [blockNo, some] of Map.groupBy(sealed, (event) => event.blockNo))
    await placesIn(
      work,
      blockNo,
      some.map(({ id }) => id),
      places,
    );
  const held = [...new Set(sealed.map((event) => event.blockNo)), ...wanted.also];
  const blocks = await sql<Block[]>`select ${blockColumns(sql)} from we.block
    where block_no = any(${held.flatMap((no) => [no - 1, no])}::int[]) or block_no = (select max(block_no) from we.block)
    order by block_no`;
  return { places, blocks: blocks.map(toBlock) };
}

async function placesIn(
  { sql }: Work,
  blockNo: number,
  ids: readonly number[],
  places: Map<number, Place>,
): Promise<void> {
  const events = await sql<{ projectId: number; id: number; day: string; digest: string }[]>`
    select project_id as "projectId", id, day, digest from we.event where block_no = ${blockNo} order by leaf_no`;
  const leafNo = new Map(events.map((event, i) => [event.id, i]));
  const at = ids.map((id) => leafNo.get(id) as number);
  const paths = merklePaths(events.map(leafOf), at);
  for (const [i, id] of ids.entries())
    places.set(id, { blockNo, leafNo: at[i] as number, path: paths[i] as string[] });
}
