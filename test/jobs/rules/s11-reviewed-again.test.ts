import { expect, test } from 'vitest';
import { reviewedAgain } from '../../../jobs/rules/s11-reviewed-again.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject } from '../../helpers/make.ts';
import { aSettlement, aStep } from '../../helpers/make-money.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();
const day = '2026-04-25';

type Step = [step: string, on: string, given?: Parameters<typeof aStep>[4]];
const confirmed: Step = ['confirmed', '2026-04-01', { amountFen: 800_000_00 }];
const again = (on = '2026-04-20', given = {}): Step => ['re-review', on, given];

async function found(steps: Step[], given: Parameters<typeof aSettlement>[2] = {}) {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project, { level: 'process', ...given });
  for (const [step, on, more] of steps) await aStep(db(), settlement, step, on, more);
  // Another settlement's confirmation ends nothing here.
  await aStep(db(), await aSettlement(db(), project), 'confirmed', '2026-04-24');
  return findings(db(), reviewedAgain, day, project.id);
}

test.each<[string, Step[], number | null]>([
  ['asked after the confirmation', [confirmed, again()], 800_000_00],
  ['on the day', [confirmed, again(day)], 800_000_00],
  ['silent the day before', [confirmed, again('2026-04-26')], null],
  ['silent where nothing was confirmed', [again()], null],
  ['silent where it was asked before', [again('2026-03-31'), confirmed], null],
  [
    'on the day of confirmation, by sequence',
    [['confirmed', '2026-04-01', { seq: 9001 }], again('2026-04-01', { seq: 9002 })],
    1_000_000_00,
  ],
  [
    'silent the other way round',
    [['confirmed', '2026-04-01', { seq: 9004 }], again('2026-04-01', { seq: 9003 })],
    null,
  ],
  ['silent once withdrawn', [confirmed, again(), ['reason-withdrawn', day]], null],
  ['found until then', [confirmed, again(), ['reason-withdrawn', '2026-04-26']], 800_000_00],
  ['silent once confirmed again', [confirmed, again(), ['confirmed', day]], null],
  ['silent once the settlement is withdrawn', [confirmed, again(), ['withdrawn', day]], null],
  [
    'paid or not',
    [confirmed, again(), ['paid', '2026-04-22', { amountFen: 800_000_00 }]],
    800_000_00,
  ],
  ['asked twice is found once', [confirmed, again(), again('2026-04-21')], 800_000_00],
])('%s', async (_, steps, amountFen) => {
  const rows = await found(steps);
  expect(rows.map((f) => [f.level, f.amountFen])).toEqual(
    amountFen === null ? [] : [['yellow', amountFen]],
  );
});

test('tells when it was confirmed and who asks; only process settlements have a text of their own', async () => {
  const [row] = await found([confirmed, again('2026-04-20', { statedBy: 'owner' })]);
  expect(row?.facts).toMatchObject({ confirmedOn: '2026-04-01', attested: true });
  expect(row && reviewedAgain.sentence(row.facts)).toBe(
    '施工过程结算（2026年3月2日送达，送审金额1,000,000.00元）已于2026年4月1日经双方确认，2026年4月20日又被要求重新审核（建设单位陈述），截至2026年4月25日该要求尚未撤回。',
  );
  expect(row && reviewedAgain.basisOf?.(row.facts).map(({ id }) => id)).toEqual([
    'process-183-2',
    'city-18-settlement',
  ]);
  const [other] = await found([confirmed, again()], { level: 'unit' });
  expect(other?.facts.attested).toBe(false);
  expect(other && reviewedAgain.sentence(other.facts)).toContain(
    '（施工总承包单位陈述，未附证据）',
  );
  expect(other && reviewedAgain.basisOf?.(other.facts).map(({ id }) => id)).toEqual([
    'city-18-settlement',
  ]);
});

test('of two requests the later one is told', async () => {
  const [row] = await found([confirmed, again('2026-04-21'), again('2026-04-20')]);
  expect([row?.dueDay, row?.facts.statedOn]).toEqual(['2026-04-21', '2026-04-21']);
});
