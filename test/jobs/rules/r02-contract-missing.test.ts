import { expect, test } from 'vitest';
import { contractMissing } from '../../../jobs/rules/r02-contract-missing.ts';
import { freshDb } from '../../helpers/db.ts';
import { aCompany, anEngagement, aProject } from '../../helpers/make.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();
const enteredOn = '2026-09-01';

test('tells of each employer how many have no contract, and since when', async () => {
  const project = await aProject(db());
  const [one, two] = [await aCompany(db()), await aCompany(db())];
  await anEngagement(db(), project, one, { enteredOn: '2026-09-03' });
  await anEngagement(db(), project, one, { enteredOn });
  await anEngagement(db(), project, one, { enteredOn: '2026-08-01', signedOn: '2026-08-01' });
  await anEngagement(db(), project, two, { enteredOn: '2026-09-05' });
  const found = await findings(db(), contractMissing, '2026-09-05', project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: one,
      period: '-',
      level: 'orange',
      amountFen: 0,
      dueDay: enteredOn,
      facts: { day: '2026-09-05', workers: 2, firstEnteredOn: enteredOn },
    },
    expect.objectContaining({ subject: two, level: 'yellow' }),
  ]);
  expect(found.map((f) => contractMissing.sentence(f.facts))[0]).toBe(
    '截至2026年9月5日仍有2名在场工人没有签订劳动合同或者用工书面协议的记录，最早的于2026年9月1日进场。',
  );
});

type Case = { day: string; signedOn?: string; exitedOn?: string; status?: string };

test.each<[string, Case, string[]]>([
  ['silent on the day before entry', { day: '2026-08-31' }, []],
  ['yellow on the day of entry', { day: enteredOn }, ['yellow']],
  ['yellow when signed the day after', { day: enteredOn, signedOn: '2026-09-02' }, ['yellow']],
  ['yellow three days after', { day: '2026-09-04' }, ['yellow']],
  ['orange four days after', { day: '2026-09-05' }, ['orange']],
  ['silent when signed on the day of entry', { day: '2026-09-05', signedOn: enteredOn }, []],
  ['silent when signed today', { day: '2026-09-05', signedOn: '2026-09-05' }, []],
  ['orange when signed tomorrow', { day: '2026-09-05', signedOn: '2026-09-06' }, ['orange']],
  ['orange on the day of leaving', { day: '2026-09-05', exitedOn: '2026-09-05' }, ['orange']],
  ['silent on the day after', { day: '2026-09-05', exitedOn: '2026-09-04' }, []],
  ['silent when the project is finished', { day: '2026-09-05', status: 'finished' }, []],
])('%s', async (_, { day, status = 'active', ...given }, levels) => {
  const project = await aProject(db(), { status });
  await anEngagement(db(), project, await aCompany(db()), { enteredOn, ...given });
  const found = await findings(db(), contractMissing, day, project.id);
  expect(found.map((f) => f.level)).toEqual(levels);
});
