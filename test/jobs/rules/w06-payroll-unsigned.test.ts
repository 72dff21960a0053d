import { expect, test } from 'vitest';
import { payrollUnsigned } from '../../../jobs/rules/w06-payroll-unsigned.ts';
import type { Day } from '../../../src/lib/day.ts';
import { freshDb } from '../../helpers/db.ts';
import { first, insert, noon, ownerOf } from '../../helpers/insert.ts';
import { aWageDuty, type Duty } from '../../helpers/make.ts';
import { aLine, aPayout, type Line, lines } from '../../helpers/make-payroll.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// Wages of 2026-08, due on 2026-09-15; the cut-off of the payroll is Tuesday 2026-09-08.
const claimed = { claimedOn: '2026-09-04' };

/** So many lines of the batch of these have no confirmation in the claim; it is whole since a day, or not. */
const unsigned = (some: readonly Line[], count: number, signedOn: Day | 'infinity' = 'infinity') =>
  ownerOf(db())`update we.payroll_batch set unsigned = ${count}, signed_on = ${signedOn}
    where project_id = ${some[0]?.duty.project.id ?? 0} and id = ${some[0]?.batchId ?? ''}`;

/** The worker of a line confirmed it on a day; the counts are brought along by `unsigned`. */
const confirm = ({ duty, batchId, lineNo }: Line, onDay: Day) =>
  insert(db(), 'line_confirmation', {
    project_id: duty.project.id,
    wage_month: first(duty.month),
    batch_id: batchId,
    line_no: lineNo,
    confirmed_at: noon(onDay),
    on_day: onDay,
    stated_by: 'test',
    known_at: noon(onDay),
  });

async function aPayroll(count: number, open = count, given: Parameters<typeof aLine>[2] = claimed) {
  const duty = await aWageDuty(db());
  const some = await lines(db(), duty, count, given);
  await unsigned(some, open);
  return { duty, some };
}

const found = async (duty: Duty, day: Day, params = {}) =>
  (await findings(db(), payrollUnsigned, day, duty.project.id, params)).map(
    ({ level, facts }) => `${level} ${facts.unsigned}/${facts.lines}${facts.paid ? ' paid' : ''}`,
  );

test('tells how many lines are without, of how many', async () => {
  const { duty } = await aPayroll(6, 1);
  const [one, ...others] = await findings(db(), payrollUnsigned, '2026-09-10', duty.project.id);
  expect(others).toEqual([]);
  expect(one).toEqual({
    projectId: duty.project.id,
    subject: duty.subject,
    period: '2026-08',
    level: 'yellow',
    amountFen: 0,
    dueDay: '2026-09-08',
    facts: {
      day: '2026-09-10',
      period: '2026-08',
      dueDay: '2026-09-08',
      lines: 6,
      unsigned: 1,
      paid: false,
    },
  });
  expect(one && payrollUnsigned.sentence(one.facts)).toBe(
    '八月工资支付表应于9月8日前经农民工本人签字确认，截至9月10日，6行中仍有1行未见本人确认。',
  );
});

test('is silent to the cut-off, orange from one line in five', async () => {
  const { duty, some } = await aPayroll(5, 1);
  expect(await found(duty, '2026-09-08')).toEqual([]);
  expect(await found(duty, '2026-09-09')).toEqual(['orange 1/5']);
  expect(await found(duty, '2026-09-09', { orangeShare: 0.21 })).toEqual(['yellow 1/5']);
  await unsigned(some, 0, '2026-09-04');
  expect(await found(duty, '2026-09-09')).toEqual([]);
});

test('before it, speaks of what was paid all the same', async () => {
  const { duty, some } = await aPayroll(2, 2);
  const [one, two] = some as [Line, Line];
  await confirm(one, '2026-09-06');
  await unsigned(some, 1);
  await aPayout(db(), one, 'paid', '2026-09-07');
  expect(await found(duty, '2026-09-07')).toEqual([]);
  await aPayout(db(), two, 'rejected', '2026-09-07');
  expect(await found(duty, '2026-09-07')).toEqual([]);
  await aPayout(db(), two, 'paid', '2026-09-08');
  expect(await found(duty, '2026-09-07')).toEqual([]);
  expect(await found(duty, '2026-09-08')).toEqual(['orange 1/2 paid']);
  const [finding] = await findings(db(), payrollUnsigned, '2026-09-08', duty.project.id);
  expect(finding && payrollUnsigned.sentence(finding.facts)).toContain('其中有的已经发放');
});

test('before it, a line confirmed in the claim may be paid', async () => {
  const { duty, some } = await aPayroll(2, 1);
  const [one, two] = some as [Line, Line];
  await ownerOf(db())`update we.payroll_line set confirmed_at = ${noon('2026-09-04')}
    where project_id = ${duty.project.id} and wage_month = ${first(duty.month)} and line_no = ${one.lineNo}`;
  await aPayout(db(), one, 'paid', '2026-09-07');
  expect(await found(duty, '2026-09-07')).toEqual([]);
  await aPayout(db(), two, 'paid', '2026-09-07');
  expect(await found(duty, '2026-09-07')).toEqual(['orange 1/2 paid']);
});

test('a day before a confirmation still lacks it', async () => {
  const { duty, some } = await aPayroll(2, 2);
  await confirm(some[0] as Line, '2026-09-10');
  await unsigned(some, 1);
  expect(await found(duty, '2026-09-09')).toEqual(['orange 2/2']);
  expect(await found(duty, '2026-09-10')).toEqual(['orange 1/2']);
  await confirm(some[1] as Line, '2026-09-12');
  await unsigned(some, 0, '2026-09-12');
  expect(await found(duty, '2026-09-11')).toEqual(['orange 1/2']);
  expect(await found(duty, '2026-09-12')).toEqual([]);
});

test('adds up the live batches of employer and month, re-sends left out', async () => {
  const { duty, some } = await aPayroll(2, 2);
  const more = await lines(db(), duty, 8, { ...claimed, kind: 'supplement' });
  await unsigned(more, 0, '2026-09-04');
  const again = await aLine(db(), duty, { resends: some[0] as Line, claimedOn: '2026-09-05' });
  await unsigned([again], 1);
  expect(await found(duty, '2026-09-10')).toEqual(['orange 2/10']);
  await unsigned(some, 1);
  expect(await found(duty, '2026-09-10')).toEqual(['yellow 1/10']);

  const gone = { ...claimed, withdrawnOn: '2026-09-10' };
  const { duty: withdrawn } = await aPayroll(1, 1, gone);
  expect(await found(withdrawn, '2026-09-09')).toEqual(['orange 1/1']);
  expect(await found(withdrawn, '2026-09-10')).toEqual([]);
  const { duty: late } = await aPayroll(1, 1, { claimedOn: '2026-09-11' });
  expect(await found(late, '2026-09-10')).toEqual([]);
  expect(await found(late, '2026-09-11')).toEqual(['orange 1/1']);
});
