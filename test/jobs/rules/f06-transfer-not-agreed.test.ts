import { expect, test } from 'vitest';
import { transferNotAgreed } from '../../../jobs/rules/f06-transfer-not-agreed.ts';
import { freshDb } from '../../helpers/db.ts';
import { noon } from '../../helpers/insert.ts';
import { aCompany, anEngagement, aProject, attendance, terms } from '../../helpers/make.ts';
import { strangerAttends } from '../../helpers/make-more.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();
const DAY = '2026-03-10';
const whole = { labour_cost_fen: 1, transfer_day: 20 };

test('tells what is not agreed', async () => {
  const project = await aProject(db());
  await terms(db(), project, { signed_on: '2026-03-02' });
  const found = await findings(db(), transferNotAgreed, DAY, project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: project.ownerId,
      period: '-',
      level: 'yellow',
      amountFen: 0,
      dueDay: '2026-03-02',
      facts: {
        day: DAY,
        signedOn: '2026-03-02',
        noAmount: true,
        noTransferDay: true,
        attended: false,
      },
    },
  ]);
  const [facts] = found.map((f) => f.facts);
  if (!facts) throw new Error('one expected');
  const signed = '施工合同于2026年3月2日签订，截至2026年3月10日未见约定';
  expect(transferNotAgreed.sentence(facts)).toBe(
    `${signed}人工费用的数额或者占工程款的比例和人工费用的拨付日期。`,
  );
  expect(transferNotAgreed.sentence({ ...facts, noAmount: false, attended: true })).toBe(
    `${signed}人工费用的拨付日期；项目已有人员考勤。`,
  );
});

type Terms = Parameters<typeof terms>[2];
type Case = {
  terms?: Terms;
  later?: Terms;
  attends?: string;
  stranger?: string;
  status?: string;
  elsewhere?: boolean;
};

test.each<[string, Case, string[]]>([
  ['silent with a sum and a day', { terms: whole }, []],
  ['silent with a share and a day', { terms: { labour_cost_ratio: '0.2', transfer_day: 1 } }, []],
  ['yellow without a sum', { terms: { transfer_day: 20 } }, ['yellow']],
  ['yellow without a day', { terms: { labour_cost_fen: 1 } }, ['yellow']],
  ['yellow on the day of signing', { terms: { signed_on: DAY } }, ['yellow']],
  ['silent before the signing', { terms: { signed_on: '2026-03-11' } }, []],
  ['yellow when confirmed today', { terms: { effective_at: `${DAY}T23:59:59+08:00` } }, ['yellow']],
  ['silent when confirmed tomorrow', { terms: { effective_at: '2026-03-11T00:00:00+08:00' } }, []],
  ['silent when only proposed', { terms: { effective_at: null } }, []],
  ['orange when somebody attended today', { attends: DAY }, ['orange']],
  ['yellow when somebody attends tomorrow', { attends: '2026-03-11' }, ['yellow']],
  ['orange when a stranger attended today', { stranger: DAY }, ['orange']],
  ['yellow when a stranger attends tomorrow', { stranger: '2026-03-11' }, ['yellow']],
  ['yellow when they attend elsewhere', { attends: DAY, elsewhere: true }, ['yellow']],
  ['silent when later terms say it', { later: { from_month: '2026-03-01', ...whole } }, []],
  [
    'yellow when later terms begin next month',
    { later: { from_month: '2026-04-01', ...whole } },
    ['yellow'],
  ],
  [
    'silent when a correction of the same month says it',
    { later: { from_month: '2024-01-01', ...whole } },
    [],
  ],
  [
    'yellow when later terms take it away',
    { terms: whole, later: { from_month: '2026-02-01' } },
    ['yellow'],
  ],
  [
    'silent when the terms to come first say it',
    { terms: { from_month: '2026-04-01', ...whole }, later: { from_month: '2026-05-01' } },
    [],
  ],
  [
    'silent when the later ones are only proposed',
    { terms: whole, later: { from_month: '2026-02-01', effective_at: null } },
    [],
  ],
  ['yellow while the project is suspended', { status: 'suspended' }, ['yellow']],
  ['silent once the project is finished', { status: 'finished' }, []],
])('%s', async (_, given, levels) => {
  const project = await aProject(db(), given.status ? { status: given.status } : {});
  await terms(db(), project, given.terms);
  if (given.later) {
    await terms(db(), project, { version: 2, effective_at: noon('2024-02-02'), ...given.later });
  }
  const site = given.elsewhere ? await aProject(db()) : project;
  if (given.attends) {
    const worker = await anEngagement(db(), site, await aCompany(db()));
    await attendance(db(), worker, given.attends.slice(0, 7), [Number(given.attends.slice(8))]);
  }
  if (given.stranger) await strangerAttends(db(), site, given.stranger);
  const found = await findings(db(), transferNotAgreed, DAY, project.id);
  expect(found.map((f) => f.level)).toEqual(levels);
});
