import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { keyFromSecret, makeVault } from '../../src/lib/vault.ts';

const key = keyFromSecret('a secret of this test');
const vault = makeVault([key]);

test('what was sealed opens again, and is never sealed twice alike', () => {
  const sealed = Array.from({ length: 1000 }, () => vault.seal('6222020000000000000'));
  expect(new Set(sealed.map((text) => text.slice(0, 18))).size).toBe(1000);
  for (const text of sealed) expect(vault.open(text)).toBe('6222020000000000000');
});

test('an altered text does not open, nor one of a key that is not there', () => {
  const sealed = vault.seal('text');
  const last = sealed.endsWith('A') ? 'Q' : 'A';
  expect(() => vault.open(`${sealed.slice(0, -1)}${last}`)).toThrow();
  expect(() => vault.open(sealed.replace(/^1/, '2'))).toThrow('unknown key version');
});

test('the blind index is HMAC-SHA256 of kind and value, cut to 16 bytes', () => {
  const mac = createHmac('sha256', key.index).update('id:X').digest().subarray(0, 16);
  expect(vault.blind('id', 'X')).toBe(mac.toString('base64url'));
  expect(vault.blind('account', 'X')).not.toBe(vault.blind('id', 'X'));
});

test('the newest key seals, an older one still opens', () => {
  const both = makeVault([key, keyFromSecret('a secret of this test', 2)]);
  expect(both.seal('text')).toMatch(/^2\./);
  expect(both.open(vault.seal('text'))).toBe('text');
});
