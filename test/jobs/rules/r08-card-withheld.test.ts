import { expect, test } from 'vitest';
import { cardWithheld } from '../../../jobs/rules/r08-card-withheld.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject } from '../../helpers/make.ts';
import { aComplaint } from '../../helpers/make-site.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();
const on = '2026-08-03';

test('tells of each complaint about whom and since when, and is the authority’s alone', async () => {
  const project = await aProject(db(), { status: 'finished' });
  const id = await aComplaint(db(), project, on);
  const found = await findings(db(), cardWithheld, '2026-08-05', project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: id,
      period: '-',
      level: 'red',
      amountFen: 0,
      dueDay: on,
      facts: { day: '2026-08-05', aboutUscc: project.contractorId, filedOn: on, daysOpen: 2 },
    },
  ]);
  expect(found.map((f) => cardWithheld.sentence(f.facts))).toEqual([
    `2026年8月3日登记有扣押工资卡的投诉，涉及统一社会信用代码${project.contractorId}的单位，截至2026年8月5日尚未办结。`,
  ]);
  expect([cardWithheld.audience, cardWithheld.main]).toEqual(['authority', 'labour-office']);
});

test.each<[string, string, { kind?: string; closedOn?: string }, number]>([
  ['silent on the day before', '2026-08-02', {}, 0],
  ['red on the day', on, {}, 1],
  ['red on the day before it is closed', '2026-08-09', { closedOn: '2026-08-10' }, 1],
  ['silent on the day it is closed', '2026-08-10', { closedOn: '2026-08-10' }, 0],
  ['silent of late wages', on, { kind: 'wages' }, 0],
  ['silent of anything else', on, { kind: 'other' }, 0],
])('%s', async (_, day, given, count) => {
  const project = await aProject(db());
  await aComplaint(db(), project, on, given);
  expect(await findings(db(), cardWithheld, day, project.id)).toHaveLength(count);
});

test('two complaints are two alerts', async () => {
  const project = await aProject(db());
  await aComplaint(db(), project, on);
  await aComplaint(db(), project, on);
  expect(await findings(db(), cardWithheld, on, project.id)).toHaveLength(2);
});
