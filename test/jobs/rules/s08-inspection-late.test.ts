import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { inspectionLate } from '../../../jobs/rules/s08-inspection-late.ts';
import { freshDb } from '../../helpers/db.ts';
import { insert, noon } from '../../helpers/insert.ts';
import { aProject, type Project, terms } from '../../helpers/make.ts';
import { areParties } from '../../helpers/make-more.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();
const due = '2026-03-16';

/** Asked for on 2026-03-02, agreed for Sunday the 15th, so due on Monday. */
async function anInspection(project: Project, inspectedOn = 'infinity') {
  const id = randomUUID();
  await insert(db(), 'inspection', {
    project_id: project.id,
    id,
    part: '地下室防水',
    requested_on: '2026-03-02',
    agreed_on: '2026-03-15',
    due_on: due,
    inspected_on: inspectedOn,
    stated_by: 'contractor',
    known_at: noon('2026-03-02'),
  });
  return id;
}

test.each<[string, string, string, string | null]>([
  ['silent on the due day', 'infinity', due, null],
  ['yellow the day after', 'infinity', '2026-03-17', 'yellow'],
  ['yellow thirty days late', 'infinity', '2026-04-15', 'yellow'],
  ['orange thirty-one days late', 'infinity', '2026-04-16', 'orange'],
  ['silent once inspected', '2026-03-17', '2026-03-17', null],
  ['found until then', '2026-03-18', '2026-03-17', 'yellow'],
])('%s', async (_, inspectedOn, day, level) => {
  const project = await aProject(db());
  await anInspection(project, inspectedOn);
  const found = await findings(db(), inspectionLate, day, project.id);
  expect(found.map((f) => f.level)).toEqual(level === null ? [] : [level]);
});

test('each stands by itself, in words and with what binds the owner', async () => {
  const project = await aProject(db());
  await areParties(db(), project);
  await terms(db(), project);
  const id = await anInspection(project);
  await anInspection(project, '2026-03-10');
  const found = await findings(db(), inspectionLate, '2026-03-17', project.id);
  expect(found.map((f) => [f.subject, f.period, f.amountFen, f.dueDay])).toEqual([
    [id, '-', 0, due],
  ]);
  expect(found.map((f) => inspectionLate.sentence(f.facts))).toEqual([
    '施工总承包单位于2026年3月2日申请检验或者验收（地下室防水），约定期限至2026年3月16日，截至2026年3月17日已逾期1天，仍未进行。',
  ]);
  const cited = found.flatMap((f) => inspectionLate.basisOf?.(f.facts).map((text) => text.id));
  expect(cited).toEqual(['city-18-settlement', 'sme-10-2']);
});

test('without a small firm the city’s text stands alone', async () => {
  const project = await aProject(db());
  await anInspection(project);
  const found = await findings(db(), inspectionLate, '2026-03-17', project.id);
  const cited = found.flatMap((f) => inspectionLate.basisOf?.(f.facts).map((text) => text.id));
  expect(cited).toEqual(['city-18-settlement']);
});
