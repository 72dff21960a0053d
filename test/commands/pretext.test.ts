import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { checkPretext } from '../../src/domain/settlement/pretext/check.ts';

const run = (input: string) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'src/commands/pretext.ts'], {
    input,
    encoding: 'utf8',
  });

test('a text a line in, a verdict a line out, in order; an empty line is a text too', () => {
  const { stdout, status, stderr } = run('审计未完成，不付款\r\n\n不得以审计为由拖欠\n等审计');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const verdicts = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const texts = ['审计未完成，不付款', '', '不得以审计为由拖欠', '等审计'];
  expect(verdicts).toEqual(texts.map((text) => checkPretext(text)));
});

test('no text, no line', () => {
  expect(run('')).toMatchObject({ status: 0, stdout: '' });
});
