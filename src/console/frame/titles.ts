import { isRole, type RoleName, roles } from '../../domain/people/roles.ts';
import type { Deps } from '../../http/edge.ts';
import type { Say } from './say.ts';

/** What the rules are called in English; the law that they quote and the sentences they write are Chinese. */
const RULES: Readonly<Record<string, string>> = {
  A01: 'Account not opened in time',
  A02: 'Account not filed in time',
  A03: 'Account name or agreement does not match',
  A04: 'Account money may be diverted',
  A05: 'Account money frozen',
  A06: 'Account closed before it may be',
  A07: 'Nothing paid from the account for long',
  A08: 'Wages paid beside the account',
  D01: 'No wage deposit and no guarantee',
  D02: 'Wage deposit too small',
  D03: 'Wage deposit not filled up after use',
  D04: 'Guarantee expires and is not renewed',
  F01: 'Labour cost transferred late',
  F02: 'Labour cost transferred in part',
  F03: 'Balance too small for the next payday',
  F04: 'Money short over the holidays',
  F05: 'No labour cost transferred for two months',
  F06: 'No term on labour cost in the contract',
  F07: 'No guarantee of payment for the works',
  F08: 'Labour cost withheld for a dispute or audit',
  F09: 'Progress payment below 80 %',
  M01: 'Alert not answered in time',
  M02: 'Data stopped coming',
  M03: 'Official days off missing',
  R01: 'People on site who are not registered',
  R02: 'No labour contract or written agreement',
  R03: 'Registration incomplete or odd',
  R04: 'No wage officer',
  R05: 'Notice board incomplete',
  R06: 'Attendance stopped on a live site',
  R07: 'Key posts not attended enough',
  R08: 'Wage cards withheld',
  S01: 'Review of a settlement late',
  S02: 'Settlement delayed for an unfinished audit',
  S03: 'Delay that sounds like an audit',
  S04: 'Contract makes an audit the basis of payment',
  S05: 'Payment late after settlement',
  S06: 'Progress measured or paid late',
  S07: 'Settlement papers sent back again and again',
  S08: 'Inspection or acceptance delayed',
  S09: 'Undisputed part not paid first',
  S10: 'Delayed for another banned reason',
  S11: 'Reviewed again after signing',
  S13: 'Quality retention not returned in time',
  W01: 'Monthly wages late',
  W02: 'Monthly wages paid in part',
  W03: 'Failed payment not sent again',
  W04: 'Wages not paid to the worker’s own account',
  W05: 'Attendance without a payroll',
  W06: 'Payroll not signed by the workers',
  W07: 'Below the minimum wage, or at odds with attendance',
  W08: 'Wages of leavers not settled',
  W09: 'Arrears in a row or in sum (key inspection)',
  W10: 'Sum at which refusing to pay is a crime',
  W11: 'Arrears not reported in writing',
  W12: 'Odd payments',
  W13: 'No payday agreed',
  W14: 'No pay slips, or gaps in the ledger',
};

const ROLES: Readonly<Record<RoleName, string>> = {
  inspector: 'inspector',
  supervisor: 'head of supervision',
  'contractor-clerk': 'wage officer',
  'contractor-approver': 'wage approver',
  'owner-clerk': 'owner’s clerk',
  'bank-machine': 'bank’s system',
  'bank-clerk': 'bank’s clerk',
  auditor: 'auditor',
  administrator: 'administrator',
};

/** A rule as the reader calls it; `title` is its own. */
export const ruleTitle = (t: Say, id: string, title: string) => t(title, RULES[id] ?? title);

/** What alerts say, under the name that the reader knows their rule by. */
export const describedIn =
  (t: Say, describe: Deps['describe']): Deps['describe'] =>
  (alert) => {
    const words = describe(alert);
    return { ...words, title: ruleTitle(t, alert.rule, words.title) };
  };

/** What a sum over alerts is. */
export const sumHint = (t: Say) =>
  t(
    '一笔款可能引起几条预警，预警金额合计中各算一次。',
    'One sum may raise several alerts; a sum over alerts counts it for each.',
  );

/** A role as the reader calls it. */
export const roleTitle = (t: Say, name: string) =>
  isRole(name) ? t(roles[name].title, ROLES[name]) : name;

/** Roles that people have; machines do not sign in. */
export const roleOptions = (t: Say): [RoleName, string][] =>
  (Object.keys(roles) as RoleName[])
    .filter((name) => !('machine' in roles[name]))
    .map((name) => [name, roleTitle(t, name)]);
