import { expect, test } from 'vitest';
import { rulebook } from '../../jobs/rulebook.ts';
import { sayIn } from '../../src/console/frame/say.ts';
import { roleOptions, roleTitle, ruleTitle } from '../../src/console/frame/titles.ts';
import { roles } from '../../src/domain/people/roles.ts';

const [zh, en] = [sayIn('zh'), sayIn('en')];
const HAN = /\p{Script=Han}/u;

test('every rule has a name of its own in English, and keeps its own in Chinese', () => {
  const names = rulebook.map(({ id, title }) => ruleTitle(en, id, title));
  expect(names.filter((name) => HAN.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(rulebook.length);
  for (const { id, title } of rulebook) expect(ruleTitle(zh, id, title)).toBe(title);
});

test('every role has one too; machines are not offered to people', () => {
  const names = Object.keys(roles).map((name) => roleTitle(en, name));
  expect(names.filter((name) => HAN.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
  expect(roleOptions(zh).map(([name]) => name)).not.toContain('bank-machine');
  expect(roleOptions(zh).find(([name]) => name === 'inspector')).toEqual(['inspector', '监察员']);
  expect(roleTitle(en, 'lost')).toBe('lost');
});
