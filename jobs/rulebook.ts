import type { Rule } from './rule.ts';
import { accountNotOpened } from './rules/a01-account-not-opened.ts';
import { fundDiverted } from './rules/a04-fund-diverted.ts';
import { transferLate } from './rules/f01-transfer-late.ts';
import { transferShort } from './rules/f02-transfer-short.ts';
import { transferWithheld } from './rules/f08-transfer-withheld.ts';
import { feedSilent } from './rules/m02-feed-silent.ts';
import { calendarMissing } from './rules/m03-calendar-missing.ts';
import { reviewLate } from './rules/s01-review-late.ts';
import { auditPretext } from './rules/s02-audit-pretext.ts';
import { settlementPaymentLate } from './rules/s05-payment-late.ts';
import { wageLate } from './rules/w01-wage-late.ts';
import { wageShort } from './rules/w02-wage-short.ts';
import { payoutFailed } from './rules/w03-payout-failed.ts';
import { noPayroll } from './rules/w05-no-payroll.ts';

/** Every rule in force, in the order of the files. */
export const rulebook: readonly Rule[] = [
  accountNotOpened,
  fundDiverted,
  transferLate,
  transferShort,
  transferWithheld,
  feedSilent,
  calendarMissing,
  reviewLate,
  auditPretext,
  settlementPaymentLate,
  wageLate,
  wageShort,
  payoutFailed,
  noPayroll,
];

/** A rule by its code. */
export const ruleOf = (id: string): Rule | undefined => rulebook.find((r) => r.id === id);
