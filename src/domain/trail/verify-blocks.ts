import type { Work } from '../../../db/work.ts';
import { merkleRoot } from '../../lib/merkle.ts';
import type { SealPublicKey } from '../../lib/signer.ts';
import { sha256 } from '../../lib/vault.ts';
import type { Anchor } from './anchor.ts';
import { type Block, blockColumns, hashOf, headerOf, leafOf, NO_BLOCK, toBlock } from './block.ts';

/** Blocks that are verified together: some thousand events. */
export interface Span {
  from: number;
  to: number;
  leaves: number;
}

export interface Chain {
  blocks: number;
  events: number;
  spans: Span[];
  faults: string[];
}

const PAGE = 1000;
const SPAN_LEAVES = 20_000;
const SPAN_BLOCKS = 500;

/** Walks the chain from the first block: numbers without gaps, hashes, the link to the block before, signatures. */
export async function checkChain(work: Work, keys: readonly SealPublicKey[]): Promise<Chain> {
  const { sql } = work;
  const chain: Chain = { blocks: 0, events: 0, spans: [], faults: [] };
  let before: Block | null = null;
  for (;;) {
    const last: number = before?.blockNo ?? 0;
    const rows = await sql<Block[]>`select ${blockColumns(sql)} from we.block
      where block_no > ${last} order by block_no limit ${PAGE}`;
    for (const row of rows) {
      const block = toBlock(row);
      chain.faults.push(...faultsOfBlock(block, before, keys));
      chain.blocks += 1;
      chain.events += block.leaves;
      addToSpans(chain.spans, block);
      before = block;
    }
    if (rows.length < PAGE) break;
  }
  chain.faults.push(...(await strayEvents(work, before?.blockNo ?? 0)));
  return chain;
}

function addToSpans(spans: Span[], { blockNo, leaves }: Block): void {
  const last = spans.at(-1);
  const full = !last || last.leaves + leaves > SPAN_LEAVES || blockNo - last.from >= SPAN_BLOCKS;
  if (full) spans.push({ from: blockNo, to: blockNo, leaves });
  else Object.assign(last, { to: blockNo, leaves: last.leaves + leaves });
}

function faultsOfBlock(
  block: Block,
  before: Block | null,
  keys: readonly SealPublicKey[],
): string[] {
  const faults: string[] = [];
  const next = (before?.blockNo ?? 0) + 1;
  if (block.blockNo !== next) faults.push(`区块 ${next} 缺失`);
  else if (block.prevHash !== (before?.hash ?? NO_BLOCK))
    faults.push(`区块 ${block.blockNo}：与前一区块不相接`);
  if (block.hash !== hashOf(block)) faults.push(`区块 ${block.blockNo}：区块头与其哈希不符`);
  const key = keys.find((k) => k.id === block.keyId);
  if (!key) faults.push(`区块 ${block.blockNo}：由不认识的密钥 ${block.keyId} 签名`);
  else if (!key.verifies(headerOf(block), block.signature))
    faults.push(`区块 ${block.blockNo}：签名无效`);
  return faults;
}

/** Events that name a block behind the newest one, or none that can be. */
async function strayEvents({ sql }: Work, newest: number): Promise<string[]> {
  const rows = await sql<{ id: number; block_no: number }[]>`
    select id, block_no from we.event where block_no > ${newest} or block_no < 1 order by block_no, leaf_no limit 1`;
  return rows.map((r) => `事件 ${r.id}：所属区块 ${r.block_no} 不存在`);
}

interface EventRow {
  projectId: number;
  id: number;
  at: string;
  day: string;
  actor: string;
  name: string;
  subject: string;
  body: string;
  digest: string;
  blockNo: number;
  leafNo: number;
}

/** Recomputes every event of some blocks and the blocks' roots; one fault a block, the first. */
export async function checkEvents({ sql }: Work, span: Span): Promise<string[]> {
  const blocks = await sql<Block[]>`select ${blockColumns(sql)} from we.block
    where block_no between ${span.from} and ${span.to} order by block_no`;
  const events = await sql<EventRow[]>`
    select project_id as "projectId", id, at, day, actor, name, subject, body, digest, block_no as "blockNo", leaf_no as "leafNo"
    from we.event where block_no between ${span.from} and ${span.to} order by block_no, leaf_no, id`;
  const byBlock = Map.groupBy(events, (e) => e.blockNo);
  const strays = [...byBlock.keys()].filter((no) => !blocks.some((b) => b.blockNo === no));
  return [
    ...blocks.flatMap((block) => firstFault(block, byBlock.get(block.blockNo) ?? []) ?? []),
    ...strays.map((no) => `事件 ${byBlock.get(no)?.[0]?.id}：所属区块 ${no} 不存在`),
  ];
}

function firstFault(block: Block, events: readonly EventRow[]): string | null {
  const at = (leaf: number) => `区块 ${block.blockNo} 第 ${leaf + 1} 叶`;
  for (const [i, event] of events.entries()) {
    if (i >= block.leaves)
      return `${at(i)}：事件 ${event.id} 不在封存的 ${block.leaves} 个事件之内`;
    if (event.leafNo > i) return `${at(i)}：事件缺失`;
    if (event.leafNo < i) return `${at(event.leafNo)}：事件 ${event.id} 是插入的`;
    const wrong = faultOfEvent(event);
    if (wrong) return `${at(i)}：事件 ${event.id} ${wrong}`;
    if (event.id <= (events[i - 1]?.id ?? 0)) return `${at(i)}：事件 ${event.id} 的次序被调换`;
  }
  if (events.length < block.leaves) return `${at(events.length)}：事件缺失`;
  if (merkleRoot(events.map(leafOf)) === block.root) return null;
  return `区块 ${block.blockNo}：事件与封存时的哈希根不符（其中有事件连同摘要被改写）`;
}

/** A column that does not say what the canonical text says is as false as the text. */
function faultOfEvent(event: EventRow): string | null {
  if (sha256(event.body) !== event.digest) return '的正文与摘要不符';
  const { projectId, at, actor, name, subject } = JSON.parse(event.body);
  const told = { projectId, at, actor, name, subject };
  const stands = { ...event, at: new Date(event.at).toISOString() };
  const odd = (Object.keys(told) as (keyof typeof told)[]).find((k) => told[k] !== stands[k]);
  return odd ? `的 ${odd} 与正文不符` : null;
}

/** Holds anchors that were kept elsewhere against the chain: a tail that was cut off, or a chain sealed anew, shows. */
export async function checkAnchors(
  { sql }: Work,
  anchors: readonly Anchor[],
  keys: readonly SealPublicKey[],
): Promise<string[]> {
  const rows = await sql<{ block_no: number; hash: string }[]>`select block_no, hash from we.block
    where block_no = any(${anchors.map((a) => a.blockNo)}::int[])`;
  const hashes = new Map(rows.map((r) => [r.block_no, r.hash]));
  return anchors.flatMap((anchor) => {
    const name = `${anchor.day} 的锚点`;
    const { header, signature, blockNo } = anchor;
    const signed = keys.some((key) => key.verifies(header, signature));
    if (sha256(header) !== anchor.hash || !signed) return [`${name}：锚点文件本身不真实`];
    const stands = hashes.get(blockNo);
    if (stands === undefined) return [`${name}：区块 ${blockNo} 缺失，其后的记录被截去`];
    return stands === anchor.hash ? [] : [`${name}：区块 ${blockNo} 与锚点不同，链被重写`];
  });
}
