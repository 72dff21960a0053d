import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newToken, opened, signed } from '../../../src/domain/people/tokens.ts';

test('what was signed opens with its secret and with no other, and not when a character changed', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 8 }), fc.nat(), (secret, at) => {
      const token = newToken();
      const text = signed(token, secret);
      expect(opened(text, secret)).toBe(token);
      expect(opened(text, `${secret}.`)).toBeNull();
      const n = at % text.length;
      const changed = `${text.slice(0, n)}${text[n] === 'A' ? 'B' : 'A'}${text.slice(n + 1)}`;
      expect(opened(changed, secret)).toBeNull();
    }),
  );
});

test.each(['', '.', 'a', 'a.', '.a', `${newToken()}.`])('%s opens nothing', (text) =>
  expect(opened(text, 'secret')).toBeNull(),
);
