import { afterAll, beforeAll } from 'vitest';
import { type Db, openDb } from '../../db/client.ts';
import type { Actor, Work } from '../../db/work.ts';
import { makeCard, makeIdNumber } from '../../src/demo/identities.ts';
import { openAccount } from '../../src/domain/accounts/accounts.ts';
import type { BankItem, Tally } from '../../src/domain/banks/items.ts';
import { receiveMessage } from '../../src/domain/banks/messages.ts';
import { approveBatch, orderBatch } from '../../src/domain/payroll/acts.ts';
import { type ClaimAnswer, claimBatch } from '../../src/domain/payroll/batches.ts';
import type { BatchInput } from '../../src/domain/payroll/checks.ts';
import { checkCaches } from '../../src/domain/rebuild.ts';
import { putCompany } from '../../src/domain/registry/companies.ts';
import type { ContractInput } from '../../src/domain/registry/contracts.ts';
import { engage } from '../../src/domain/registry/engagements.ts';
import type { Day, Month } from '../../src/lib/day.ts';
import { parseId } from '../../src/lib/id.ts';
import { testVault } from '../helpers/app.ts';
import { next, ownerOf } from '../helpers/insert.ts';
import { domainDb, inspector, type Site } from './arrange.ts';

/** A worker as a payroll names him. */
export interface Worker {
  idNumber: string;
  name: string;
  cardNo: string;
  engagementId: string;
}

/** A site with an employer, its workers, and a wage account at a bank. */
export interface Stage extends Site {
  employerId: string;
  workers: Worker[];
  bankCode: string;
  accountNo: string;
  accountId: string;
  /** The owner's account: only its money meets an instalment. */
  payerNo: string;
  /** A second person of the contractor. */
  approver: Actor;
}

/** An item without its place in the message. */
export type Said = BankItem extends infer I
  ? I extends { index: number }
    ? Omit<I, 'index'>
    : never
  : never;

/** An entry without its place in the message. */
export type EntrySaid = Extract<Said, { kind: 'entry' }>;

export type StageDb = ReturnType<typeof stageDb>;

export const noonOf = (day: Day) => new Date(`${day}T12:00:00+08:00`);
/** Terms of most stages: wages on the 15th and a transfer on the 10th, both of the next month. */
export const usualTerms = {
  payDay: 15,
  payMonthOffset: 1,
  transferDay: 10,
  transferMonthOffset: 1,
  labourCostFen: 1_000_000_00,
} as const;

/** Called at the top of a test file: `domainDb` with what money needs. */
export function stageDb() {
  const base = domainDb();
  const pools: { app?: Db; night?: Db } = {};
  beforeAll(() => {
    pools.app = openDb(base.at().appUrl, testVault, 4);
    pools.night = openDb(base.at().nightUrl, testVault, 3);
  });
  afterAll(async () => {
    await Promise.all([pools.app?.end(), pools.night?.end()]);
  });
  const app = () => pools.app as Db;
  return {
    ...base,
    app,
    night: () => pools.night as Db,
    /** The superuser's connection. */
    sql: () => ownerOf(base.at()),
    stage: (given: StageGiven = {}) => makeStage(base, given),
    /** A batch as the contractor posts it. */
    claim: (stage: Stage, input: Partial<BatchInput> = {}, day: Day = '2026-07-02') =>
      base.act(stage.contractor, day, (work) => claimBatch(work, stage.id, batchOf(stage, input))),
    /** Approved by the second person and ordered. */
    order: async (stage: Stage, batch: ClaimAnswer, day: Day = '2026-07-03') => {
      const { id } = parseId(batch.batchId);
      const seen = { totalNetFen: batch.totalNetFen };
      await base.act(stage.approver, day, (work) => approveBatch(work, stage.id, id, seen));
      return base.act(stage.approver, day, (work) => orderBatch(work, stage.id, id));
    },
    /** What the stage's bank says in one message. */
    bank: (
      stage: Pick<Stage, 'bankCode'>,
      items: Said[],
      given: { id?: string; day?: Day } = {},
    ): Promise<Tally> =>
      receiveMessage(
        { db: app(), now: noonOf(given.day ?? '2026-07-31') },
        messageOf(stage.bankCode, items, given.id ?? `msg-${next()}`),
      ),
    /** How many rows of the caches differ from the facts. */
    wrongCaches: async () => {
      const reports = await base.byNight('2026-07-31', (work) => checkCaches(work));
      return reports.filter((r) => r.wrong > 0);
    },
  };
}

export const messageOf = (bankCode: string, items: Said[], messageId: string) => ({
  bankCode,
  messageId,
  kind: 'events' as const,
  raw: Buffer.from(JSON.stringify(items)),
  read: () => ({
    items: items.map((item, index) => ({ ...item, index })) as BankItem[],
    rejected: [],
  }),
});

interface StageGiven {
  workers?: number;
  terms?: Partial<ContractInput>;
  enteredOn?: Day;
  bankCode?: string;
  /** `null`: no account is registered. */
  openedOn?: Day | null;
}

async function makeStage(base: ReturnType<typeof domainDb>, given: StageGiven): Promise<Stage> {
  const { workers = 3, enteredOn = '2026-06-02', bankCode = '102' } = given;
  const payerNo = makeCard(next());
  const site = await base.site({
    ...usualTerms,
    payerAccounts: [{ name: '建设单位', accountNo: payerNo }],
    ...given.terms,
  });
  const stage: Stage = {
    ...site,
    employerId: await anEmployer(base),
    workers: [],
    bankCode,
    accountNo: makeCard(next()),
    accountId: '',
    payerNo,
    approver: { ...site.contractor, holder: '财务负责人' },
  };
  if (given.openedOn !== null) await register(base, stage, given.openedOn ?? '2026-01-20');
  if (workers > 0) stage.workers = await hire(base, stage, workers, { enteredOn });
  return stage;
}

/** Registers the stage's wage account. */
export async function register(
  base: Pick<StageDb, 'act'>,
  stage: Stage,
  openedOn: Day,
  day: Day = openedOn,
): Promise<void> {
  const { accountId } = await base.act(stage.contractor, day, (work) =>
    openAccount(work, stage.id, {
      bankCode: stage.bankCode,
      accountNo: stage.accountNo,
      accountName: '农民工工资专用账户',
      openedOn,
    }),
  );
  stage.accountId = parseId(accountId).id;
}

/** A company that hires workers, known to the authority. */
export async function anEmployer(base: Pick<StageDb, 'act'>): Promise<string> {
  const uscc = `91320706MB${String(next()).padStart(8, '0')}`;
  await base.act(inspector, '2026-01-05', (work) =>
    putCompany(work, uscc, { name: `劳务公司${uscc.slice(-4)}`, kinds: ['subcontractor'] }),
  );
  return uscc;
}

/** Workers of the stage's employer, each with a card. */
export async function hire(
  base: Pick<StageDb, 'act'>,
  stage: Stage,
  count: number,
  given: { enteredOn: Day; exitedOn?: Day; employerId?: string; day?: Day },
): Promise<Worker[]> {
  const people = Array.from({ length: count }, () => {
    const seed = next();
    return { idNumber: makeIdNumber(seed), name: `工友${seed}`, cardNo: makeCard(seed) };
  });
  const { employerId: employerUscc = stage.employerId, day = given.enteredOn, ...rest } = given;
  const { engagementIds } = await base.act(stage.contractor, day, (work) =>
    engage(
      work,
      stage.id,
      people.map((person) => ({ ...person, ...rest, employerUscc })),
    ),
  );
  return people.map((person, i) => ({
    ...person,
    engagementId: parseId(engagementIds[i] as string).id,
  }));
}

export const WAGE_FEN = 5_900_00;

/** A line of a worker, 5,900.00 yuan net of an advance of 100.00, unless told otherwise. */
export function lineOf(worker: Worker, given: Partial<BatchInput['lines'][number]> = {}) {
  const netFen = given.netFen ?? WAGE_FEN;
  return {
    idNumber: worker.idNumber,
    name: worker.name,
    grossFen: netFen + 100_00,
    deductions: [{ kind: 'advance', amountFen: 100_00 }],
    netFen,
    ...given,
  };
}

const batchOf = (stage: Stage, input: Partial<BatchInput>): BatchInput => ({
  wageMonth: '2026-06',
  employerUscc: stage.employerId,
  lines: stage.workers.map((worker) => lineOf(worker)),
  ...input,
});

/** The bank's word on a line; at 10 in the morning of the day. */
export const payout = (
  batch: Pick<ClaimAnswer, 'batchNo'>,
  lineNo: number,
  outcome: 'accepted' | 'paid' | 'rejected' | 'returned' | 'unknown',
  on: Day,
  amountFen = WAGE_FEN,
): Said => ({
  kind: 'payout',
  endToEndId: `${batch.batchNo}-${lineNo}`,
  outcome,
  amountFen,
  at: new Date(`${on}T10:00:00+08:00`),
});

/** An entry of the stage's account, booked at 10 in the morning of the day. */
export const entry = (
  stage: Pick<Stage, 'accountNo'>,
  direction: 'credit' | 'debit',
  amountFen: number,
  on: Day,
  given: Partial<EntrySaid> = {},
): EntrySaid => ({
  kind: 'entry',
  accountNo: stage.accountNo,
  entryId: `entry-${next()}`,
  direction,
  amountFen,
  bookedAt: new Date(`${on}T10:00:00+08:00`),
  ...given,
});

export interface DutyRow {
  kind: string;
  subject: string;
  period: Month;
  version: number;
  nominal: Day;
  due: Day;
  provisional: boolean;
  amountFen: number | null;
  metFen: number;
  openCount: number;
  metOn: Day;
}

/** Live duties of a project, all or of one kind and period, in order. */
export function duties(
  db: Pick<StageDb, 'sql'>,
  projectId: number,
  kind?: string,
  period?: Month,
): Promise<DutyRow[]> {
  return db.sql()<DutyRow[]>`
    select kind, subject, period, version, nominal_day as nominal, due_day as due, provisional, amount_fen as "amountFen",
      met_fen as "metFen", open_count as "openCount", met_on as "metOn"
    from we.obligation where project_id = ${projectId} and ended_at = 'infinity'
      and kind = ${kind ?? db.sql()`kind`} and period = ${period ?? db.sql()`period`}
    order by kind, subject, period`;
}

/** The one live duty of a kind and period. */
export async function duty(
  db: Pick<StageDb, 'sql'>,
  projectId: number,
  kind: string,
  period: Month,
): Promise<DutyRow> {
  const found = await duties(db, projectId, kind, period);
  if (found.length !== 1) throw new Error(`${found.length} live duties ${kind} ${period}`);
  return found[0] as DutyRow;
}

/** How many rows each table of schema `we` holds. */
export async function rowCounts(db: Pick<StageDb, 'sql'>): Promise<Record<string, number>> {
  const sql = db.sql();
  const tables = await sql<{ name: string }[]>`select c.relname as name from pg_class c
    where c.relnamespace = 'we'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`;
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await sql<{ n: number }[]>`select count(*)::int as n from we.${sql(name)}`;
    counts[name] = row?.n ?? 0;
  }
  return counts;
}

/** Runs a unit of work that must be refused, and gives the Problem's code and bad places. */
export async function refusal(run: Promise<unknown>): Promise<{
  code: string;
  errors: { pointer: string; code: string }[];
  extra: Record<string, unknown>;
}> {
  try {
    await run;
  } catch (error) {
    const { code, extra } = error as { code?: string; extra?: Record<string, unknown> };
    if (code === undefined || extra === undefined) throw error;
    return { code, extra, errors: (extra.errors ?? []) as { pointer: string; code: string }[] };
  }
  throw new Error('nothing was refused');
}

export type { Work };
