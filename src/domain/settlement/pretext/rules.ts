import { paidAfter, paidBefore } from './signs.ts';
import type { Mention } from './tokens.ts';

/** One audit and the letters around it: itself is `@`, other ones keep their letter. */
export interface View {
  mention: Mention;
  /** As it is spelt. */
  name: string;
  /** The text from there on, as far as the letters go. */
  rest: string;
  letters: string;
  before: string;
  after: string;
  /** The letters of its sentence and of the next one. */
  sentence: string;
  /** Money is kept back there. */
  withheld: boolean;
  /** Money, not only a settlement or a date. */
  money: boolean;
}

/** The first rule that fits decides about an audit. */
export interface Rule {
  name: string;
  pretext: boolean;
  /** How sure that it is a pretext. */
  score: number;
  /** For the person who reads the verdict. */
  reason: string;
  any: readonly RegExp[];
  also?: (view: View) => boolean;
  /** What turns the verdict is a negation. */
  negated?: true;
  /** It is the ban that is repeated. */
  quoted?: true;
}

const ownable = ({ name, mention, letters }: View) =>
  mention.kind === '内部审计' ||
  /I[^@]*@/.test(letters) ||
  mention.letter === 'O' ||
  !/结算|造价|工程|竣工|审定|审减|核减|[局厅署关组]|跟|全过程|财/.test(name);

/** Not the works' audit by its name: a pretext only where money is kept back. */
const spoken = (view: View) =>
  view.mention.letter === 'A' ||
  (view.mention.letter === 'O' ? view.money : view.withheld) ||
  (view.mention.letter === 'W' && /A/.test(view.before));

const clean = (view: View) => spoken(view) && (view.withheld || !paidBefore(view.before));

const excuses: readonly Rule[] = [
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

const DONE = /@[^,.AWOnowNx]{0,8}(?:d[^,.AWOnbowNx]{0,4}[cC]|[cC]E)(?![^,.]{0,3}[ho])/;
const DONE_BEFORE = /d[^,.@AWOn]{0,2}[cC][^,.@AWO]{0,3}@(?![^,.]{0,3}h)/;

const states: readonly Rule[] = [
  {
    name: 'not-accepted',
    pretext: true,
    score: 0.85,
    reason: '审计虽已作出，仍以未定案、未签章为由不结不付',
    any: [/@[^,.AWOn]{0,8}(?:dc|cE|d|c)E?,?e?-?n[^,.]{0,2}C/],
    also: spoken,
  },
  {
    name: 'finished',
    pretext: false,
    score: 0.1,
    reason: '审计已经完成，不是等待审计',
    any: [DONE, DONE_BEFORE, /d[^,.]{0,2}i-?@[^,.xnwh]{0,8}[pskm]/],
    also: ({ name, letters }) =>
      !/w[^@,.]{0,4}@/.test(letters) && (DONE.test(letters) || !AGENCY.test(name)),
  },
];

const AGENCY = /[局厅署关心门组处部科司构]/;

const pretexts: readonly Rule[] = [
  {
    name: 'basis',
    pretext: true,
    score: 0.95,
    reason: '以审计结果作为结算依据或付款条件',
    any: [
      /i[^@AWO,.xhw]{0,5}@[^,.A]{0,8}[jJ]/,
      /@[^,.Ag]{0,8}[jJ]/,
      /i@-{0,4}[sC](?!h)/,
      /i@-{0,3}[lpmM]/,
      /i[^@AWO,.xhwp]{0,5}@[^,.A]{0,5}s/,
      /@[^.]{0,4}i-?s/,
      /@[^,.Ag]{0,6}vs/,
      /[jJ]@[^,.]{0,4}[sC]/,
      /[jJ][=/]?@/,
      /J,-?@/,
    ],
    also: spoken,
  },
  {
    name: 'condition',
    pretext: true,
    score: 0.97,
    reason: '把审计完成作为结算或付款的前提',
    any: [
      /@[^.]{0,10}h[^.dkAWO]{0,14}[pslmMkXD](?!E)/,
      /(?<!d-{0,2})[pslmM][^.AWO@dkE]{0,8}[wqf][^@AWO.]{0,6}@/,
      /@[^.]{0,6}f[^.]{0,12}[xXDbn]/,
      /@[^,.Adnh]{0,4}c[mM]?p(?!E)/,
      /q[^@AWO,.]{0,4}@[^.]{0,14}[hpsXDxm]/,
      /q-?@(?=[,.]|$)/,
      /[xn]@[^.]{0,12}[xbXD]/,
      /@[^.]{0,4}[xn][cC]?[^.]{0,6}[xbXD][^.]{0,3}[psmMl]/,
    ],
    also: spoken,
  },
  {
    name: 'waiting',
    pretext: true,
    score: 0.93,
    reason: '以等待审计为由',
    any: [/[wN][^@AWO,.]{0,6}@/, /w[^@AWO.]{0,3}@/, /@[^A.,n]{0,4}N/],
    also: clean,
  },
  {
    name: 'unfinished',
    pretext: true,
    score: 0.92,
    reason: '以审计未完成为由',
    any: [
      /@[^A.,z]{0,10}[,/.]?n(?!-?[va]|-{0,2}[ia])[^,.A]{0,4}[cC]/,
      /@[^AWO,.z]{0,4}n(?!-?[vaPi])/,
      /n[^@AWO,.vVpsmMXDlik]{0,4}@/,
      /@[^A.,z]{0,8}[,/]?[^A.,z]{0,3}[uQ]/,
      /@-{0,2}U/,
      /@[^,.A]{0,4}d?[cC]o/,
      /@[^,.A]{0,3}o/,
      /F[^,.@]{0,6}@/,
      /@[^,.A]{0,4}F/,
      /@[^,.A]{0,4},[^,.]{0,2}n(?=[,.]|$)/,
      /x@/,
      /@-?Q/,
      /@[^AWO,.]{0,4}x[cC]/,
      /@[^.n]{0,6},e?[^,.]{0,3}n[cC]/,
    ],
    also: clean,
  },
  {
    name: 'unexamined',
    pretext: true,
    score: 0.8,
    reason: '以评审、审核未完成为由',
    any: [/@/],
    also: (view) => /[没未在正不]/.test(view.name) && spoken(view),
  },
  {
    name: 'cause',
    pretext: true,
    score: 0.85,
    reason: '以审计为原因不结不付',
    any: [/[iawN][^,.@AWO]{0,4}@/, /@[^,.AWO]{0,5}[ag]/],
    also: (view) => view.withheld && spoken(view),
  },
  {
    name: 'beside',
    pretext: true,
    score: 0.6,
    reason: '审计与不结不付并提',
    any: [/@[^AWO.vP]{0,8}(?:[XD]|[xn][^,.@AWO]{0,4}[pslmMk]|b[^,.@AWO]{0,4}[plmMk])/],
    also: spoken,
  },
];

/** In the order in which they are tried. */
export const rules: readonly Rule[] = [...excuses, ...states, ...pretexts];
