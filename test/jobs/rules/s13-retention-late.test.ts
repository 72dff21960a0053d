import { expect, test } from 'vitest';
import { retentionLate } from '../../../jobs/rules/s13-retention-late.ts';
import { freshDb } from '../../helpers/db.ts';
import { insert, noon } from '../../helpers/insert.ts';
import { aProject } from '../../helpers/make.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();
const due = '2026-03-20';
const dayAfter = '2026-03-23';
const full = 300_000_00;

type Back = [fen: number, on: string, statedBy?: string, evidence?: string[]];

async function kept(backs: Back[] = [], settledOn = 'infinity') {
  const project = await aProject(db());
  await insert(db(), 'retention', {
    project_id: project.id,
    amount_fen: full,
    accepted_on: '2024-03-20',
    due_on: due,
    settled_on: settledOn,
    stated_by: 'contractor',
    known_at: noon('2024-03-21'),
  });
  for (const [n, [fen, on, statedBy = 'contractor', evidence]] of backs.entries()) {
    await insert(db(), 'retention_return', {
      project_id: project.id,
      seq: n + 1,
      amount_fen: fen,
      on_day: on,
      stated_by: statedBy,
      evidence: evidence ? JSON.stringify(evidence) : null,
      actor: 'test',
      known_at: noon(on),
    });
  }
  return project;
}

test.each<[string, string, Back[], string, [string, number] | null]>([
  ['silent on the due day', due, [], 'infinity', null],
  ['yellow the day after', '2026-03-21', [], 'infinity', ['yellow', full]],
  ['yellow thirty days late', '2026-04-19', [], 'infinity', ['yellow', full]],
  ['orange thirty-one days late', '2026-04-20', [], 'infinity', ['orange', full]],
  ['what is missing', dayAfter, [[full - 1, dayAfter]], 'infinity', ['yellow', 1]],
  ['not what comes later', dayAfter, [[full, '2026-03-24']], '2026-03-24', ['yellow', full]],
  ['silent once settled', dayAfter, [[full, dayAfter]], dayAfter, null],
  [
    'the owner’s word alone gives nothing back',
    dayAfter,
    [[full, due, 'owner']],
    'infinity',
    ['yellow', full],
  ],
  ['nor an empty list', dayAfter, [[full, due, 'owner', []]], 'infinity', ['yellow', full]],
  [
    'with evidence it does',
    dayAfter,
    [[100_00, due, 'owner', ['回单']]],
    'infinity',
    ['yellow', full - 100_00],
  ],
])('%s', async (_, day, backs, settledOn, expected) => {
  const project = await kept(backs, settledOn);
  const found = await findings(db(), retentionLate, day, project.id);
  expect(found.map((f) => [f.level, f.amountFen])).toEqual(expected === null ? [] : [expected]);
});

test('stands by the owner, in words', async () => {
  const project = await kept([[100_000_00, due]]);
  const found = await findings(db(), retentionLate, dayAfter, project.id);
  expect(found.map((f) => [f.subject, f.period, f.dueDay])).toEqual([[project.ownerId, '-', due]]);
  expect(found.map((f) => retentionLate.sentence(f.facts))).toEqual([
    '工程于2024年3月20日竣工验收合格，质量保证金300,000.00元应于2026年3月20日前（含当日）返还，截至2026年3月23日已逾期3天，已返还100,000.00元，尚欠200,000.00元。',
  ]);
});
