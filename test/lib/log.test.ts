import { expect, test } from 'vitest';
import { makeLog } from '../../src/lib/log.ts';

function logged(write: (log: ReturnType<typeof makeLog>) => void) {
  const lines: string[] = [];
  write(makeLog('info', { write: (line: string) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line));
}

test('members that hold a person’s data are blanked, at the top and one level down', () => {
  const [line] = logged((log) => log.info({ idNumber: '1', row: { cardNo: '2', count: 3 } }, 'm'));
  expect(line).toMatchObject({ idNumber: '[gone]', row: { cardNo: '[gone]', count: 3 } });
});

test('however deep, in lists too; secrets like persons', () => {
  const rows = [{ password: 'pw-1', more: { token: 'to-1', ok: 1 } }];
  const [line] = logged((log) => log.info({ rows, headers: { cookie: 'co-1' } }, 'm'));
  expect(line).toMatchObject({
    rows: [{ password: '[gone]', more: { token: '[gone]', ok: 1 } }],
    headers: { cookie: '[gone]' },
  });
  const deep: Record<string, unknown> = {};
  deep.self = deep;
  expect(logged((log) => log.info(deep, 'm'))).toHaveLength(1);
});

test('the message of an error loses numbers as long as a person’s', () => {
  const err = new Error('bad 32070619900307123X in row 12345678901');
  const [line] = logged((log) => log.error({ err }, 'm'));
  expect(line.err.message).toBe('bad … in row 12345678901');
});

test('an error of the program keeps its message and frames', () => {
  const [line] = logged((log) => log.error({ err: new RangeError('odd') }, 'm'));
  expect(line.err).toMatchObject({ type: 'RangeError', message: 'odd' });
  expect(line.err.frames[0]).toMatch(/^\s+at /);
});

test('an error of the database keeps its code and constraint, and nothing that quotes a row', () => {
  const cause = Object.assign(new Error('Key (name)=(王小明) exists'), {
    name: 'PostgresError',
    code: '23505',
    detail: 'Key (name)=(王小明)',
    constraint_name: 'engagement_pk',
  });
  const wrapped = Object.assign(new Error('Failed query: … params: 王小明', { cause }), {
    query: 'insert',
  });
  const [line] = logged((log) => log.error({ err: wrapped }, 'm'));
  expect(line.err.cause).toMatchObject({ code: '23505', constraint: 'engagement_pk' });
  expect(JSON.stringify(line)).not.toContain('王小明');
});

test('below the level nothing is written', () => {
  expect(logged((log) => log.debug('quiet'))).toEqual([]);
});
