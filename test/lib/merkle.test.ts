import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { merklePaths, merkleRoot } from '../../src/lib/merkle.ts';

// The leaves and roots of the reference implementation of Certificate Transparency (RFC 6962).
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const bytes = LEAVES.map((hex) => Buffer.from(hex, 'hex'));

test.each(ROOTS.map((root, i) => [i + 1, root] as const))('%i leaves', (count, root) => {
  expect(merkleRoot(bytes.slice(0, count))).toBe(root);
});

test('nothing has the hash of nothing', () => {
  expect(merkleRoot([])).toBe(createHash('sha256').update('').digest('hex'));
});

test('any other leaf, order or number is another root; the definition by halves agrees', () => {
  const sha = (first: number, ...parts: Buffer[]) =>
    createHash('sha256')
      .update(Buffer.concat([Buffer.of(first), ...parts]))
      .digest();
  const byHalves = (leaves: string[]): Buffer => {
    if (leaves.length === 1) return sha(0, Buffer.from(leaves[0] as string));
    let half = 1;
    while (half * 2 < leaves.length) half *= 2;
    return sha(1, byHalves(leaves.slice(0, half)), byHalves(leaves.slice(half)));
  };
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 40 }), (leaves) => {
      const root = merkleRoot(leaves);
      expect(root).toBe(byHalves(leaves).toString('hex'));
      expect(merkleRoot(leaves.slice(1))).not.toBe(root);
      expect(merkleRoot(leaves.toReversed())).not.toBe(root);
      expect(merkleRoot([...leaves, leaves.at(-1) as string])).not.toBe(root);
    }),
  );
});

// RFC 6962, 2.1.3: the paths of the example tree over seven leaves.
test('the audit path of a leaf is what lies beside its way, an odd one going up as it is', () => {
  const sha = (...parts: (string | Buffer)[]) =>
    createHash('sha256')
      .update(Buffer.concat(parts.map((part) => Buffer.from(part as string))))
      .digest();
  const leaf = (text: string) => sha(Buffer.of(0), text);
  const node = (left: Buffer, right: Buffer) => sha(Buffer.of(1), left, right);
  const [a, b, c, d, e, f, j] = ['0', '1', '2', '3', '4', '5', '6'].map(leaf) as Buffer[] as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  const [g, h, i] = [node(a, b), node(c, d), node(e, f)];
  const [k, l] = [node(g, h), node(i, j)];
  const paths = merklePaths(['0', '1', '2', '3', '4', '5', '6'], [0, 3, 4, 6]);
  expect(paths).toEqual(
    [
      [b, h, l],
      [c, g, l],
      [f, j, k],
      [i, k],
    ].map((path) => path.map((hash) => hash.toString('hex'))),
  );
});

test('of a single leaf the path is empty; of any leaf of any tree it leads to the root', () => {
  expect(merklePaths(['x'], [0])).toEqual([[]]);
  const sha = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  // From the top: the last hash lies beside the half that holds the leaf.
  const rootOf = (leaf: Buffer, index: number, size: number, path: string[]): Buffer => {
    if (size === 1) return leaf;
    let half = 1;
    while (half * 2 < size) half *= 2;
    const [beside, rest] = [Buffer.from(path.at(-1) as string, 'hex'), path.slice(0, -1)];
    return index < half
      ? sha(Buffer.of(1), rootOf(leaf, index, half, rest), beside)
      : sha(Buffer.of(1), beside, rootOf(leaf, index - half, size - half, rest));
  };
  for (let size = 1; size <= 33; size += 1) {
    const leaves = Array.from({ length: size }, (_, n) => `leaf ${n}`);
    const all = leaves.map((_, n) => n);
    for (const [n, path] of merklePaths(leaves, all).entries()) {
      const root = rootOf(sha(Buffer.of(0), Buffer.from(`leaf ${n}`)), n, size, path);
      expect(root.toString('hex'), `${n} of ${size}`).toBe(merkleRoot(leaves));
    }
  }
});
