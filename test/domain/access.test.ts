import { expect, test } from 'vitest';
import { enter } from '../../src/domain/access.ts';
import { bankActor } from '../../src/domain/banks/messages.ts';
import { inspector } from './arrange.ts';
import { refusal, stageDb } from './stage.ts';

const db = stageDb();
const DAY = '2026-07-01';

test.each<[string, number, number, boolean]>([
  ['its first number', 320706, 320799, true],
  ['its last number', 320700, 320706, true],
  ['its only number', 320706, 320706, true],
  ['the number before its first', 320707, 320799, false],
  ['the number after its last', 320700, 320705, false],
])('an authority finds a project whose district is %s or does not', async (_, lo, hi, found) => {
  const { id, code } = await db.site({}, 320706);
  const authority = { ...inspector, region: { lo, hi } };
  for (const target of [{ projectId: id }, { projectCode: code }]) {
    const entered = db.look(authority, DAY, (work) => enter(work, target));
    if (found) expect(await entered).toBe(id);
    else expect((await refusal(entered)).code).toBe('not-found');
  }
});

test('a bank finds the projects of the accounts it keeps, and no others', async () => {
  const mine = await db.stage({ workers: 0, bankCode: '901' });
  const other = await db.stage({ workers: 0, bankCode: '902' });
  const asBank = (projectId: number) =>
    db.look(bankActor('901'), DAY, (work) => enter(work, { projectId }));
  expect(await asBank(mine.id)).toBe(mine.id);
  expect((await refusal(asBank(other.id))).code).toBe('not-found');
});
