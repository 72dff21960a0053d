import type { BookFacts } from '../../reports/book.ts';
import type { WageFacts } from '../../reports/wage-statement.ts';
import { addMonths } from '../../src/lib/day.ts';

/** An invented project with a year behind it. */
export const bookFacts = (given: Partial<BookFacts> = {}): BookFacts => ({
  day: '2026-10-02',
  project: {
    ...{ projectCode: 'LYG-2026-017', name: '海州区新海安置房二期工程', regionCode: '320706' },
    ...{ fundSource: 'government', status: 'active', confirmed: true },
    ...{ startsOn: '2026-01-05', endsOn: '2027-12-31', permitOn: '2025-12-20' },
  },
  parties: [
    {
      role: 'owner',
      uscc: '91320700MA0000001X',
      name: '连云港市海州城建投资有限公司',
      from: null,
      to: null,
    },
    {
      role: 'contractor',
      uscc: '91320700MA0000002X',
      name: '江苏云台建设集团有限公司',
      from: null,
      to: null,
    },
    {
      ...{ role: 'subcontractor', uscc: '91320700MA0000003X', name: '连云港锦屏建筑劳务有限公司' },
      ...{ from: '2026-01-10', to: null },
    },
    {
      ...{ role: 'supervisor', uscc: '91320700MA0000004X', name: '江苏花果山工程监理有限公司' },
      ...{ from: '2026-01-05', to: '2026-09-30' },
    },
  ],
  terms: {
    ...{ signedOn: '2025-12-28', totalFen: 186_000_000_00, labourCostFen: null },
    ...{ labourCostRatio: '0.2000', transferDay: 10, payDay: 15, payMonthOffset: 1 },
    auditClause: 'basis',
  },
  accounts: [
    {
      ...{ bank: '中国工商银行连云港分行', name: '农民工工资专用账户', last4: '0456' },
      ...{
        openedOn: '2026-01-15',
        filedOn: '2026-01-20',
        closedOn: null,
        balanceFen: 1_234_567_89,
      },
    },
  ],
  entries: Array.from({ length: 8 }, (_, n) => ({
    ...{ month: addMonths('2026-02', n), credits: 1, creditFen: 3_200_000_00, debits: 118 + n },
    ...{ debitFen: 3_050_000_00, balanceFen: (n + 1) * 150_000_00 },
  })),
  wages: Array.from({ length: 7 }, (_, n) => ({
    ...{ month: addMonths('2026-02', n), employer: '连云港锦屏建筑劳务有限公司', workers: 118 + n },
    ...{ dueDay: `2026-0${n + 3}-15`, amountFen: n === 6 ? null : 3_050_000_00 },
    ...{ metFen: n > 4 ? 0 : 3_050_000_00, metOn: n > 4 ? null : `2026-0${n + 3}-14` },
  })),
  settlements: [
    {
      settlementId: '7-00000000000040008000000000000001',
      ...{
        level: 'process',
        reference: 'JS-03',
        claimedFen: 23_456_789_00,
        deliveredOn: '2026-06-02',
      },
      ...{ status: 'delivered', reviewDueDay: '2026-07-02', reviewedOn: null },
      ...{ paymentDueDay: null, paidOn: null },
      steps: [
        {
          ...{ onDay: '2026-06-10', step: 'papers-requested', statedBy: 'owner' as const },
          ...{ amountFen: null, reason: null },
        },
        {
          ...{ onDay: '2026-07-08', step: 'delay-stated', statedBy: 'owner', amountFen: null },
          reason: '待审计局出具审计报告后办理结算和付款',
        },
        {
          onDay: '2026-07-09',
          step: 'delay-stated',
          statedBy: 'owner',
          amountFen: null,
          reason: 'AUD-GOV',
        },
      ],
    },
  ],
  alerts: Array.from({ length: 14 }, (_, n) => ({
    ...{ rule: n % 2 ? 'W01' : 'S02', level: (n % 3) + 1, status: n > 9 ? 'open' : 'cleared' },
    ...{ period: n % 2 ? addMonths('2026-02', n % 7) : '-', amountFen: 1_234_567 * (n + 1) },
    ...{ dueDay: '2026-07-15', openedOn: '2026-07-16', clearedOn: n > 9 ? null : '2026-07-20' },
  })),
  notices: [
    {
      ...{
        number: '连建函〔2026〕3号',
        instrument: 'warning',
        addressee: '江苏云台建设集团有限公司',
      },
      ...{ status: 'overdue', issuedOn: '2026-07-16', servedOn: '2026-07-17' },
      ...{ replyDueOn: '2026-07-24', repliedOn: null },
    },
  ],
  titles: { W01: '月工资逾期未发', S02: '以未完成审计为由延期结算' },
  ...given,
});

/** An invented worker's twelve months: paid until June, July in part, August not, with a correction. */
export const wageFacts = (given: Partial<WageFacts> = {}): WageFacts => ({
  projectCode: 'LYG-2026-017',
  projectName: '海州区新海安置房二期工程',
  contractor: '江苏云台建设集团有限公司',
  name: '王朝阳',
  idNumber: '**************4321',
  engagements: [
    {
      ...{ employer: '连云港锦屏建筑劳务有限公司', team: '木工一班' },
      ...{ enteredOn: '2026-01-10', exitedOn: null },
    },
  ],
  from: '2025-11',
  to: '2026-10',
  day: '2026-10-02',
  lines: Array.from({ length: 8 }, (_, n) => {
    const paidFen = n < 6 ? 5_900_00 : n === 6 ? 2_000_00 : 0;
    return {
      ...{
        month: addMonths('2026-01', n),
        employer: '连云港锦屏建筑劳务有限公司',
        kind: 'regular',
      },
      ...{ replaced: false, workDays: 24, grossFen: 6_000_00, netFen: 5_900_00, paidFen },
      ...{ finalOn: paidFen > 0 ? '2026-04-15' : null, cardLast4: '8812' },
      state: n < 7 ? 'paid' : 'rejected',
    };
  }),
  siteCode: '0000 0174 7311',
  askAt: 'https://wage.example/my-wages',
  ...given,
});
