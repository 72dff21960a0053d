import fc from 'fast-check';
// The two libraries are independent witnesses here; identity.ts says why it does not call them.
import { validate as stdnumUscc } from 'stdnum/lib/cjs/cn/uscc.js';
import validator from 'validator';
import { describe, expect, test } from 'vitest';
import { makeUscc } from '../../src/demo/identities.ts';
import {
  birthDayOf,
  idCheck,
  isRegionCode,
  lastFour,
  lianyungangRegions,
  maskName,
  phoneDigits,
  readAccountNo,
  readBankCard,
  readIdNumber,
  readUscc,
  usccCheck,
} from '../../src/lib/identity.ts';

/** The example number printed in GB 11643. */
const EXAMPLE = '11010519491231002X';
const withCheck = (front: string) => front + idCheck(front);

describe('identity numbers', () => {
  test.each([
    [EXAMPLE, EXAMPLE],
    ['11010519491231002x', EXAMPLE],
    [' 110105 19491231 002X ', EXAMPLE],
    ['１１０１０５１９４９１２３１００２Ｘ', EXAMPLE],
    ["'11010519491231002X", EXAMPLE],
    ['440524188001010014', '440524188001010014'],
  ])('%s is read as %s', (text, value) => {
    expect(readIdNumber(text)).toEqual({ ok: true, value });
  });

  test.each([
    ['110105491231002', '请提供18位号码'],
    ['110105194912310021', '身份证号码校验位不正确'],
    ['11010519491231003X', '身份证号码校验位不正确'],
    [withCheck('00010519491231002'), '身份证号码应为18位，末位为数字或X'],
    [withCheck('99010519491231002'), '身份证号码的地区代码不存在'],
    [withCheck('16010519491231002'), '身份证号码的地区代码不存在'],
    [withCheck('11010519490229002'), '身份证号码中的出生日期不存在'],
    [withCheck('11010519491301002'), '身份证号码中的出生日期不存在'],
    ['1101051949123100X2', '身份证号码应为18位，末位为数字或X'],
    ['1101051949123100', '身份证号码应为18位，末位为数字或X'],
    [`${EXAMPLE}1`, '身份证号码应为18位，末位为数字或X'],
    ['', '身份证号码应为18位，末位为数字或X'],
    ['1.10105194912310e17', '身份证号码应为18位，末位为数字或X'],
  ])('%s is refused: %s', (text, problem) => {
    expect(readIdNumber(text)).toEqual({ ok: false, problem });
  });

  test('a merged district of Lianyungang is no fault', () => {
    expect(readIdNumber(withCheck('32070419700101001')).ok).toBe(true);
  });

  test("a Taiwan resident's permit and a foreigner's permanent residence card are read", () => {
    expect(readIdNumber(withCheck('83000019800101001')).ok).toBe(true);
    expect(readIdNumber(withCheck('93284019800101001')).ok).toBe(true);
  });

  test('the day of birth lies within', () => {
    expect(birthDayOf(EXAMPLE)).toBe('1949-12-31');
  });

  test('an independent library agrees, whatever the day and the check digit', () => {
    const front = fc
      .tuple(
        fc.constantFrom(
          '110105',
          '320706',
          '440524',
          '650102',
          '710000',
          '820000',
          '010101',
          '900000',
        ),
        fc.integer({ min: 1900, max: 2020 }),
        fc.integer({ min: 0, max: 14 }),
        fc.integer({ min: 0, max: 33 }),
        fc.integer({ min: 0, max: 999 }),
        fc.boolean(),
        fc.constantFrom(...'0123456789X'),
      )
      .map(([area, year, month, day, sequence, right, check]) => {
        const [mm, dd] = [month, day].map((n) => String(n).padStart(2, '0'));
        const text = `${area}${year}${mm}${dd}${String(sequence).padStart(3, '0')}`;
        return right ? withCheck(text) : text + check;
      });
    fc.assert(
      fc.property(front, (text) => {
        expect(readIdNumber(text).ok).toBe(validator.isIdentityCard(text, 'zh-CN'));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('credit codes', () => {
  test.each(['91110000600037341L', '91350100M000100Y43'])('%s is read', (text) => {
    expect(readUscc(text)).toEqual({ ok: true, value: text });
    expect(readUscc(` ${text.toLowerCase()}`)).toEqual({ ok: true, value: text });
  });

  test.each([
    ['911100006000373416', '统一社会信用代码校验位不正确'],
    ['91110000600037341', '统一社会信用代码应为18位'],
    ['91110000600037341LL', '统一社会信用代码应为18位'],
    ['9111000060003734IL', '统一社会信用代码含有不允许的字符'],
    ['91A10000600037341L', '统一社会信用代码含有不允许的字符'],
  ])('%s is refused: %s', (text, problem) => {
    expect(readUscc(text)).toEqual({ ok: false, problem });
  });

  test("a village collective's code begins with letters", () => {
    const front = 'N2320799MF1234567';
    expect(readUscc(front + usccCheck(front)).ok).toBe(true);
  });

  test('an independent library agrees wherever the check character is not 0, which it refuses', () => {
    const codes = Array.from({ length: 1000 }, (_, seed) => makeUscc(seed * 9973));
    const zero = codes.filter((code) => code.endsWith('0'));
    expect(zero.length).toBeGreaterThan(0);
    for (const code of codes) {
      expect(readUscc(code).ok).toBe(true);
      if (!code.endsWith('0')) expect(stdnumUscc(code).isValid).toBe(true);
    }
  });

  test('one changed character is noticed', () => {
    const character = fc.constantFrom(...'0123456789');
    fc.assert(
      fc.property(fc.nat(9_999_999), fc.nat(16), character, (seed, at, other) => {
        const code = makeUscc(seed);
        fc.pre(code.charAt(at) !== other);
        expect(readUscc(code.slice(0, at) + other + code.slice(at + 1)).ok).toBe(false);
      }),
    );
  });
});

describe('cards and accounts', () => {
  test.each([
    ['4111 1111 1111 1111', '4111111111111111', true],
    ['4111111111111112', '4111111111111112', false],
    ['411111111111116', '411111111111116', false],
    ['123456789012', '123456789012', false],
    ['1'.repeat(25), '1'.repeat(25), false],
  ])('card %s is read, Luhn %3$s', (text, value, luhn) => {
    expect(readBankCard(text)).toEqual({ ok: true, value, luhn });
  });

  test.each(['1'.repeat(11), '1'.repeat(26), '4111X11111111111', '6.2E+18', ''])(
    'card %j is refused',
    (text) => {
      expect(readBankCard(text)).toEqual({ ok: false, problem: '银行卡号应为12至25位数字' });
    },
  );

  test.each([
    ['10-540101040012345', '10540101040012345'],
    ['nra 32001 2345', 'NRA320012345'],
    ['123456', '123456'],
    ['1'.repeat(34), '1'.repeat(34)],
  ])('account %s is read as %s', (text, value) => {
    expect(readAccountNo(text)).toEqual({ ok: true, value });
  });

  test.each(['12345', '1'.repeat(35), 'ABCDEF', '账号123456', '6.2E+18', ''])(
    'account %j is refused',
    (text) => {
      expect(readAccountNo(text).ok).toBe(false);
    },
  );
});

test('a refusal never repeats the text', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9]{6,30}$/), (text) => {
      for (const read of [readIdNumber, readUscc, readBankCard, readAccountNo]) {
        const answer = read(text);
        if (!answer.ok) expect(answer.problem).not.toContain(text);
      }
    }),
  );
});

describe('divisions', () => {
  test('Lianyungang has seven', () => {
    expect(lianyungangRegions['320706']).toBe('海州区');
    expect(Object.keys(lianyungangRegions)).toHaveLength(7);
    expect(Object.keys(lianyungangRegions).every(isRegionCode)).toBe(true);
  });

  test.each(['32070', '3207061', '990000', '32070X', ''])('%j is no division code', (text) => {
    expect(isRegionCode(text)).toBe(false);
  });
});

test.each([
  ['19800000001', '19800000001'],
  ['198 0000-0001', '19800000001'],
  ['+86 198 0000 0001', '19800000001'],
  ['008619800000001', '19800000001'],
  ['１９８００００００01', '19800000001'],
  ['0518-85800000', '051885800000'],
  ['8685800000', '8685800000'],
  ['8629800000001', '8629800000001'],
  ['见班组长', null],
  ['', null],
])('the phone %j is %j', (text, digits) => {
  expect(phoneDigits(text)).toBe(digits);
});

describe('for display', () => {
  test.each([
    [EXAMPLE, '002X'],
    ['12345678', '5678'],
    ['1234567', ''],
    ['', ''],
  ])('of %j only %j is shown', (text, shown) => {
    expect(lastFour(text)).toBe(shown);
  });

  test.each([
    ['王小明', '王**'],
    ['张三', '张*'],
    ['𠮷田', '𠮷*'],
    ['王', '*'],
    [' ', ''],
  ])('the name %j becomes %j', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });
});
