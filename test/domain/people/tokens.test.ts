import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newToken, opened, signed } from '../../../src/domain/people/tokens.ts';
import type { SessionSecrets } from '../../../src/lib/session-secret.ts';

const only = (value: string): SessionSecrets => [{ version: 1, value }];

test('what was signed opens with its secret and with no other, and not when a character changed', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 8 }), fc.nat(), (secret, at) => {
      const token = newToken();
      const text = signed(token, only(secret));
      expect(opened(text, only(secret))).toBe(token);
      expect(opened(text, only(`${secret}.`))).toBeNull();
      // The newest signs, each of them opens.
      const both: SessionSecrets = [{ version: 2, value: `${secret}.` }, ...only(secret)];
      expect(opened(text, both)).toBe(token);
      expect(opened(signed(token, both), only(secret))).toBeNull();
      const n = at % text.length;
      const changed = `${text.slice(0, n)}${text[n] === 'A' ? 'B' : 'A'}${text.slice(n + 1)}`;
      expect(opened(changed, both)).toBeNull();
    }),
  );
});

test.each(['', '.', 'a', 'a.', '.a', `${newToken()}.`])('%s opens nothing', (text) =>
  expect(opened(text, only('secret'))).toBeNull(),
);
