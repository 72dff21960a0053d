import { expect, test } from 'vitest';
import type { DraftDue } from '../../../src/domain/notices/draft.ts';
import {
  type Alert,
  CONTRACTOR,
  facts,
  OWNER,
  settlement,
  short,
  TEAM,
  toOwner,
  wages,
} from './due.ts';

const W_RED = ['虚构市人力资源和社会保障局', OWNER, TEAM];
const FINANCE = ['虚构市财政局', '虚构市审计局'];
const FIVE = [...FINANCE, '虚构市政务服务管理办公室', '虚构市自然资源和规划局'];

test.each<[string, Alert[], Partial<DraftDue>, string[]]>([
  ['yellow wages: owner and employer', [wages()], { level: 1 }, [OWNER, TEAM]],
  ['orange wages: owner and employer', [wages()], { level: 2 }, [OWNER, TEAM]],
  ['red wages: the labour office too', [wages()], {}, W_RED],
  [
    'the employer of a contractor’s own workers is not copied',
    [wages({ subjectName: CONTRACTOR })],
    { level: 2 },
    [OWNER],
  ],
  ['private transfers', [short('2026-09')], toOwner, [CONTRACTOR]],
  ['state transfers', [short('2026-09')], { ...toOwner, fundSource: 'state' }, [CONTRACTOR]],
  [
    'government transfers',
    [short('2026-09')],
    { ...toOwner, fundSource: 'government' },
    [...FINANCE, CONTRACTOR],
  ],
  ['a private settlement', [settlement('S01', 'single')], toOwner, [CONTRACTOR]],
  [
    'a yellow public settlement',
    [settlement('S01', 'single')],
    { ...toOwner, level: 1, fundSource: 'state' },
    [CONTRACTOR],
  ],
  [
    'an orange public settlement',
    [settlement('S01', 'single')],
    { ...toOwner, level: 2, fundSource: 'state' },
    [...FIVE, CONTRACTOR],
  ],
])('copies of %s', (_, alerts, part, copies) => {
  expect(facts(alerts, part).copies).toEqual(copies);
});

test('the office that signs is not copied, another one is, with the name of its place', () => {
  const authorityName = '虚构市云台区治理拖欠农民工工资工作领导小组办公室';
  expect(facts([short('2026-09')], { ...toOwner, authorityName }).copies).toEqual([
    '虚构市云台区住房和城乡建设局',
    CONTRACTOR,
  ]);
  expect(facts([wages()], { authorityName: '虚构市人力资源和社会保障局' }).copies).toEqual([
    '虚构市住房和城乡建设局',
    OWNER,
    TEAM,
  ]);
});
