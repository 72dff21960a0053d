import type { Rule } from './rule.ts';
import { accountNotOpened } from './rules/a01-account-not-opened.ts';
import { accountNotFiled } from './rules/a02-account-not-filed.ts';
import { accountIrregular } from './rules/a03-account-irregular.ts';
import { fundDiverted } from './rules/a04-fund-diverted.ts';
import { accountFrozen } from './rules/a05-account-frozen.ts';
import { accountClosedEarly } from './rules/a06-account-closed-early.ts';
import { accountIdle } from './rules/a07-account-idle.ts';
import { accountBypassed } from './rules/a08-account-bypassed.ts';
import { depositMissing } from './rules/d01-deposit-missing.ts';
import { depositShort } from './rules/d02-deposit-short.ts';
import { depositNotRestored } from './rules/d03-deposit-not-restored.ts';
import { guaranteeExpiring } from './rules/d04-guarantee-expiring.ts';
import { transferLate } from './rules/f01-transfer-late.ts';
import { transferShort } from './rules/f02-transfer-short.ts';
import { balanceShort } from './rules/f03-balance-short.ts';
import { holidayGap } from './rules/f04-holiday-gap.ts';
import { transferTwoMonths } from './rules/f05-transfer-two-months.ts';
import { transferNotAgreed } from './rules/f06-transfer-not-agreed.ts';
import { guaranteeMissing } from './rules/f07-guarantee-missing.ts';
import { transferWithheld } from './rules/f08-transfer-withheld.ts';
import { progressUnderpaid } from './rules/f09-progress-underpaid.ts';
import { noticeUnanswered } from './rules/m01-notice-unanswered.ts';
import { feedSilent } from './rules/m02-feed-silent.ts';
import { calendarMissing } from './rules/m03-calendar-missing.ts';
import { unregistered } from './rules/r01-unregistered.ts';
import { contractMissing } from './rules/r02-contract-missing.ts';
import { registrationOdd } from './rules/r03-registration-odd.ts';
import { wageOfficerAbsent } from './rules/r04-wage-officer-absent.ts';
import { boardIncomplete } from './rules/r05-board-incomplete.ts';
import { attendanceInterrupted } from './rules/r06-attendance-interrupted.ts';
import { keyPostsAbsent } from './rules/r07-key-posts-absent.ts';
import { cardWithheld } from './rules/r08-card-withheld.ts';
import { reviewLate } from './rules/s01-review-late.ts';
import { auditPretext } from './rules/s02-audit-pretext.ts';
import { auditSuspected } from './rules/s03-audit-suspected.ts';
import { auditClause } from './rules/s04-audit-clause.ts';
import { settlementPaymentLate } from './rules/s05-payment-late.ts';
import { progressLate } from './rules/s06-progress-late.ts';
import { papersReturned } from './rules/s07-papers-returned.ts';
import { inspectionLate } from './rules/s08-inspection-late.ts';
import { undisputedUnpaid } from './rules/s09-undisputed-unpaid.ts';
import { bannedExcuse } from './rules/s10-banned-excuse.ts';
import { reviewedAgain } from './rules/s11-reviewed-again.ts';
import { retentionLate } from './rules/s13-retention-late.ts';
import { wageLate } from './rules/w01-wage-late.ts';
import { wageShort } from './rules/w02-wage-short.ts';
import { payoutFailed } from './rules/w03-payout-failed.ts';
import { payeeDiffers } from './rules/w04-payee-differs.ts';
import { noPayroll } from './rules/w05-no-payroll.ts';
import { payrollUnsigned } from './rules/w06-payroll-unsigned.ts';
import { payUnlikeDays } from './rules/w07-pay-unlike-days.ts';
import { leaverUnpaid } from './rules/w08-leaver-unpaid.ts';
import { arrearsRepeated } from './rules/w09-arrears-repeated.ts';
import { arrearsOfCrime } from './rules/w10-arrears-of-crime.ts';
import { arrearsNotReported } from './rules/w11-arrears-not-reported.ts';
import { payOdd } from './rules/w12-pay-odd.ts';
import { payDayNotAgreed } from './rules/w13-pay-day-not-agreed.ts';
import { slipsMissing } from './rules/w14-slips-missing.ts';

/** Every rule in force, in the order of the files. */
export const rulebook: readonly Rule[] = [
  accountNotOpened,
  accountNotFiled,
  accountIrregular,
  fundDiverted,
  accountFrozen,
  accountClosedEarly,
  accountIdle,
  accountBypassed,
  depositMissing,
  depositShort,
  depositNotRestored,
  guaranteeExpiring,
  transferLate,
  transferShort,
  balanceShort,
  holidayGap,
  transferTwoMonths,
  transferNotAgreed,
  guaranteeMissing,
  transferWithheld,
  progressUnderpaid,
  noticeUnanswered,
  feedSilent,
  calendarMissing,
  unregistered,
  contractMissing,
  registrationOdd,
  wageOfficerAbsent,
  boardIncomplete,
  attendanceInterrupted,
  keyPostsAbsent,
  cardWithheld,
  reviewLate,
  auditPretext,
  auditSuspected,
  auditClause,
  settlementPaymentLate,
  progressLate,
  papersReturned,
  inspectionLate,
  undisputedUnpaid,
  bannedExcuse,
  reviewedAgain,
  retentionLate,
  wageLate,
  wageShort,
  payoutFailed,
  payeeDiffers,
  noPayroll,
  payrollUnsigned,
  payUnlikeDays,
  leaverUnpaid,
  arrearsRepeated,
  arrearsOfCrime,
  arrearsNotReported,
  payOdd,
  payDayNotAgreed,
  slipsMissing,
];

/** A rule by its code. */
export const ruleOf = (id: string): Rule | undefined => rulebook.find((r) => r.id === id);
