import { expect, test } from 'vitest';
import { auditClause } from '../../../jobs/rules/s04-audit-clause.ts';
import { verdictOf } from '../../../src/domain/settlement/verdict.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject, terms } from '../../helpers/make.ts';
import { aSettlement, aStep } from '../../helpers/make-money.ts';
import { areParties } from '../../helpers/make-more.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();
const day = '2026-03-25';
type Contract = Parameters<typeof terms>[2];
type Who = Parameters<typeof areParties>[2] & { status?: string };

/** A private owner of middle size and a private contractor, unless told. */
async function arranged(contract: Contract, { status, ...who }: Who = {}) {
  const project = await aProject(db(), status === undefined ? {} : { status });
  await areParties(db(), project, { owner: { ownership: 'private', size: 'medium' }, ...who });
  await terms(db(), project, contract);
  return project;
}
const read = (text: string) => ({
  audit_clause_text: text,
  verdict: JSON.stringify(verdictOf(text)),
});

test('tells what the contract says and where', async () => {
  const project = await arranged({
    audit_clause: 'basis',
    audit_clause_source: 'special',
    ...read('结算以审计局审定金额为准'),
  });
  const found = await findings(db(), auditClause, day, project.id);
  expect(found).toMatchObject([
    {
      subject: project.ownerId,
      period: '-',
      level: 'yellow',
      amountFen: 0,
      dueDay: '2024-01-02',
      facts: {
        day,
        signedOn: '2024-01-02',
        clause: 'basis',
        clauseText: '结算以审计局审定金额为准',
        source: 'special',
        parties: { clauseKind: '国家审计', known: true },
        inUse: false,
      },
    },
  ]);
  expect(found.map((f) => auditClause.sentence(f.facts))).toEqual([
    '施工合同于2024年1月2日签订，约定以审计结果作为结算依据（专用条款，原文为“结算以审计局审定金额为准”），截至2026年3月25日未见修改。',
  ]);
});

const government = { owner: { ownership: 'government' } };
const state = (size: string) => ({
  owner: { ownership: 'state', size },
  contractor: { ownership: 'state' },
});
test.each<[string, Contract, Who, string | null]>([
  ['none', {}, {}, null],
  ['a basis', { audit_clause: 'basis' }, {}, 'yellow'],
  ['a condition', { audit_clause: 'condition' }, {}, 'yellow'],
  ['both', { audit_clause: 'both' }, {}, 'yellow'],
  ['none by registration, but by its words', read('结算以审计局审定金额为准'), {}, 'yellow'],
  ['harmless words', { audit_clause_text: '结算以双方确认金额为准' }, {}, null],
  ['a finished project', { audit_clause: 'basis' }, { status: 'finished' }, null],
  ['terms not confirmed', { audit_clause: 'basis', effective_at: null }, {}, null],
  ['signed on the day', { audit_clause: 'basis', signed_on: day }, {}, 'yellow'],
  ['signed after it', { audit_clause: 'basis', signed_on: '2026-03-26' }, {}, null],
  [
    'public owner, private firm, 2025-05-20',
    { audit_clause: 'basis', signed_on: '2025-05-20' },
    government,
    'orange',
  ],
  ['the day before', { audit_clause: 'basis', signed_on: '2025-05-19' }, government, 'yellow'],
  [
    'large state firm to a small state firm, 2025-06-01',
    { audit_clause: 'basis', signed_on: '2025-06-01' },
    state('large'),
    'orange',
  ],
  [
    'the day before, of the same',
    { audit_clause: 'basis', signed_on: '2025-05-31' },
    state('large'),
    'yellow',
  ],
  [
    'state firm that is not large',
    { audit_clause: 'basis', signed_on: '2025-06-01' },
    state('medium'),
    'yellow',
  ],
  [
    'a large contractor',
    { audit_clause: 'basis', signed_on: '2025-06-01', contractor_size: 'large' },
    state('large'),
    'yellow',
  ],
])('%s', async (_, contract, who, level) => {
  const project = await arranged(contract, who);
  const found = await findings(db(), auditClause, day, project.id);
  expect(found.map((f) => f.level)).toEqual(level === null ? [] : [level]);
});

test('later terms without it clear it, from their month on', async () => {
  const project = await arranged({ audit_clause: 'basis' });
  await terms(db(), project, { version: 2, from_month: '2026-03-01' });
  expect(await findings(db(), auditClause, '2026-02-28', project.id)).toHaveLength(1);
  expect(await findings(db(), auditClause, '2026-03-01', project.id)).toEqual([]);
});

test.each<[string, Parameters<typeof aStep>[2], string, boolean]>([
  ['an audit holds a settlement up', 'delay-stated', 'AUD-GOV', true],
  ['another reason does', 'delay-stated', 'FUNDS', false],
])('being used: %s', async (_, step, reasonCode, inUse) => {
  const project = await arranged({ audit_clause: 'basis' });
  const settlement = await aSettlement(db(), project);
  await aStep(db(), settlement, step, '2026-03-20', { reasonCode });
  const found = await findings(db(), auditClause, day, project.id);
  expect(found.map((f) => [f.level, f.facts.inUse])).toEqual([
    [inUse ? 'orange' : 'yellow', inUse],
  ]);
  expect(found.some((f) => auditClause.sentence(f.facts).includes('并已据以延期结算'))).toBe(inUse);
  await aStep(db(), settlement, 'reason-withdrawn', day);
  expect((await findings(db(), auditClause, day, project.id)).map((f) => f.level)).toEqual([
    'yellow',
  ]);
});

test.each<[string, Contract, string[]]>([
  [
    'an audit body’s result as the basis',
    { audit_clause: 'basis', ...read('结算以审计局审定金额为准') },
    ['city-18-audit', 'sme-12', 'private-67'],
  ],
  ['whose audit is not said', { audit_clause: 'both' }, ['city-18-audit', 'private-67']],
  ['a condition, which may be agreed', { audit_clause: 'condition' }, ['city-18-audit']],
])('cites for %s', async (_, contract, ids) => {
  const project = await arranged({ signed_on: '2025-06-01', ...contract }, government);
  const found = await findings(db(), auditClause, day, project.id);
  expect(found.flatMap((f) => auditClause.basisOf?.(f.facts).map(({ id }) => id))).toEqual(ids);
});
