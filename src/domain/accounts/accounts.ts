import { randomUUID } from 'node:crypto';
import type { Work } from '../../../db/work.ts';
import type { Calendar } from '../../lib/calendar.ts';
import type { Day } from '../../lib/day.ts';
import { addDays } from '../../lib/day.ts';
import { publicId } from '../../lib/id.ts';
import { lastFour } from '../../lib/identity.ts';
import { type Fault, Problem, refused } from '../../lib/problem.ts';
import { hidden } from '../access.ts';
import { matchWaitingEntries } from '../banks/unmatched.ts';
import { loadCalendar } from '../calendar.ts';
import { dutyId, lockDuties, meetBy, putDuty } from '../duties/duty.ts';
import { record } from '../events.ts';
import { numbersOf } from '../numbers.ts';

export interface AccountInput {
  bankCode: string;
  accountNo: string;
  accountName: string;
  openedOn: Day;
  filedOn?: Day | undefined;
  agreementSignedOn?: Day | undefined;
  closedOn?: Day | undefined;
  closingNoticeOn?: Day | undefined;
}

const OPENING_DAYS = 30;
const FILING_DAYS = 30;

function checkDays(work: Work, { openedOn, closedOn }: AccountInput): void {
  const faults: Fault[] = [];
  if (openedOn > work.day) {
    const message = '开户日期晚于今天，请核对。';
    faults.push({ pointer: '/openedOn', code: 'day-in-future', message });
  }
  if (closedOn !== undefined && closedOn < openedOn) {
    const message = '销户日期早于开户日期，请核对。';
    faults.push({ pointer: '/closedOn', code: 'dates-disordered', message });
  }
  if (faults.length > 0) throw refused('invalid-input', '工资专户信息有误。', faults);
}

/**
 * Registers a wage account of a project; it meets the duty to open one.
 *
 * @throws Problem `invalid-input` for its days, `account-taken` when the number belongs to any account already
 */
export async function openAccount(work: Work, projectId: number, input: AccountInput) {
  checkDays(work, input);
  const { sql, vault, now } = work;
  await lockDuties(work, projectId);
  const id = randomUUID();
  const [claimed] =
    await sql`insert into we.account_directory (account_bidx, bank_code, project_id, account_id)
    select ${vault.blind('account', input.accountNo)}, ${input.bankCode}, ${projectId}, ${id}::uuid
    where not exists (select from we.account_directory where account_bidx = any(${vault.blinds('account', input.accountNo)}::text[]))
    on conflict do nothing returning account_id`;
  if (!claimed)
    throw new Problem(
      'conflict',
      'account-taken',
      '该账号已登记为某一项目的工资专户；一个账户只能用于一个项目。',
    );
  const { blind, seal } = await numbersOf(work, projectId);
  const [row] = await sql`
    insert into we.wage_account (project_id, id, region_code, owner_id, contractor_id, bank_code, account_bidx, account_cipher,
      last4, name, opened_on, filed_on, agreement_signed_on, closed_on, closing_notice_on, known_at)
    select p.id, ${id}::uuid, p.region_code, p.owner_id, p.contractor_id, ${input.bankCode}, ${blind('account', input.accountNo)}, ${seal(input.accountNo)},
      ${lastFour(input.accountNo)}, ${input.accountName}, ${input.openedOn}::date, ${input.filedOn ?? null}::date,
      ${input.agreementSignedOn ?? null}::date, ${input.closedOn ?? null}::date, ${input.closingNoticeOn ?? null}::date, ${now}
    from we.project p where p.id = ${projectId}
    on conflict do nothing returning id`;
  if (!row) throw hidden();
  await refreshOpening(work, projectId);
  await refreshFiling(work, projectId, id, input);
  await matchWaitingEntries(work, projectId, input.bankCode, input.accountNo);
  await record(work, projectId, 'account.opened', id, {
    ...plain(input),
    last4: lastFour(input.accountNo),
  });
  return { accountId: publicId(projectId, id) };
}

const plain = ({ accountNo: _, ...rest }: AccountInput) => rest;

/**
 * Changes an account's dates and name as a whole. Number and bank stay: another number is another account. A
 * corrected day of opening or filing moves what it met: taken back on the day stated first, met on the new one.
 *
 * @throws Problem `invalid-input` for its days, `account-number-fixed`, `not-found`
 */
export async function changeAccount(
  work: Work,
  projectId: number,
  id: string,
  input: AccountInput,
) {
  checkDays(work, input);
  const { sql } = work;
  await lockDuties(work, projectId);
  const [before] = await sql`
    select name as "accountName", opened_on as "openedOn", filed_on as "filedOn", agreement_signed_on as "agreementSignedOn",
      closed_on as "closedOn", closing_notice_on as "closingNoticeOn"
    from we.wage_account where project_id = ${projectId} and id = ${id}`;
  const { blind } = await numbersOf(work, projectId);
  const [row] = await sql<{ same: boolean }[]>`
    update we.wage_account set name = ${input.accountName}, opened_on = ${input.openedOn}, filed_on = ${input.filedOn ?? null},
      agreement_signed_on = ${input.agreementSignedOn ?? null}, closed_on = ${input.closedOn ?? null},
      closing_notice_on = ${input.closingNoticeOn ?? null}
    where project_id = ${projectId} and id = ${id}
    returning account_bidx = ${blind('account', input.accountNo)} and bank_code = ${input.bankCode} as same`;
  if (!row) throw hidden();
  if (!row.same)
    throw new Problem(
      'conflict',
      'account-number-fixed',
      '账号和开户银行不能更改；换户请登记新的专户并注明旧户的销户日期。',
    );
  await refreshOpening(work, projectId);
  await refreshFiling(work, projectId, id, input);
  await record(work, projectId, 'account.changed', id, { before, after: plain(input) });
  return { accountId: publicId(projectId, id) };
}

/** A day before the calendar begins is not moved: contracts and accounts may be older. */
function dueAfter(calendar: Calendar, day: Day, days: number) {
  const nominalDay = addDays(day, days);
  if (nominalDay < calendar.from) return { nominalDay, dueDay: nominalDay, provisional: false };
  const dueDay = calendar.fwd(nominalDay);
  const provisional = calendar.provisional(nominalDay) || calendar.provisional(dueDay);
  return { nominalDay, dueDay, provisional };
}

/** 开户: 30 days from signing (53号 6, 条例 26); met on the day the first account was opened. */
export async function refreshOpening(work: Work, projectId: number): Promise<void> {
  const { sql } = work;
  const [row] = await sql<
    {
      signed_on: Day | null;
      contractor_id: string;
      opened_on: Day | null;
      account_id: string | null;
    }[]
  >`
    select t.signed_on, p.contractor_id, a.opened_on, a.id as account_id
    from we.project p
    left join lateral (select signed_on from we.contract_terms where project_id = p.id and effective_at is not null
      order by version desc limit 1) t on true
    left join lateral (select opened_on, id from we.wage_account where project_id = p.id order by opened_on, id limit 1) a on true
    where p.id = ${projectId}`;
  if (!row?.signed_on) return;
  const due = dueAfter(await loadCalendar(work), row.signed_on, OPENING_DAYS);
  const duty = {
    projectId,
    kind: 'account-opening' as const,
    subject: row.contractor_id,
    period: '-',
    ...due,
    amountFen: 0,
  };
  await putDuty(work, duty);
  const first =
    row.opened_on && row.account_id ? { id: row.account_id, onDay: row.opened_on } : null;
  await meetBy(work, projectId, dutyId(duty), 'account', first);
}

/** 备案: 30 days from opening (53号 6); met on the day it was filed. */
async function refreshFiling(
  work: Work,
  projectId: number,
  id: string,
  input: AccountInput,
): Promise<void> {
  const due = dueAfter(await loadCalendar(work), input.openedOn, FILING_DAYS);
  const duty = {
    projectId,
    kind: 'account-filing' as const,
    subject: id,
    period: '-',
    ...due,
    amountFen: 0,
  };
  await putDuty(work, duty);
  const filed = input.filedOn ? { id, onDay: input.filedOn } : null;
  await meetBy(work, projectId, dutyId(duty), 'account', filed);
}
