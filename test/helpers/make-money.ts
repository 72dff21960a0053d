import { randomUUID } from 'node:crypto';
import { verdictOf } from '../../src/domain/settlement/verdict.ts';
import { addDays, type Day, type Month } from '../../src/lib/day.ts';
import { type At, first, insert, next, noon, ownerOf } from './insert.ts';
import { aDuty, aProject, type Duty, type Project, partiesOf } from './make.ts';

/** Makers of accounts, entries, transfers and settlements. */

/**
 * A transfer duty: 100,000.00 yuan for 2026-08, due on Thursday 2026-08-20, on a new project, unless
 * told otherwise. `agreedFen: null` makes an instalment of unknown amount.
 */
export async function anInstalment(
  at: At,
  given: {
    project?: Project;
    month?: Month;
    dueDay?: Day;
    agreedFen?: number | null;
    metOn?: Day;
    knownOn?: Day;
    version?: number;
    endedWhy?: string;
  } = {},
): Promise<Duty> {
  const project = given.project ?? (await aProject(at));
  const { month = '2026-08', dueDay = '2026-08-20', agreedFen = 100_000_00, ...rest } = given;
  const key = { kind: 'transfer', subject: project.ownerId, period: month };
  return aDuty(at, project, key, { ...rest, dueDay, amountFen: agreedFen });
}

/** What the allocation gave an instalment on a day (the due day unless told); negative: taken back. */
export async function aPayment(
  at: At,
  instalment: Duty,
  given: { amountFen?: number; valueDay?: Day } = {},
): Promise<void> {
  const onDay = given.valueDay ?? instalment.dueDay;
  await insert(at, 'meeting', {
    project_id: instalment.project.id,
    id: randomUUID(),
    obligation_id: instalment.id,
    fact_kind: 'entry',
    fact_id: `entry-${next()}`,
    amount_fen: given.amountFen ?? 100_000_00,
    on_day: onDay,
    known_at: noon(onDay),
  });
}

/** A delay that somebody (the owner unless told) stated for an instalment's month, with what the detector reads; its id. */
export async function aDelay(
  at: At,
  instalment: Duty,
  given: {
    reasonCode?: string | null;
    reasonText?: string;
    onDay?: Day;
    withdrawnOn?: Day;
    month?: Month;
    statedBy?: string;
    evidence?: string[];
  } = {},
): Promise<string> {
  const onDay = given.onDay ?? instalment.dueDay;
  const id = randomUUID();
  const verdict = verdictOf(given.reasonText);
  await insert(at, 'transfer_delay', {
    project_id: instalment.project.id,
    id,
    period: first(given.month ?? instalment.month),
    on_day: onDay,
    stated_by: given.statedBy ?? 'owner',
    evidence: given.evidence ? JSON.stringify(given.evidence) : null,
    reason_code: given.reasonCode === undefined ? 'PRICE' : given.reasonCode,
    reason_text: given.reasonText ?? null,
    verdict: verdict && JSON.stringify(verdict),
    withdrawn_on: given.withdrawnOn ?? 'infinity',
    known_at: noon(onDay),
  });
  return id;
}

export interface Account {
  id: string;
  project: Project;
}

/** A wage account, opened on 2024-02-01 and told nothing of yet, unless told otherwise. */
export async function anAccount(
  at: At,
  project: Project,
  given: {
    openedOn?: Day;
    closedOn?: Day;
    feedThrough?: Day;
    name?: string;
    agreementSignedOn?: Day;
    closingNoticeOn?: Day;
  } = {},
): Promise<Account> {
  const account = { id: randomUUID(), project };
  const openedOn = given.openedOn ?? '2024-02-01';
  await insert(at, 'wage_account', {
    project_id: project.id,
    id: account.id,
    ...partiesOf(project),
    bank_code: '102',
    account_bidx: `account-${next()}`,
    account_cipher: 'not-a-cipher',
    last4: '0000',
    name: given.name ?? '农民工工资专用账户',
    opened_on: openedOn,
    agreement_signed_on: given.agreementSignedOn ?? null,
    closing_notice_on: given.closingNoticeOn ?? null,
    closed_on: given.closedOn ?? null,
    known_at: noon(openedOn),
  });
  if (given.feedThrough) await feed(at, account, given.feedThrough);
  return account;
}

/** The bank's word that all entries up to a day were sent. */
export async function feed(at: At, account: Account, through: Day): Promise<void> {
  const { id, project } = account;
  await insert(at, 'feed_mark', {
    project_id: project.id,
    account_id: id,
    through,
    message_id: 'message',
    known_at: noon(addDays(through, 1)),
  });
  await ownerOf(at)`update we.wage_account set feed_through = greatest(feed_through, ${through})
    where project_id = ${project.id} and id = ${id}`;
}

/** A balance as the bank stated it at an instant (a day: its noon); `frozenFen` null says nothing of a freeze. */
export async function aBalance(
  at: At,
  account: Account,
  stated: string,
  frozenFen: number | null,
): Promise<void> {
  await insert(at, 'balance_mark', {
    project_id: account.project.id,
    account_id: account.id,
    at: stated.includes('T') ? stated : noon(stated),
    balance_fen: 500_000_00,
    frozen_fen: frozenFen,
    message_id: 'message',
    known_at: noon(stated.slice(0, 10)),
  });
}

/** An entry of an account (a credit unless told); the balance follows. Returns the bank's entry id. */
export async function anEntry(
  at: At,
  account: Account,
  given: {
    amountFen: number;
    on: Day;
    direction?: 'credit' | 'debit';
    entryId?: string;
  } & Partial<Record<EntryColumn, string | null>>,
): Promise<string> {
  const { amountFen, on, direction = 'credit', entryId = `e-${next()}`, ...rest } = given;
  await insert(at, 'account_entry', {
    project_id: account.project.id,
    account_id: account.id,
    entry_id: entryId,
    direction,
    amount_fen: amountFen,
    booked_at: noon(on),
    booked_on: on,
    value_day: on,
    message_id: 'message',
    known_at: noon(on),
    ...rest,
  });
  const signedFen = direction === 'credit' ? amountFen : -amountFen;
  await ownerOf(at)`update we.wage_account set balance_fen = balance_fen + ${signedFen}
    where project_id = ${account.project.id} and id = ${account.id}`;
  return entryId;
}

type EntryColumn =
  | 'purpose'
  | 'period'
  | 'booked_at'
  | 'counterparty_name'
  | 'counterparty_bidx'
  | 'counterparty_kind'
  | 'batch_no'
  | 'end_to_end_id'
  | 'entry_text'
  | 'reversal_of'
  | 'return_of';

export interface Settlement {
  id: string;
  project: Project;
}

/** A settlement of one million yuan of a unit of works, delivered on 2026-03-02, unless told. */
export async function aSettlement(
  at: At,
  project: Project,
  given: {
    level?: string;
    claimedFen?: number;
    deliveredOn?: Day;
    completeOn?: Day;
    status?: string;
  } = {},
): Promise<Settlement> {
  const settlement = { id: randomUUID(), project };
  const deliveredOn = given.deliveredOn ?? '2026-03-02';
  await insert(at, 'settlement', {
    project_id: project.id,
    id: settlement.id,
    level: given.level ?? 'unit',
    claimed_fen: given.claimedFen ?? 1_000_000_00,
    delivered_on: deliveredOn,
    complete_on: given.completeOn ?? null,
    status: given.status ?? 'delivered',
    stated_by: 'contractor',
    known_at: noon(deliveredOn),
  });
  return settlement;
}

/** The next step of a settlement, stated by the contractor unless told, with what the detector reads; its number. */
export async function aStep(
  at: At,
  settlement: Settlement,
  step: string,
  on: Day,
  given: {
    seq?: number;
    amountFen?: number;
    undisputedFen?: number;
    statedBy?: string;
    reasonCode?: string;
    reasonText?: string;
    missingPapers?: string[];
    evidence?: string[];
  } = {},
): Promise<number> {
  const seq = given.seq ?? next();
  const verdict = verdictOf(given.reasonText);
  await insert(at, 'settlement_step', {
    project_id: settlement.project.id,
    settlement_id: settlement.id,
    seq,
    step,
    on_day: on,
    stated_by: given.statedBy ?? 'contractor',
    amount_fen: given.amountFen ?? null,
    undisputed_fen: given.undisputedFen ?? null,
    reason_code: given.reasonCode ?? null,
    reason_text: given.reasonText ?? null,
    verdict: verdict && JSON.stringify(verdict),
    missing_papers: given.missingPapers ? JSON.stringify(given.missingPapers) : null,
    evidence: given.evidence ? JSON.stringify(given.evidence) : null,
    actor: 'test',
    known_at: noon(on),
  });
  return seq;
}
