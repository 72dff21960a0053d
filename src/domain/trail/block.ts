import type { Tx } from '../../../db/client.ts';
import { sha256 } from '../../lib/vault.ts';
import { canonical } from '../events.ts';

/** A block of the trail: it seals the events that carry its number, and the block before it. */
export interface Block {
  blockNo: number;
  /** How many events, and the lowest and highest of their ids. */
  leaves: number;
  firstId: number;
  lastId: number;
  /** Merkle root over the events' leaves in the order of `leaf_no`. */
  root: string;
  /** Hash of the block before; 64 zeros for the first. */
  prevHash: string;
  /** RFC 3339 in UTC with milliseconds. */
  sealedAt: string;
  keyId: string;
  /** SHA-256 of the header; the signature covers the header itself. */
  hash: string;
  signature: string;
}

export type Header = Omit<Block, 'hash' | 'signature'>;

export const NO_BLOCK = '0'.repeat(64);

/** What is hashed and signed: canonical JSON of all that a block says. */
export const headerOf = ({ hash: _, signature: __, ...header }: Header & Partial<Block>): string =>
  canonical(header);

export const hashOf = (header: Header): string => sha256(headerOf(header));

/** What a block's tree holds of an event: where it stands and the digest of its canonical text. */
export const leafOf = (e: { projectId: number; id: number; day: string; digest: string }): string =>
  `${e.projectId} ${e.id} ${e.day} ${e.digest}`;

export const blockColumns = (sql: Tx) => sql`
  block_no as "blockNo", leaves, first_id as "firstId", last_id as "lastId", root, prev_hash as "prevHash",
  sealed_at as "sealedAt", key_id as "keyId", hash, signature`;

/** A row as the driver gives it: its instant is the database's own text. */
export const toBlock = (row: Block): Block => ({
  ...row,
  sealedAt: new Date(row.sealedAt).toISOString(),
});
