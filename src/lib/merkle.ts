import { hash } from 'node:crypto';

const digest = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/**
 * Root of a Merkle tree over texts in their order, lower-case hexadecimal (RFC 6962, 2.1: leaves and nodes are hashed with
 * different first bytes, so that no node passes for a leaf). Of nothing it is the hash of nothing.
 */
export function merkleRoot(leaves: Iterable<string | Uint8Array>): string {
  // Roots of the full trees so far, the largest first: as the ones in the binary count of the leaves.
  const full: { size: number; root: Buffer }[] = [];
  for (const leaf of leaves) {
    let tree = { size: 1, root: digest(Buffer.concat([LEAF, Buffer.from(leaf)])) };
    while (full.at(-1)?.size === tree.size) {
      const left = full.pop() as typeof tree;
      tree = { size: left.size * 2, root: join(left.root, tree.root) };
    }
    full.push(tree);
  }
  const last = full.pop();
  if (!last) return digest(Buffer.of()).toString('hex');
  return full.reduceRight((right, left) => join(left.root, right), last.root).toString('hex');
}

const join = (left: Buffer, right: Buffer) => digest(Buffer.concat([NODE, left, right]));
