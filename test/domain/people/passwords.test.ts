import { expect, test } from 'vitest';
import { checkPassword } from '../../../src/domain/people/passwords.ts';
import type { RoleName } from '../../../src/domain/people/roles.ts';

const refusal = (password: string, role: RoleName = 'supervisor') => {
  try {
    checkPassword(password, { username: 'wangfang', name: '王芳', role });
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test.each<[string, RoleName, string | null]>([
  ['kq7 vmn', 'supervisor', 'password-too-short'],
  ['kq7 vmnz', 'supervisor', null],
  ['海州湾的潮水准', 'supervisor', 'password-too-short'],
  ['海州湾的潮水准时', 'supervisor', null],
  ['🐟🐠🐡🦈🐙🦑🦐', 'supervisor', 'password-too-short'],
  ['🐟🐠🐡🦈🐙🦑🦐🦞', 'supervisor', null],
  ['kq7 vmnz bird 4', 'inspector', null],
  ['kq7 vmnz bird ', 'inspector', 'password-too-short'],
  [`kq7 vmnz ${'a bird of the sea '.repeat(7)}`.slice(0, 128), 'inspector', null],
  [`kq7 vmnz ${'a bird of the sea '.repeat(7)}`.slice(0, 129), 'inspector', 'password-too-long'],
  ['only lower letters here', 'inspector', null],
])('length: %s for %s', (password, role, code) => expect(refusal(password, role)).toBe(code));

test.each([
  'password',
  'Password1!',
  'P@ssw0rd',
  '!!password!!',
  'qwertyuiop',
  'qwerty123456',
  '12345678',
  '87654321',
  '88888888',
  '20261126',
  'abcdefgh',
  'abc123abc123',
  'abababab',
  'woaini1314',
  'admin@2026',
  'nongmingong',
  'wangfang',
  'wangfang88',
  '王芳王芳王芳王芳',
  '1qaz2wsx',
  // Long enough not to be looked up: what makes them easy is how they are made.
  'abcdefghijklmnopqrst',
  '0123456789876543210',
  'kq7vmnkq7vmnkq7vmn',
  'p@ss-w0rd',
  'Ｐａｓｓｗｏｒｄ１２',
])('common: %s', (password) => expect(refusal(password)).toBe('password-common'));

test.each([
  'wangfang likes tea at noon',
  'passing words on a train',
  'qwerty is on my keyboard',
  '31415926 apples',
])('not common: %s', (password) => expect(refusal(password)).toBeNull());
