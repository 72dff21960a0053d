import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { keyFromSecret, makeVault } from '../../src/lib/vault.ts';

const first = keyFromSecret('the first secret');
const second = keyFromSecret('the second secret', 2);
const old = makeVault([first]);
const both = makeVault([first, second]);

test('the newest key seals, an older one still opens, whatever their order', () => {
  expect(both.versions).toEqual([2, 1]);
  expect(makeVault([second, first]).version).toBe(2);
  expect(both.open(old.seal('320706199001011234'))).toBe('320706199001011234');
  expect(both.seal('x')).toMatch(/^2\.[A-Za-z0-9_-]+$/);
  expect(old.open(both.seal('x', 1))).toBe('x');
});

test('without its key, altered or of another version a seal does not open', () => {
  const sealed = both.seal('6222020000000000000');
  expect(() => old.open(sealed)).toThrow('unknown key version 2');
  expect(() => both.open(`1${sealed.slice(1)}`)).toThrow();
  const bytes = Buffer.from(sealed.slice(2), 'base64url');
  for (const at of [0, 12, bytes.length - 1]) {
    const bent = Buffer.from(bytes);
    bent.writeUInt8(bent.readUInt8(at) ^ 1, at);
    expect(() => both.open(`2.${bent.toString('base64url')}`), `byte ${at}`).toThrow();
  }
  // What was never sealed is not repeated in the error.
  expect(() => both.open('6222020000000000000')).toThrow(/^vault: unknown key version \?$/);
});

test('the same text is sealed differently each time, and indexed the same under one key only', () => {
  expect(both.seal('x')).not.toBe(both.seal('x'));
  expect(both.blind('id', 'x')).toBe(makeVault([second]).blind('id', 'x'));
  expect(both.blind('id', 'x')).not.toBe(both.blind('account', 'x'));
  expect(both.blinds('id', 'x')).toEqual([both.blind('id', 'x', 2), old.blind('id', 'x')]);
  expect(new Set(both.blinds('id', 'x')).size).toBe(2);
  expect(() => old.blind('id', 'x', 2)).toThrow('unknown key version 2');
  expect(() => makeVault([])).toThrow('no key');
});

test('what was sealed opens again, and is never sealed twice alike', () => {
  const sealed = Array.from({ length: 1000 }, () => old.seal('6222020000000000000'));
  expect(new Set(sealed.map((text) => text.slice(0, 18))).size).toBe(1000);
  for (const text of sealed) expect(old.open(text)).toBe('6222020000000000000');
});

test('the blind index is HMAC-SHA256 of kind and value, cut to 16 bytes', () => {
  const mac = createHmac('sha256', first.index).update('id:X').digest().subarray(0, 16);
  expect(old.blind('id', 'X')).toBe(mac.toString('base64url'));
  expect(old.blind('account', 'X')).not.toBe(old.blind('id', 'X'));
});
