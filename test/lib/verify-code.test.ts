import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashOfCode, newVerifyCode, readVerifyCode } from '../../src/lib/verify-code.ts';

// Crockford, "Base 32": the ten digits and the letters without I, L, O and U.
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const random = fc.uint8Array({ minLength: 15, maxLength: 15 });
const plain = (code: string) => code.replaceAll('-', '');

test('a code is sixteen digits in fours, none of which is taken for another', () => {
  fc.assert(
    fc.property(random, (bytes) => {
      const code = newVerifyCode(bytes);
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(readVerifyCode(code)).toBe(code);
    }),
  );
});

test('every digit is drawn at random: five bits each, and no code twice', () => {
  const codes = Array.from({ length: 2000 }, () => plain(newVerifyCode()));
  expect(new Set(codes).size).toBe(2000);
  for (let place = 0; place < 15; place += 1) {
    const seen = new Set(codes.map((code) => code[place]));
    expect(seen.size, `digit ${place + 1}`).toBe(32);
  }
});

test('it is read however it was typed', () => {
  const bytes = Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
  const code = newVerifyCode(bytes);
  expect(plain(code).slice(0, 15)).toBe('0123456789ABCDE');
  for (const typed of [
    code.toLowerCase(),
    plain(code),
    ` ${code.replaceAll('-', ' ')} `,
    code.replace('01', 'oI'),
    code.replace('01', 'Ol'),
    plain(code).replace(/./g, (ch) => String.fromCharCode(ch.charCodeAt(0) + 0xfee0)),
  ])
    expect(readVerifyCode(typed), typed).toBe(code);
});

test('one wrong digit anywhere, or two that changed places, is no code', () => {
  fc.assert(
    fc.property(random, (bytes) => {
      const code = plain(newVerifyCode(bytes));
      for (let at = 0; at < 16; at += 1) {
        for (const digit of DIGITS) {
          if (digit === code[at]) continue;
          const wrong = code.slice(0, at) + digit + code.slice(at + 1);
          expect(readVerifyCode(wrong), wrong).toBeNull();
        }
        const [one = '', two = ''] = code.slice(at, at + 2);
        if (two === '' || one === two) continue;
        expect(readVerifyCode(code.slice(0, at) + two + one + code.slice(at + 2))).toBeNull();
      }
    }),
    { numRuns: 20 },
  );
});

test.each(['', '0', 'U', 'ABCD-EFGH-JKMN', 'ABCD-EFGH-JKMN-PQRS-TVWX', "' or true --", '验证码'])(
  '“%s” is no code',
  (typed) => expect(readVerifyCode(typed)).toBeNull(),
);

test('what is kept of a code is no code, and tells nothing of it', () => {
  const [one, two] = [newVerifyCode(), newVerifyCode()];
  expect(hashOfCode(one)).toMatch(/^[0-9a-f]{64}$/);
  expect(hashOfCode(one)).not.toBe(hashOfCode(two));
});
