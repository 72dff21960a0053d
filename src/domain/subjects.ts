import { publicId } from '../lib/id.ts';

const byOwnId = new Set([
  'settlement-review',
  'settlement-payment',
  'account-filing',
  'notice-reply',
]);
const byOwnRule = /^(?:S(?!04|13)\d\d|A0[2356]|M0[12]|R08)$/;

/**
 * The subject of a duty as programs outside know it: settlements and accounts by the id they were
 * given, everything else as it is.
 */
export const dutySubject = (projectId: number, kind: string, subject: string): string =>
  byOwnId.has(kind) ? publicId(projectId, subject) : subject;

/**
 * The same for the subject of an alert: S rules speak of settlements, S08 of an inspection (S04 and S13 of the owner), M01 of a notice, M02 and
 * some A rules of an account, R08 of a complaint.
 */
export const alertSubject = (projectId: number, ruleId: string, subject: string): string =>
  byOwnRule.test(ruleId) ? publicId(projectId, subject) : subject;
