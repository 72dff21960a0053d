import { isSpoken, type Rule, type View } from './rule.ts';
import { paidBefore } from './signs.ts';

/** Nothing says before that the money is there. */
const isOpen = (view: View): boolean =>
  isSpoken(view) && (view.withheld || !paidBefore(view.before));

const DONE = /@[^,.AWOnowNx]{0,8}(?:d[^,.AWOnbowNx]{0,4}[cC]|[cC]E)(?![^,.]{0,3}[ho]|-?p)/;
const DONE_BEFORE = /d[^,.@AWOn]{0,2}[cC][^,.@AWO]{0,3}@(?![^,.]{0,3}h)/;

/** An office, not a paper: what is handed to it is not done. */
const AGENCY = /[局厅署关心门组处部科司构]/;

/** What an audit that is in question does, in the order in which it is tried. */
export const claims: readonly Rule[] = [
  {
    name: 'not-accepted',
    pretext: true,
    score: 0.85,
    reason: '审计虽已作出，仍以未定案、未签章为由不结不付',
    any: [/@[^,.AWOn]{0,8}(?:dc|cE|d|c)E?,?(?:e-{0,5}|-?)n[^,.]{0,2}C/],
    also: isSpoken,
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
    also: isSpoken,
  },
  {
    name: 'condition',
    pretext: true,
    score: 0.97,
    reason: '把审计完成作为结算或付款的前提',
    any: [
      /@[^.]{0,10}h[^.dkEAWO]{0,14}[pslmMkXD](?!E)/,
      /@[^,.And]{0,4}[cC]?E-?p(?!-?E)/,
      /(?<!d-{0,2})[pslmM][^.AWO@dkE]{0,8}[wqf][^@AWO.]{0,6}@/,
      /@[^.]{0,6}f[^.]{0,12}[xXDbn]/,
      /@[^,.Adnh]{0,4}c[mM]?p(?!E)/,
      /q[^@AWO,.]{0,4}@[^.]{0,14}[hpsXDxm]/,
      /q-?@(?=[,.]|$)/,
      /[xn]@[^.]{0,12}[xbXD]/,
      /@[^.]{0,4}[xn][cC]?[^.]{0,6}[xbXD][^.]{0,3}[psmMl]/,
    ],
    also: isSpoken,
  },
  {
    name: 'waiting',
    pretext: true,
    score: 0.93,
    reason: '以等待审计为由',
    any: [/[wN][^@AWO,.]{0,6}@/, /w[^@AWO.]{0,3}@/, /@-{0,3}N(?![^,.]{0,3}[fd])/],
    also: isOpen,
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
      /@-{0,2}o-{0,2}[cdE]/,
      /F[^,.@]{0,6}@/,
      /@[^,.A]{0,4}F/,
      /@[^,.A]{0,4},[^,.]{0,2}n(?=[,.]|$)/,
      /x@/,
      /@-?Q/,
      /@[^AWO,.]{0,4}x[cC]/,
      /@[^.n]{0,6},e?[^,.]{0,3}n[cC]/,
    ],
    also: isOpen,
  },
  {
    name: 'unexamined',
    pretext: true,
    score: 0.8,
    reason: '以评审、审核未完成为由',
    any: [/@/],
    also: (view) => /[没未在正不]/.test(view.name) && isSpoken(view),
  },
  {
    name: 'cause',
    pretext: true,
    score: 0.85,
    reason: '以审计为原因不结不付',
    any: [/[iawN][^,.@AWO]{0,4}@/, /@[^,.AWO]{0,5}[ag]/],
    also: (view) => view.withheld && isSpoken(view),
  },
  {
    name: 'beside',
    pretext: true,
    score: 0.6,
    reason: '审计与不结不付并提',
    any: [/@[^AWO.vP]{0,8}(?:[XD]|[xn][^,.@AWO]{0,4}[pslmMk]|b[^,.@AWO]{0,4}[plmMk])/],
    also: isSpoken,
  },
];
