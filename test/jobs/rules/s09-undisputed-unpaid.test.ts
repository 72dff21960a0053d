import { expect, test } from 'vitest';
import { undisputedUnpaid } from '../../../jobs/rules/s09-undisputed-unpaid.ts';
import { freshDb } from '../../helpers/db.ts';
import { insert, noon } from '../../helpers/insert.ts';
import { aProject, terms } from '../../helpers/make.ts';
import { aSettlement, aStep } from '../../helpers/make-money.ts';
import { aPaymentDuty, areParties } from '../../helpers/make-more.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// Applied for 900,000.00 on 2026-04-07, due on 2026-04-22; 600,000.00 of it undisputed by the opinion of 2026-04-01.
const due = '2026-04-22';
const dayAfter = '2026-04-23';
const part = 600_000_00;

interface Case {
  named?: [step: string, on: string, undisputedFen: number, seq?: number][];
  paidFen?: number;
  day?: string;
}

async function arranged({ named = [['opinion', '2026-04-01', part]], paidFen }: Case) {
  const project = await aProject(db());
  await areParties(db(), project);
  await terms(db(), project);
  const settlement = await aSettlement(db(), project);
  for (const [step, on, undisputedFen, seq] of named) {
    await aStep(db(), settlement, step, on, { undisputedFen, ...(seq ? { seq } : {}) });
  }
  await aStep(db(), settlement, 'payment-applied', '2026-04-07', { amountFen: 900_000_00 });
  const duty = await aPaymentDuty(db(), settlement, { dueDay: due, termsVersion: 1 });
  if (paidFen) {
    await insert(db(), 'meeting', {
      project_id: project.id,
      id: crypto.randomUUID(),
      obligation_id: duty.id,
      fact_kind: 'step',
      fact_id: 'paid',
      amount_fen: paidFen,
      on_day: due,
      known_at: noon(due),
    });
  }
  return { project, settlement };
}

test.each<[string, Case, number | null]>([
  ['found the day after the due day', {}, part],
  ['silent on the due day', { day: due }, null],
  ['what is missing of it', { paidFen: part - 1 }, 1],
  ['silent once it is paid', { paidFen: part }, null],
  ['silent where no part was named', { named: [] }, null],
  ['silent where nothing is disputed', { named: [['opinion', '2026-04-01', 900_000_00]] }, null],
  ['found where a fen is', { named: [['opinion', '2026-04-01', 899_999_99]] }, 899_999_99],
  ['silent where all is disputed', { named: [['opinion', '2026-04-01', 0]] }, null],
  [
    'the last word counts',
    {
      named: [
        ['confirmed', '2026-04-03', 100_00],
        ['opinion', '2026-04-01', part],
      ],
    },
    100_00,
  ],
  [
    'on one day by sequence',
    {
      named: [
        ['opinion', '2026-04-01', 100_00, 9002],
        ['opinion', '2026-04-01', part, 9001],
      ],
    },
    100_00,
  ],
  ['not what is named after the day', { named: [['opinion', '2026-04-24', part]] }, null],
])('%s', async (_, given, amountFen) => {
  const { project } = await arranged(given);
  const found = await findings(db(), undisputedUnpaid, given.day ?? dayAfter, project.id);
  expect(found.map((f) => [f.level, f.amountFen])).toEqual(
    amountFen === null ? [] : [['orange', amountFen]],
  );
});

test('tells the part, since when, and cites what binds the owner', async () => {
  const { project, settlement } = await arranged({ paidFen: 100_000_00 });
  const [found] = await findings(db(), undisputedUnpaid, dayAfter, project.id);
  expect(found).toMatchObject({ subject: settlement.id, dueDay: due });
  expect(found && undisputedUnpaid.sentence(found.facts)).toBe(
    '单位工程竣工结算（2026年3月2日送达，送审金额1,000,000.00元），2026年4月1日载明无争议部分600,000.00元，付款期限至2026年4月22日，截至2026年4月23日已逾期1天，已付100,000.00元，无争议部分尚欠500,000.00元。',
  );
  expect(found && undisputedUnpaid.basisOf?.(found.facts).map(({ id }) => id)).toEqual([
    'city-18-settlement',
    'sme-15',
  ]);
});
