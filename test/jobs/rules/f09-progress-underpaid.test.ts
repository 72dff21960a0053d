import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { progressUnderpaid } from '../../../jobs/rules/f09-progress-underpaid.ts';
import type { Day } from '../../../src/lib/day.ts';
import { freshDb } from '../../helpers/db.ts';
import { first, insert, noon, ownerOf } from '../../helpers/insert.ts';
import { aProject, type Project, terms } from '../../helpers/make.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

interface Case {
  ownership?: string | null;
  signedOn?: Day;
  status?: string;
  paidFen?: number;
  paidOn?: Day;
  day?: Day;
  confirmedOn?: Day;
}

/** 1,000,000.00 yuan done by the end of May, confirmed on 2026-06-05 and asked from 07-05 on; paid on 07-01. */
async function aCase(given: Case): Promise<Project> {
  const { ownership = 'state', signedOn = '2024-01-02', confirmedOn = '2026-06-05' } = given;
  const project = await aProject(db(), given.status ? { status: given.status } : {});
  await ownerOf(
    db(),
  )`update we.company set ownership = ${ownership} where uscc = ${project.ownerId}`;
  await terms(db(), project, {});
  await ownerOf(
    db(),
  )`update we.contract_terms set signed_on = ${signedOn} where project_id = ${project.id}`;
  await progress(project, '2026-04', 1, 600_000_00, '2026-05-06');
  await progress(project, '2026-05', 1, 400_000_00, confirmedOn);
  if (given.paidFen !== 0) await paid(project, given.paidFen ?? 799_999_99, given.paidOn);
  return project;
}

const progress = (project: Project, month: string, version: number, valueFen: number, on: Day) =>
  insert(db(), 'progress', {
    project_id: project.id,
    month: first(month),
    version,
    value_fen: valueFen,
    confirmed_on: on,
    known_at: noon(on),
  });

const paid = (project: Project, amountFen: number, on: Day = '2026-07-01') =>
  insert(db(), 'progress_payment', {
    project_id: project.id,
    id: randomUUID(),
    on_day: on,
    amount_fen: amountFen,
    stated_by: 'contractor',
    known_at: noon(on),
  });

const found = async (project: Project, day: Day = '2026-07-05', params = {}) =>
  (await findings(db(), progressUnderpaid, day, project.id, params)).map(
    ({ level, amountFen }) => `${level} ${amountFen}`,
  );

test('tells what is done, what is paid and what is missing to four fifths', async () => {
  const project = await aCase({});
  const [one, ...others] = await findings(db(), progressUnderpaid, '2026-07-05', project.id);
  expect(others).toEqual([]);
  expect(one).toEqual({
    projectId: project.id,
    subject: project.ownerId,
    period: '-',
    level: 'yellow',
    amountFen: 1,
    dueDay: '2026-07-05',
    facts: {
      day: '2026-07-05',
      valueFen: 1_000_000_00,
      paidFen: 799_999_99,
      missingFen: 1,
      throughMonth: '2026-05',
    },
  });
  expect(one && progressUnderpaid.sentence(one.facts)).toBe(
    '截至2026年7月5日，2026年5月以前已完成并确认的工程价款为1,000,000.00元，已支付进度款799,999.99元，距百分之八十尚差0.01元。',
  );
});

test.each<[string, Case, string[]]>([
  ['four fifths to the fen are enough', { paidFen: 800_000_00 }, []],
  ['silent while nothing was ever told', { paidFen: 0 }, []],
  ['a government owner', { ownership: 'government' }, ['yellow 1']],
  ['an institution', { ownership: 'institution' }, ['yellow 1']],
  ['a private owner', { ownership: 'private' }, []],
  ['an owner of unknown kind', { ownership: null }, []],
  ['signed on the first day', { signedOn: '2022-08-01' }, ['yellow 1']],
  ['signed the day before', { signedOn: '2022-07-31' }, []],
  ['a finished project', { status: 'finished' }, []],
  // The value of May is not asked yet: of April's 600,000.00 more than four fifths are paid.
  ['the day before the value is asked', { day: '2026-07-04' }, []],
  ['confirmed a day later', { confirmedOn: '2026-06-06' }, []],
  ['paid today', { paidOn: '2026-07-05' }, ['yellow 1']],
])('%s', async (_, given, expected) => {
  expect(await found(await aCase(given), given.day)).toEqual(expected);
});

test('adds payments up by the day, and takes each month’s last version', async () => {
  const project = await aCase({ paidFen: 480_000_00 });
  expect(await found(project)).toEqual(['yellow 32000000']);
  await paid(project, 320_000_00, '2026-07-10');
  expect(await found(project, '2026-07-09')).toEqual(['yellow 32000000']);
  expect(await found(project, '2026-07-10')).toEqual([]);
  await progress(project, '2026-05', 2, 400_000_01, '2026-06-05');
  expect(await found(project, '2026-07-10')).toEqual(['yellow 1']);
  expect(await found(project, '2026-07-10', { leastShare: 0.7 })).toEqual([]);
});

test('the contract’s first signing counts, not a supplement’s nor one that nobody confirmed', async () => {
  const old = await aCase({ signedOn: '2022-07-31' });
  await terms(db(), old, { version: 2, signed_on: '2024-01-02', from_month: '2024-02-01' });
  expect(await found(old)).toEqual([]);
  const since = await aCase({});
  const proposed = { effective_at: null, confirmed_at: null, from_month: '2022-08-01' };
  await terms(db(), since, { version: 2, signed_on: '2022-07-31', ...proposed });
  expect(await found(since)).toEqual(['yellow 1']);
});
