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

/**
 * The audit paths of some leaves (RFC 6962, 2.1.1), in the order of `indexes`: the hashes beside a leaf's way to the root,
 * the lowest first, lower-case hexadecimal. With the leaf, its place and the number of leaves they give the root.
 */
export function merklePaths(leaves: readonly string[], indexes: readonly number[]): string[][] {
  const paths = indexes.map((): string[] => []);
  let level = leaves.map((leaf) => digest(Buffer.concat([LEAF, Buffer.from(leaf)])));
  for (let height = 0; level.length > 1; height += 1) {
    for (const [i, index] of indexes.entries()) {
      // The last one of an odd number has nobody beside it and goes up as it is.
      const beside = level[(index >> height) ^ 1];
      if (beside) paths[i]?.push(beside.toString('hex'));
    }
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) => {
      const [left, right] = [level[2 * i] as Buffer, level[2 * i + 1]];
      return right ? join(left, right) : left;
    });
  }
  return paths;
}

const join = (left: Buffer, right: Buffer) => digest(Buffer.concat([NODE, left, right]));
