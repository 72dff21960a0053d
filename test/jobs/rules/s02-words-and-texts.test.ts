import { expect, test } from 'vitest';
import { auditPretext } from '../../../jobs/rules/s02-audit-pretext.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject, terms } from '../../helpers/make.ts';
import { aSettlement, aStep } from '../../helpers/make-money.ts';
import { aReview, areParties } from '../../helpers/make-more.ts';
import { findings } from '../../helpers/rules.ts';

// Beside s02-audit-pretext.test.ts: statements in words, and what a paper may cite.

const db = freshDb();
const stated = '2026-03-20';
const day = '2026-03-25';
const words = { reasonText: '县审计局还没审完，剩余款等审计后付', statedBy: 'owner' };

test.each<[string, boolean | null, string, string[]]>([
  ['words that nobody reviewed', null, day, []],
  ['words that a person confirmed', true, day, ['AUD-GOV']],
  ['words confirmed after the day', true, '2026-03-26', []],
  ['words that a person rejected', false, day, []],
])('%s', async (_, confirmed, on, codes) => {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project);
  const step = await aStep(db(), settlement, 'returned', stated, words);
  if (confirmed !== null) await aReview(db(), project, { id: settlement.id, step }, confirmed, on);
  const found = await findings(db(), auditPretext, day, project.id);
  expect(found.map((f) => f.facts.reasonCode)).toEqual(codes);
  for (const { facts } of found) {
    expect(facts.confirmed).toBe(true);
    expect(auditPretext.sentence(facts)).toContain('（建设单位陈述，经人工复核，原文为');
  }
});

test('the last review counts', async () => {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project);
  const statement = {
    id: settlement.id,
    step: await aStep(db(), settlement, 'opinion', stated, words),
  };
  await aReview(db(), project, statement, false, stated);
  await aReview(db(), project, statement, true, '2026-03-22');
  expect(await findings(db(), auditPretext, day, project.id)).toHaveLength(1);
  await aReview(db(), project, statement, false, day);
  expect(await findings(db(), auditPretext, day, project.id)).toEqual([]);
});

test('a confirmed excuse is no audit', async () => {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project);
  const reasonText = '付款流程还在走';
  const step = await aStep(db(), settlement, 'delay-stated', stated, { reasonText });
  await aReview(db(), project, { id: settlement.id, step }, true, stated);
  expect(await findings(db(), auditPretext, day, project.id)).toEqual([]);
});

type Parties = Parameters<typeof areParties>[2];
const state = { owner: { ownership: 'state', size: 'medium' } };
test.each<[string, string, Parties, Parameters<typeof terms>[2], string[]]>([
  [
    'an authority and a private small firm',
    'AUD-FIN',
    {},
    {},
    ['city-18-audit', 'sme-14', 'private-67'],
  ],
  [
    'waiting that the contract allows',
    'AUD-FIN',
    {},
    { audit_clause: 'condition' },
    ['city-18-audit'],
  ],
  [
    'both clauses: their basis is no excuse',
    'AUD-FIN',
    {},
    { audit_clause: 'both' },
    ['city-18-audit', 'private-67'],
  ],
  [
    'an audit body, contract since June 2025',
    'AUD-GOV',
    {},
    { signed_on: '2025-06-01' },
    ['city-18-audit', 'sme-12', 'sme-14', 'private-67'],
  ],
  [
    'an audit body, contract of May 2025',
    'AUD-GOV',
    {},
    { signed_on: '2025-05-31' },
    ['city-18-audit', 'sme-14', 'private-67'],
  ],
  [
    'another review than an audit body’s',
    'AUD-FIN',
    {},
    { signed_on: '2025-06-01' },
    ['city-18-audit', 'sme-14', 'private-67'],
  ],
  [
    'a large contractor',
    'AUD-GOV',
    {},
    { signed_on: '2025-06-01', contractor_size: 'large' },
    ['city-18-audit', 'private-67'],
  ],
  [
    'a state firm, not large',
    'AUD-GOV',
    state,
    { signed_on: '2025-06-01' },
    ['city-18-audit', 'private-67'],
  ],
  [
    'a state firm, large',
    'AUD-GOV',
    { owner: { ownership: 'state', size: 'large' } },
    { signed_on: '2025-06-01' },
    ['city-18-audit', 'sme-12', 'sme-14', 'private-67'],
  ],
  [
    'a large private firm: no forced basis',
    'AUD-GOV',
    { owner: { ownership: 'private', size: 'large' } },
    { signed_on: '2025-06-01' },
    ['city-18-audit', 'sme-14'],
  ],
  [
    'a private firm',
    'AUD-GOV',
    { owner: { ownership: 'private', size: 'medium' } },
    {},
    ['city-18-audit'],
  ],
  [
    'a clause is no waiting',
    'AUD-CLAUSE',
    {},
    { audit_clause: 'basis' },
    ['city-18-audit', 'private-67'],
  ],
  [
    'nothing is known of them',
    'AUD-GOV',
    { owner: { ownership: null }, contractor: { ownership: null } },
    {},
    ['city-18-audit'],
  ],
])('cites for %s', async (_, reasonCode, who, contract, expected) => {
  const project = await aProject(db());
  await areParties(db(), project, who);
  await terms(db(), project, contract);
  const settlement = await aSettlement(db(), project);
  await aStep(db(), settlement, 'delay-stated', stated, { reasonCode });
  const found = await findings(db(), auditPretext, day, project.id);
  expect(found.flatMap((f) => auditPretext.basisOf?.(f.facts).map(({ id }) => id))).toEqual(
    expected,
  );
});
