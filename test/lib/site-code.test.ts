import { describe, expect, test } from 'vitest';
import { readSiteCode, siteCode, siteOf } from '../../src/lib/site-code.ts';
import { keyFromSecret, makeVault } from '../../src/lib/vault.ts';

const old = keyFromSecret('a secret of last year, long enough', 1);
const vault = makeVault([old]);

const digitsOf = (projectId: number) => readSiteCode(siteCode(vault, projectId)) as string;

test('a code is twelve digits in fours and leads to its project', () => {
  expect(siteCode(vault, 17)).toMatch(/^0000 017\d \d{4}$/);
  for (const id of [0, 1, 17, 9_999_999, 10_000_000, 12_345_678_901])
    expect(siteOf(vault, digitsOf(id))).toBe(id);
});

test('the check digit is that of ISO 7064 MOD 11,10', () => {
  // Worked out by hand from the standard's rule: eleven zeros leave the product 9, so the check digit is 2.
  const good = Array.from({ length: 10 }, (_, n) => `00000000000${n}`).filter(readSiteCode);
  expect(good).toEqual(['000000000002']);
});

describe('typed', () => {
  const code = siteCode(vault, 4711);

  test('blanks, dashes and full-width digits are forgiven', () => {
    const plain = code.replaceAll(' ', '');
    const wide = [...plain].map((d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0)).join('');
    for (const typed of [code, plain, code.replaceAll(' ', '-'), ` ${code} `, wide])
      expect(readSiteCode(typed)).toBe(plain);
  });

  test('every single wrong digit is seen', () => {
    const plain = code.replaceAll(' ', '');
    for (let at = 0; at < plain.length; at += 1)
      for (let digit = 0; digit < 10; digit += 1) {
        const typed = `${plain.slice(0, at)}${digit}${plain.slice(at + 1)}`;
        expect(readSiteCode(typed) === null, typed).toBe(typed !== plain);
      }
  });

  test.each(['', '12', '1234567890123456789', '12345678901X', 'abc'])('%j is no code', (typed) => {
    expect(readSiteCode(typed)).toBeNull();
  });
});

describe('the key', () => {
  test('a code that no key gave leads nowhere', () => {
    const other = makeVault([keyFromSecret('another secret, of another city', 1)]);
    const differing = [1, 2, 3, 4, 5].filter((id) => siteOf(other, digitsOf(id)) === null);
    expect(differing).toEqual([1, 2, 3, 4, 5]);
  });

  test('after a change of keys the old poster holds as long as the old key is known', () => {
    const fresh = keyFromSecret('a secret of this year, long enough', 2);
    const [both, without] = [makeVault([old, fresh]), makeVault([fresh])];
    expect(siteCode(both, 17)).not.toBe(siteCode(vault, 17));
    expect(siteOf(both, digitsOf(17))).toBe(17);
    expect(siteOf(both, readSiteCode(siteCode(both, 17)) as string)).toBe(17);
    expect(siteOf(without, digitsOf(17))).toBeNull();
  });
});
