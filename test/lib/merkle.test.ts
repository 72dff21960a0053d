import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { merkleRoot } from '../../src/lib/merkle.ts';

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
