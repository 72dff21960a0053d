import { daysOf, monthOf } from '../lib/day.ts';
import { instant } from './journal.ts';
import type { Misuse, TransferPlan } from './plan.ts';
import { contractorOf, type Telling, tell } from './telling.ts';

const FEE_FEN = 2_000;
const INTEREST_FEN = 1_234;
const INTEREST_DAY = /-(?:03|06|09|12)-21$/;

/** Tells transfers, stated delays, misuse, and the bank's own fees and interest. */
export function tellMoney(telling: Telling): void {
  for (const transfer of telling.plan.transfers) tellTransfer(telling, transfer);
  tellDelays(telling);
  for (const misuse of telling.plan.misuses) tellMisuse(telling, misuse);
  tellBankOwn(telling);
}

function tellTransfer(telling: Telling, { month, progress, credits }: TransferPlan): void {
  const { plan, ledger } = telling;
  const { projectCode } = plan;
  if (progress !== null) {
    const body = { valueFen: progress.valueFen, confirmedOn: progress.on };
    const action = { type: 'progress', projectCode, month, body } as const;
    tell(telling, instant(progress.on, '10:00'), contractorOf(plan), action);
  }
  for (const { on: day, amountFen } of credits) {
    ledger.book({
      day,
      time: '13:00',
      entryId: ledger.entryId(day),
      direction: 'credit',
      amountFen,
      purpose: 'transfer',
      ...(plan.habits.named ? { period: month } : {}),
      counterpartyName: plan.ownerName,
      counterpartyAccountNo: plan.payerAccountNo,
      counterpartyKind: 'company',
      text: `${month} 人工费用`,
    });
  }
}

function tellDelays(telling: Telling): void {
  const { plan } = telling;
  const { projectCode } = plan;
  const by = { role: 'owner', uscc: plan.ownerUscc } as const;
  for (const { month: period, on, reasonCode, reasonText, withdrawnOn } of plan.delays) {
    const delayRef = `delay:${plan.index + 1}:${period}`;
    const body = { period, on, statedBy: 'owner', reasonCode, reasonText } as const;
    tell(telling, instant(on, '17:00'), by, {
      type: 'transfer-delay',
      projectCode,
      delayRef,
      body,
    });
    if (withdrawnOn === null) continue;
    const action = { type: 'transfer-delay-withdrawal', projectCode, delayRef } as const;
    tell(telling, instant(withdrawnOn, '17:10'), by, action);
  }
}

function tellMisuse({ ledger }: Telling, misuse: Misuse): void {
  const { entryId, on: day, amountFen, purpose, kind, payeeName, payeeAccountNo, text } = misuse;
  const payee = { counterpartyName: payeeName, counterpartyKind: kind };
  const account = payeeAccountNo === '' ? {} : { counterpartyAccountNo: payeeAccountNo };
  const time = '15:30';
  const debit = { day, time, entryId, direction: 'debit', amountFen, purpose, text } as const;
  ledger.book({ ...debit, ...payee, ...account });
  if (misuse.returnedOn === null) return;
  ledger.book({
    day: misuse.returnedOn,
    time: '10:30',
    entryId: ledger.entryId(misuse.returnedOn),
    direction: 'credit',
    amountFen,
    purpose: 'return',
    ...payee,
    ...account,
    returnOf: entryId,
    text: '退回误划款项',
  });
}

/** A small fee on the last working day of a month, interest on the 21st of a quarter's last. */
function tellBankOwn({ plan, ledger }: Telling): void {
  const { calendar, toDay } = plan.frame;
  const own = { counterpartyKind: 'internal' } as const;
  for (const day of daysOf(plan.openedOn, toDay)) {
    if (INTEREST_DAY.test(day)) {
      const onDay = calendar.fwd(day);
      const entryId = ledger.entryId(onDay);
      const purpose = 'interest';
      const entry = { day: onDay, time: '09:10', entryId, purpose, text: '结息', ...own } as const;
      ledger.book({ ...entry, direction: 'credit', amountFen: INTEREST_FEN });
    }
    const lastOfMonth = calendar.isWorking(day) && monthOf(calendar.wd(day, 1)) > monthOf(day);
    if (!lastOfMonth || day === plan.openedOn) continue;
    const entryId = ledger.entryId(day);
    const entry = {
      day,
      time: '16:30',
      entryId,
      purpose: 'fee',
      text: '账户管理费',
      ...own,
    } as const;
    ledger.book({ ...entry, direction: 'debit', amountFen: FEE_FEN });
  }
}
