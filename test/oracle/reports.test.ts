import { describe, expect, test } from 'vitest';
import type { ReportAction } from '../../src/demo/story-reports.ts';
import { CONTRACTOR, EMPLOYER, OWNER, Tale } from './tiny.ts';
import { ACCOUNT_NO, BANK } from './tiny-feeds.ts';

type Told = ReportAction extends infer One
  ? One extends unknown
    ? Omit<One, 'projectCode'>
    : never
  : never;

const report = (
  tale: Tale,
  day: string,
  action: Told,
  role: 'authority' | 'contractor' = 'contractor',
) => tale.tell(day, { projectCode: 'P1', ...action } as ReportAction, role);

const WHOLE = { labourCostFen: 9, transferDay: 10, transferMonthOffset: 1, payDay: 25 } as const;
const begun = (to = '2026-12-31') => new Tale('2026-08-03', to, WHOLE);
const NAME = '某项目农民工工资专用账户';
const ordered = { accountName: NAME, filedOn: '2026-08-03', agreementSignedOn: '2026-08-03' };

describe('an account', () => {
  test('A02 is yellow from the day after thirty days, orange after fifteen more, until filed or closed', () => {
    // Thirty days after 3 August end on Wednesday, 2 September.
    const tale = begun()
      .account(ordered)
      .account({ ...ordered, filedOn: '2026-09-19', openedOn: '2026-08-03' }, '2026-09-19');
    expect(tale.found('2026-09-02', 'A02')).toEqual([]);
    const late = begun().account({ accountName: NAME });
    expect(late.found('2026-09-02', 'A02')).toEqual([]);
    expect(late.found('2026-09-03', 'A02')).toEqual(['A02 account - yellow 0']);
    expect(late.found('2026-09-17', 'A02')).toEqual(['A02 account - yellow 0']);
    expect(late.found('2026-09-18', 'A02')).toEqual(['A02 account - orange 0']);
    const filed = begun().account({ accountName: NAME });
    filed.account(
      { accountName: NAME, openedOn: '2026-08-03', filedOn: '2026-09-18' },
      '2026-09-18',
    );
    expect(filed.found('2026-09-17', 'A02')).toHaveLength(1);
    expect(filed.found('2026-09-18', 'A02')).toEqual([]);
  });

  test('A03 asks for the ending of the name and the agreement, orange after fifteen days', () => {
    const named = begun().account({ ...ordered, accountName: '某项目（农民工工资 专用账户）' });
    expect(named.found('2026-08-03', 'A03')).toEqual([]);
    const misnamed = begun().account({ ...ordered, accountName: '某项目专用账户' });
    expect(misnamed.found('2026-08-18', 'A03')).toEqual(['A03 account - yellow 0']);
    expect(misnamed.found('2026-08-19', 'A03')).toEqual(['A03 account - orange 0']);
    const alone = begun().account({ ...ordered, agreementSignedOn: '2026-08-05' });
    expect(alone.found('2026-08-04', 'A03')).toHaveLength(1);
    expect(alone.found('2026-08-05', 'A03')).toEqual([]);
  });

  test('A05 tells what is frozen by the last word on it', () => {
    const tale = begun().account(ordered);
    const say = (day: string, frozenFen?: number) => {
      const at = `${day}T10:00:00+08:00`;
      const word = frozenFen === undefined ? {} : { frozenFen };
      const balances = [{ accountNo: ACCOUNT_NO, balanceFen: 9, at, ...word }];
      tale.tell(day, { type: 'balances', bankCode: BANK, messageId: day, balances }, 'bank');
    };
    say('2026-08-10', 5);
    say('2026-08-12');
    say('2026-08-14', 0);
    expect(tale.found('2026-08-09', 'A05')).toEqual([]);
    expect(tale.found('2026-08-13', 'A05')).toEqual(['A05 account - red 5']);
    expect(tale.found('2026-08-14', 'A05')).toEqual([]);
  });

  test('A06 asks for thirty full days of notice, and for no wages owed', () => {
    const closed = (closingNoticeOn?: string) => {
      const notice = closingNoticeOn === undefined ? {} : { closingNoticeOn };
      const closing = { ...ordered, ...notice, openedOn: '2026-08-03', closedOn: '2026-10-01' };
      return begun().account(ordered).account(closing, '2026-10-01');
    };
    expect(closed('2026-08-31').found('2026-10-01', 'A06')).toEqual([]);
    expect(closed('2026-09-01').found('2026-10-01', 'A06')).toEqual(['A06 account - red 0']);
    expect(closed('2026-09-01').found('2026-10-02', 'A06')).toEqual([]);
    expect(closed().found('2026-12-31', 'A06')).toHaveLength(1);
    const owing = closed('2026-08-03')
      .workers(1, 1)
      .batch('B', '2026-09-20', '2026-09', [[1, 7]]);
    expect(owing.found('2026-10-01', 'A06')).toEqual(['A06 account - red 7']);
  });

  test('A06 asks for nothing left of wages and register, and no complaint; how works are run says nothing', () => {
    const closing = {
      closingNoticeOn: '2026-08-03',
      openedOn: '2026-08-03',
      closedOn: '2026-10-01',
    };
    const closed = () =>
      begun()
        .account(ordered)
        .account({ ...ordered, ...closing }, '2026-10-01');
    const found = (tale: Tale, day = '2026-10-01') => tale.found(day, 'A06');
    expect(closed().found('2026-10-01', 'A06', 'R04')).toEqual([`R04 ${CONTRACTOR} - orange 0`]);
    expect(found(closed().attend([7], ['2026-10-02']))).toEqual([]);
    expect(found(closed().attend([7], ['2026-10-02']), '2026-10-02')).toEqual([
      'A06 account - red 0',
    ]);
    const complained = closed();
    const about = { aboutUscc: CONTRACTOR, text: '反映情况' };
    const complaintRef = 'complaint';
    const body = { kind: 'wages', on: '2026-10-03', ...about } as const;
    report(complained, '2026-10-03', { type: 'complaint', complaintRef, body }, 'authority');
    const end = { on: '2026-10-05', outcome: 'settled', text: '已办结' } as const;
    report(
      complained,
      '2026-10-05',
      { type: 'complaint-closing', complaintRef, body: end },
      'authority',
    );
    const days = ['02', '03', '04', '05'].map((day) => found(complained, `2026-10-${day}`).length);
    expect(days).toEqual([0, 1, 1, 0]);
  });

  test('A08 is orange, red after a month like it, until a later month went through the account', () => {
    const tale = begun().account(ordered).workers(1, 1);
    const body = { employerUscc: EMPLOYER, channel: 'cash', amountFen: 5, workers: 1 } as const;
    const outside = (on: string, wageMonth: string) =>
      report(tale, on, { type: 'outside-payment', body: { ...body, on, wageMonth } });
    outside('2026-08-25', '2026-08');
    outside('2026-09-25', '2026-09');
    tale.batch('B', '2026-10-20', '2026-10', [[1, 7]]).payout('B#1', '2026-10-23', 7);
    const a08 = (month: string, level: string) => `A08 ${CONTRACTOR} ${month} ${level} 5`;
    expect(tale.found('2026-08-24', 'A08')).toEqual([]);
    expect(tale.found('2026-08-25', 'A08')).toEqual([a08('2026-08', 'orange')]);
    const both = [a08('2026-08', 'orange'), a08('2026-09', 'red')];
    expect(tale.found('2026-10-22', 'A08')).toEqual(both);
    expect(tale.found('2026-10-23', 'A08')).toEqual([]);
  });
});

describe('a report', () => {
  test('F09 asks for four fifths, a fen of it up, thirty days after the confirmation', () => {
    const tale = begun();
    const body = { name: '业主', kinds: ['owner' as const], ownership: 'state' as const };
    tale.tell('2026-08-03', { type: 'company', uscc: OWNER, body }, 'authority', '07:00');
    const value = { valueFen: 1_001, confirmedOn: '2026-08-20' };
    tale.tell('2026-08-20', { type: 'progress', projectCode: 'P1', month: '2026-08', body: value });
    const paid = (on: string, amountFen: number) =>
      report(tale, on, { type: 'progress-payment', body: { on, amountFen } });
    paid('2026-08-25', 800);
    paid('2026-09-25', 1);
    expect(tale.found('2026-09-18', 'F09')).toEqual([]);
    expect(tale.found('2026-09-19', 'F09')).toEqual([`F09 ${OWNER} - yellow 1`]);
    expect(tale.found('2026-09-25', 'F09')).toEqual([]);
  });

  test('R08 stands from a complaint of a card kept back to its end', () => {
    const tale = begun();
    const about = { aboutUscc: CONTRACTOR, text: '扣卡' };
    for (const kind of ['wages', 'card-withheld'] as const)
      report(
        tale,
        '2026-08-10',
        { type: 'complaint', complaintRef: kind, body: { kind, on: '2026-08-10', ...about } },
        'authority',
      );
    const body = { on: '2026-08-15', outcome: 'settled', text: '已还' } as const;
    report(
      tale,
      '2026-08-15',
      { type: 'complaint-closing', complaintRef: 'card-withheld', body },
      'authority',
    );
    expect(tale.found('2026-08-09', 'R08')).toEqual([]);
    expect(tale.found('2026-08-14', 'R08')).toEqual(['R08 card-withheld - red 0']);
    expect(tale.found('2026-08-15', 'R08')).toEqual([]);
  });

  test('S08 is late after the agreed day moved on, orange after thirty days', () => {
    const tale = begun();
    // Saturday, 12 September; the next working day is Monday the 14th.
    const body = { part: '基础', requestedOn: '2026-09-01', agreedOn: '2026-09-12' };
    report(tale, '2026-09-01', { type: 'inspection', inspectionRef: 'I', body });
    report(tale, '2026-10-20', {
      type: 'inspection-result',
      inspectionRef: 'I',
      body: { inspectedOn: '2026-10-20' },
    });
    expect(tale.found('2026-09-14', 'S08')).toEqual([]);
    expect(tale.found('2026-09-15', 'S08')).toEqual(['S08 I - yellow 0']);
    expect(tale.found('2026-10-14', 'S08')).toEqual(['S08 I - yellow 0']);
    expect(tale.found('2026-10-15', 'S08')).toEqual(['S08 I - orange 0']);
    expect(tale.found('2026-10-20', 'S08')).toEqual([]);
  });

  test('S13 is due two years after the acceptance, and counts what the contractor says came back', () => {
    const tale = begun();
    // Two years after 30 August 2024: a Sunday, moved on to the 31st.
    report(tale, '2026-08-03', {
      type: 'retention',
      body: { amountFen: 9, acceptedOn: '2024-08-30' },
    });
    const back = (on: string, amountFen: number, statedBy: 'owner' | 'contractor') =>
      report(tale, on, { type: 'retention-return', body: { on, amountFen, statedBy } });
    back('2026-09-01', 9, 'owner');
    back('2026-09-02', 4, 'contractor');
    back('2026-10-02', 5, 'contractor');
    expect(tale.found('2026-08-31', 'S13')).toEqual([]);
    expect(tale.found('2026-09-01', 'S13')).toEqual([`S13 ${OWNER} - yellow 9`]);
    expect(tale.found('2026-09-30', 'S13')).toEqual([`S13 ${OWNER} - yellow 5`]);
    expect(tale.found('2026-10-01', 'S13')).toEqual([`S13 ${OWNER} - orange 5`]);
    expect(tale.found('2026-10-02', 'S13')).toEqual([]);
  });
});

describe('a paper that nobody answers', () => {
  const about = [{ rule: 'D01', subject: CONTRACTOR, period: '-' as const }];
  const served = (level: 'yellow' | 'red', on: string) =>
    report(
      begun(),
      on,
      { type: 'notice', noticeRef: 'N', addresseeUscc: CONTRACTOR, level, about },
      'authority',
    );

  test('is found after five working days, two at red, and lifts what it names', () => {
    // D01 is yellow from 1 September; five working days after Wednesday the 2nd end on the 9th.
    const tale = served('yellow', '2026-09-02');
    expect(tale.found('2026-09-09', 'M01', 'D01')).toEqual([`D01 ${CONTRACTOR} - yellow 0`]);
    const both = [`D01 ${CONTRACTOR} - orange 0`, 'M01 N - yellow 0'];
    expect(tale.found('2026-09-10', 'M01', 'D01')).toEqual(both);
    const red = served('red', '2026-09-02');
    expect(red.found('2026-09-04', 'M01')).toEqual([]);
    expect(red.found('2026-09-05', 'M01', 'D01')).toEqual([
      `D01 ${CONTRACTOR} - red 0`,
      'M01 N - red 0',
    ]);
  });

  test('ends with a reply until that is found wanting, and with its withdrawal', () => {
    const tale = served('yellow', '2026-09-02');
    report(tale, '2026-09-11', { type: 'notice-reply', noticeRef: 'N', text: '已办' });
    report(
      tale,
      '2026-09-14',
      { type: 'notice-verdict', noticeRef: 'N', accepted: false, reason: '不实' },
      'authority',
    );
    report(
      tale,
      '2026-09-16',
      { type: 'notice-withdrawal', noticeRef: 'N', reason: '误' },
      'authority',
    );
    const days = ['10', '11', '13', '14', '15', '16'];
    const found = days.filter((day) => tale.found(`2026-09-${day}`, 'M01').length > 0);
    expect(found).toEqual(['10', '14', '15']);
  });

  test('the winter campaign lifts every alert but those of the system, until the last day of the lunar year', () => {
    const tale = new Tale('2026-08-03', '2027-02-10', WHOLE).silent('2026-08-03', '2027-02-10');
    tale.account(ordered);
    const settings = { type: 'settings', uscc: 'AUTHORITY', body: { winter: true } } as const;
    tale.tell('2026-08-20', settings, 'authority');
    const levels = (day: string) =>
      tale.found(day, 'D01', 'M02').map((one) => one.split(' ').slice(0, 4).join(' '));
    const [d01, m02] = [`D01 ${CONTRACTOR} -`, 'M02 account - yellow'];
    expect(levels('2026-11-14')).toEqual([`${d01} orange`, m02]);
    expect(levels('2026-11-15')).toEqual([`${d01} red`, m02]);
    expect(levels('2027-02-05')).toEqual([`${d01} red`, m02]);
    expect(levels('2027-02-06')).toEqual([`${d01} orange`, m02]);
  });
});
