import { expect, test } from 'vitest';
import { bannedExcuse } from '../../../jobs/rules/s10-banned-excuse.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject, terms } from '../../helpers/make.ts';
import { aSettlement, aStep } from '../../helpers/make-money.ts';
import { aReview, areParties } from '../../helpers/make-more.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();
const stated = '2026-03-20';
const day = '2026-03-25';
const full = 1_000_000_00;

type Given = Parameters<typeof areParties>[2] & { contractorSize?: string | null };

/** A government body and a private firm of middle size, unless told. */
async function arranged({ contractorSize = 'medium', ...given }: Given = {}) {
  const project = await aProject(db());
  await areParties(db(), project, given);
  if (contractorSize !== null) await terms(db(), project, { contractor_size: contractorSize });
  return { project, settlement: await aSettlement(db(), project) };
}

test('tells the excuse, who gave it and whom the bans bind', async () => {
  const { project, settlement } = await arranged();
  const step = await aStep(db(), settlement, 'delay-stated', stated, {
    reasonCode: 'PERSONNEL',
    reasonText: '新任局长到位后办理',
    statedBy: 'owner',
  });
  const found = await findings(db(), bannedExcuse, day, project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: settlement.id,
      period: '-',
      level: 'orange',
      amountFen: full,
      dueDay: stated,
      facts: {
        day,
        settlementLevel: 'unit',
        claimedFen: full,
        deliveredOn: '2026-03-02',
        reference: null,
        knownDay: stated,
        excuse: '人员变更',
        reasonText: '新任局长到位后办理',
        statedBy: 'owner',
        statedOn: stated,
        attested: true,
        sure: true,
        step,
        parties: {
          signedOn: '2024-01-02',
          clause: 'none',
          clauseKind: null,
          smallFirm: true,
          forcedBasis: false,
          legalReview: true,
          privateFirm: true,
          largeOwner: false,
          publicOwner: true,
          known: true,
        },
      },
    },
  ]);
  expect(found.map((f) => bannedExcuse.sentence(f.facts))).toEqual([
    '单位工程竣工结算（2026年3月2日送达，送审金额1,000,000.00元），2026年3月20日起以“人员变更”为由延期结算或付款（建设单位陈述，原文为“新任局长到位后办理”），截至2026年3月25日该理由尚未撤回。',
  ]);
});

type Step = [step: string, on: string, given?: Parameters<typeof aStep>[4]];
const because = (reasonCode: string, on = stated): Step => ['delay-stated', on, { reasonCode }];
const text = (reasonText: string, on = stated): Step => ['delay-stated', on, { reasonText }];

test.each<[string, Step[], [level: string, excuse: string] | null]>([
  ['PERSONNEL', [because('PERSONNEL')], ['orange', '人员变更']],
  ['PROCESS', [because('PROCESS')], ['orange', '内部付款流程']],
  ['FILING', [because('FILING')], ['orange', '竣工验收备案']],
  ['silent for another code', [because('FUNDS')], null],
  ['silent for an audit', [because('AUD-GOV')], null],
  ['silent on another step', [['returned', stated, { reasonCode: 'PROCESS' }]], null],
  ['on the day', [because('PROCESS', day)], ['orange', '内部付款流程']],
  ['silent the day before', [because('PROCESS', '2026-03-26')], null],
  ['yellow for words alone', [text('竣工验收备案未办结，暂不付款')], ['yellow', '竣工验收备案']],
  ['silent for harmless words', [text('资料不齐')], null],
  [
    'a code goes before later words',
    [because('PERSONNEL'), text('付款流程还在走', '2026-03-22')],
    ['orange', '人员变更'],
  ],
  [
    'words that stand, where the code was withdrawn',
    [
      because('PERSONNEL'),
      ['reason-withdrawn', '2026-03-21'],
      text('付款流程还在走', '2026-03-22'),
    ],
    ['yellow', '内部付款流程'],
  ],
  ['silent once withdrawn', [because('PROCESS'), ['reason-withdrawn', day]], null],
  ['silent once confirmed', [because('PROCESS'), ['confirmed', day]], null],
  ['silent once paid', [because('PROCESS'), ['paid', day, { amountFen: full }]], null],
  [
    'found while a fen is missing',
    [because('PROCESS'), ['paid', day, { amountFen: full - 1 }]],
    ['orange', '内部付款流程'],
  ],
])('%s', async (_, steps, expected) => {
  const { project, settlement } = await arranged();
  for (const [step, on, given] of steps) await aStep(db(), settlement, step, on, given);
  const found = await findings(db(), bannedExcuse, day, project.id);
  expect(found.map((f) => [f.level, f.facts.excuse])).toEqual(expected === null ? [] : [expected]);
});

const large = { owner: { ownership: 'private', size: 'large' } };
test.each<[string, string, Given, string | null]>([
  [
    'a state firm, not large, to a private one',
    'PROCESS',
    { owner: { ownership: 'state', size: 'medium' } },
    'orange',
  ],
  [
    'a state firm, not large, to another state firm',
    'PROCESS',
    { owner: { ownership: 'state', size: 'medium' }, contractor: { ownership: 'state' } },
    null,
  ],
  [
    'a public body to a large state firm',
    'PROCESS',
    { contractor: { ownership: 'state' }, contractorSize: 'large' },
    null,
  ],
  ['a public body to a large private firm', 'PROCESS', { contractorSize: 'large' }, 'orange'],
  ['a large private firm to a small one', 'PROCESS', large, 'orange'],
  ['a large private firm to a large one', 'PROCESS', { ...large, contractorSize: 'large' }, null],
  [
    'a private firm that is not large',
    'PROCESS',
    { owner: { ownership: 'private', size: 'medium' } },
    null,
  ],
  ['money from others: a large firm', 'THIRD-PARTY', large, 'orange'],
  ['money from others: a public body', 'THIRD-PARTY', {}, null],
  ['nobody knows who the owner is', 'PROCESS', { owner: { ownership: null } }, 'yellow'],
  ['nobody knows how large the owner is', 'PROCESS', { owner: { ownership: 'private' } }, 'yellow'],
  [
    'nobody knows who the contractor is',
    'PROCESS',
    { contractor: { ownership: null }, contractorSize: 'large' },
    'yellow',
  ],
  [
    'no contract',
    'PROCESS',
    { contractor: { ownership: 'state' }, contractorSize: null },
    'yellow',
  ],
])('whom the bans bind: %s', async (_, reasonCode, given, level) => {
  const { project, settlement } = await arranged(given);
  await aStep(db(), settlement, 'delay-stated', stated, { reasonCode, statedBy: 'owner' });
  const found = await findings(db(), bannedExcuse, day, project.id);
  expect(found.map((f) => f.level)).toEqual(level === null ? [] : [level]);
  expect(found.map((f) => f.facts.attested)).toEqual(found.map((f) => f.level === 'orange'));
  if (level === 'yellow') {
    expect(found.map((f) => bannedExcuse.sentence(f.facts)).join()).toContain('待核实是否适用');
  }
});

test.each<[string, string, Given, string | null]>([
  ['the law on the private economy holds from 2025-05-20', '2025-05-20', {}, 'orange'],
  ['not before', '2025-05-19', {}, null],
  [
    'the regulation on small firms from 2025-06-01',
    '2025-06-01',
    { contractor: { ownership: 'state' } },
    'orange',
  ],
  ['not before ', '2025-05-31', { contractor: { ownership: 'state' } }, null],
])('%s', async (_, on, given, level) => {
  const { project } = await arranged(given);
  const settlement = await aSettlement(db(), project, { deliveredOn: '2025-05-01' });
  await aStep(db(), settlement, 'delay-stated', on, { reasonCode: 'PROCESS' });
  const found = await findings(db(), bannedExcuse, day, project.id);
  expect(found.map((f) => f.level)).toEqual(level === null ? [] : [level]);
});

test.each<[string, boolean, string, string | null]>([
  ['confirmed words are orange', true, day, 'orange'],
  ['rejected ones are none', false, day, null],
  ['a later review is not known yet', true, '2026-03-26', 'yellow'],
])('%s', async (_, confirmed, on, level) => {
  const { project, settlement } = await arranged();
  const reasonText = '付款流程还在走';
  const step = await aStep(db(), settlement, 'delay-stated', stated, {
    reasonText,
    statedBy: 'owner',
  });
  await aReview(db(), project, { id: settlement.id, step }, confirmed, on);
  const found = await findings(db(), bannedExcuse, day, project.id);
  expect(found.map((f) => [f.level, f.facts.attested])).toEqual(
    level === null ? [] : [[level, level === 'orange']],
  );
});

test('cites what binds the parties only', async () => {
  const cited = async (given: Given, reasonCode = 'PROCESS') => {
    const { project, settlement } = await arranged(given);
    await aStep(db(), settlement, 'delay-stated', stated, { reasonCode });
    const found = await findings(db(), bannedExcuse, day, project.id);
    return found.flatMap((f) => bannedExcuse.basisOf?.(f.facts).map(({ id }) => id));
  };
  expect(await cited({})).toEqual(['sme-14', 'private-67']);
  expect(await cited({ contractor: { ownership: 'state' } })).toEqual(['sme-14']);
  expect(await cited({ contractorSize: 'large' })).toEqual(['private-67']);
  expect(await cited(large, 'THIRD-PARTY')).toEqual(['sme-9-2']);
});
