import type { Rule, View } from './rule.ts';
import { paidAfter } from './signs.ts';

const ownable = ({ name, mention, letters }: View) =>
  mention.kind === '内部审计' ||
  /I[^@]*@/.test(letters) ||
  mention.letter === 'O' ||
  !/结算|造价|工程|竣工|审定|审减|核减|[局厅署关组]|跟|全过程|财/.test(name);

/** What takes an audit out of the question, in the order in which it is tried. */
export const denials: readonly Rule[] = [
  {
    name: 'own-audit',
    pretext: false,
    score: 0.05,
    reason: '说的是承包人自己的审计',
    any: [/z[-KN]{0,3}[IKY]+[-IKYN]{0,4}@/, /z@/, /z[-KN]@/],
    also: ownable,
  },
  {
    name: 'quoted-ban',
    pretext: false,
    score: 0.02,
    reason: '引述或承诺遵守“不得以审计为由”的规定',
    any: [
      /b[^@,.ep]{0,12}i[^@,.eph]{0,10}@/,
      /b[^@,.e]{0,16}i[^@,.e]{0,10}@[^.]{0,10}[gjJ]/,
      /b[^@,.epsmMhXDf]{0,10}@/,
      /@[^.e]{0,10}[b!][^.pe]{0,12}(?:[gjJ]|i(?=[,.]|$))/,
      /@[^.e]{0,10}[b!][^.e]{0,4}[XD][^.e]{0,8}[gjJ]/,
      /@[^.e]{0,10}g[^.e]{0,10}(?:b|L)/,
      /@[^.e]{0,10}>/,
      /@[^.,e]{0,8}[jJ][^.,]{0,2}d[^.,]{0,2}b/,
    ],
    negated: true,
    quoted: true,
  },
  {
    name: 'banned-act',
    pretext: false,
    score: 0.1,
    reason: '说的是这类做法本身，不是一次拖欠',
    any: [/@[^.e]{0,10}g/],
    also: ({ rest }) => /为(由|名|借口)[^,.]{0,14}的(,|行为|做法|现象)/.test(rest),
    negated: true,
    quoted: true,
  },
  {
    name: 'not-needed',
    pretext: false,
    score: 0.03,
    reason: '说明不以审计为条件，或审计不影响付款',
    any: [
      /t[^@AWO,.wqpe]{0,6}@/,
      /@[^.AXDx]{0,14}T/,
      /tw-?@/,
      /n[^@,.psmMXDlh]{0,3}[ia][^@,.]{0,6}@/,
      /nv[^@,.ps]{0,6}i[^@,.]{0,4}@/,
      /![^@,.=pxXDsm]{0,4}@/,
    ],
    negated: true,
  },
  {
    name: 'papers-missing',
    pretext: false,
    score: 0.25,
    reason: '理由是承包人资料不齐',
    any: [/z[^,.@]{0,4}n[^,.@]{0,6}[VP][^.]*@/, /P[^,.@]{0,4}n[^.]{0,12}@/],
    also: ({ letters }) => !/w@|@[^.]{0,8}h/.test(letters),
  },
  {
    name: 'paid',
    pretext: false,
    score: 0.04,
    reason: '款项已付或照常支付，审计没有妨碍',
    any: [/@/],
    also: ({ after }) => paidAfter(after),
  },
  {
    name: 'not-listed',
    pretext: false,
    score: 0.2,
    reason: '审计不涉及本项目，没有据此不付',
    any: [/n[^@,.psmM]{0,2}v[^@,.]{0,4}@/, /n-?w-{0,2}@/],
    also: ({ withheld }) => !withheld,
  },
];
