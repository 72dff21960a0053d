import { expect, test } from 'vitest';
import { makeCard, makeIdNumber } from '../../src/demo/identities.ts';
import { halfWidth, maskNumbers } from '../../src/lib/text.ts';

test('of a number as long as a telephone’s only the last four stay, of a shorter one all', () => {
  expect(maskNumbers('电话19912345678，卡6299991234567890123。')).toBe(
    '电话*******5678，卡***************0123。',
  );
  expect(maskNumbers('1234567890')).toBe('1234567890');
  expect(maskNumbers('12345678901')).toBe('*******8901');
  expect(maskNumbers('证32070619900101123X转')).toBe('证**************123X转');
  expect(maskNumbers('')).toBe('');
});

test('no generated number survives inside a text, nor next to another', () => {
  for (let n = 0; n < 50; n += 1) {
    const [id, card] = [makeIdNumber(n), makeCard(n)];
    const shown = maskNumbers(`退${id}/${card}`);
    expect(shown).toBe(
      `退${'*'.repeat(id.length - 4)}${id.slice(-4)}/${'*'.repeat(card.length - 4)}${card.slice(-4)}`,
    );
  }
});

test('full-width forms become plain ones, and only they', () => {
  expect(halfWidth('１２３　Ａ－ｂ²①')).toBe('123 A-b²①');
});
