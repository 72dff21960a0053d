import { composeFacts } from '../../../jobs/sweeps/facts.ts';
import type { DraftDue } from '../../../src/domain/notices/draft.ts';

// Drafts as the database gives them. Every name is invented.
export const DAY = '2026-10-31';
export const [OWNER, CONTRACTOR, TEAM] = ['虚构城投公司', '虚构建工公司', '虚构劳务公司'];
export type Alert = DraftDue['alerts'][number];

export const alertOf = (rule: string, facts: object, part: Partial<Alert> = {}): Alert => ({
  id: `00000000-0000-4000-8000-0000000000${rule.slice(1)}`,
  level: 3,
  rule,
  subject: '91320799MA0010010D',
  subjectName: TEAM,
  period: '2026-09',
  facts,
  amountFen: 0,
  dueDay: '2026-09-30',
  openedOn: '2026-10-01',
  ...part,
});

export const duty = {
  day: DAY,
  period: '2026-09',
  dueDay: '2026-09-30',
  daysLate: 31,
  knownDay: '2026-08-01',
};
export const wages = (part: Partial<Alert> = {}) =>
  alertOf(
    'W01',
    { ...duty, workers: 20, unpaidFen: 141_506_07, monthBefore: false },
    { amountFen: 141_506_07, ...part },
  );
export const resend = (part: Partial<Alert> = {}) =>
  alertOf(
    'W03',
    { ...duty, payDay: '2026-09-30', failedOn: '2026-09-30', workers: 1, failedFen: 3_960_00 },
    { amountFen: 3_960_00, ...part },
  );
export const short = (period: string, part: object = {}) =>
  alertOf(
    'F02',
    {
      ...duty,
      period,
      agreedFen: 296_000_00,
      receivedFen: 133_200_01,
      missingFen: 162_799_99,
      balanceFen: 1_00,
      nextPayrollFen: 2_00,
      monthBefore: false,
      ...part,
    },
    { amountFen: 162_799_99, subjectName: OWNER, period },
  );
export const withheld = (period: string, part: Partial<Alert> = {}) =>
  alertOf(
    'F08',
    {
      ...duty,
      period,
      agreedFen: 296_000_00,
      receivedFen: 133_200_01,
      missingFen: 162_799_99,
      reasonCode: 'QUANTITY',
      statedOn: '2026-10-02',
      statedBy: 'owner',
      wagesLate: false,
    },
    { amountFen: 162_799_99, subjectName: OWNER, period, ...part },
  );
export const settlement = (
  rule: string,
  level: string,
  part: object = {},
  amountFen = 450_000_000,
) =>
  alertOf(
    rule,
    {
      day: DAY,
      settlementLevel: level,
      claimedFen: 450_000_000,
      deliveredOn: '2026-08-14',
      reference: null,
      knownDay: '2026-08-14',
      dueDay: '2026-09-30',
      daysLate: 31,
      wagesLate: false,
      ...part,
    },
    { subject: 'settlement', subjectName: null, period: '-', amountFen },
  );
export const misuse = (amountFen = 6_000_00) =>
  alertOf(
    'A04',
    {
      day: DAY,
      bookedOn: '2026-09-09',
      debitFen: amountFen,
      suspectFen: amountFen,
      accounts: 1,
      payees: ['cash'],
      companyNames: [],
      knownDay: '2026-09-09',
    },
    { subjectName: null, amountFen, dueDay: '2026-09-09' },
  );

export function dueOf(alerts: Alert[], part: Partial<DraftDue> = {}): DraftDue {
  return {
    projectId: 1,
    projectCode: 'P-1',
    projectName: '虚构工程',
    level: 3,
    addresseeId: '91320799MA0010014R',
    addresseeName: CONTRACTOR,
    jointId: null,
    jointName: null,
    fundSource: 'private',
    ownerName: OWNER,
    contractorName: CONTRACTOR,
    authorityId: null,
    authorityName: '虚构市住房和城乡建设局',
    authorityPhone: null,
    authorityContact: null,
    draftDigest: null,
    draftCipher: null,
    fresh: true,
    earlier: null,
    alerts,
    ...part,
  };
}
export const toOwner = { addresseeName: OWNER } as const;
export const facts = (alerts: Alert[], part: Partial<DraftDue> = {}) =>
  composeFacts(dueOf(alerts, part), DAY);
