import { jsx } from 'hono/jsx';
import { expect, test } from 'vitest';
import { Saying, sayIn } from '../../src/console/frame/say.ts';
import { Until } from '../../src/console/frame/until.tsx';

const said = (language: 'zh' | 'en', day: string) =>
  String(
    jsx(Saying.Provider, { value: sayIn(language) }, jsx(Until, { day, today: '2026-06-15' })),
  );

test.each([
  ['2026-06-14', '已逾期 1 天', '1 day late'],
  ['2026-06-13', '已逾期 2 天', '2 days late'],
  ['2026-06-15', '今天到期', 'due today'],
  ['2026-06-16', '还有 1 天', '1 day left'],
  ['2026-06-18', '还有 3 天', '3 days left'],
])('%s is told as “%s” and “%s”', (day, zh, en) => {
  expect(said('zh', day)).toContain(zh);
  expect(said('en', day)).toContain(en);
  expect(said('zh', day).includes('<strong')).toBe(day < '2026-06-15');
});
