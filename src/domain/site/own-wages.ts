import { z } from 'zod';
import type { Db } from '../../../db/client.ts';
import { type Actor, read, type Work } from '../../../db/work.ts';
import { addMonths, type Day, dayOf, firstOf, lastOf, type Month, monthOf } from '../../lib/day.ts';
import { sumFen } from '../../lib/fen.ts';
import { Problem } from '../../lib/problem.ts';
import { siteOf } from '../../lib/site-code.ts';
import { halfWidth } from '../../lib/text.ts';
import { type WageLine, wageStatement } from '../reports/wage-statement.ts';

/** Where a month's wages are: on the card, sent back by the bank, with the bank, on a payroll sheet, not yet on one, not worked here. */
export type Whereabouts = 'paid' | 'returned' | 'at-bank' | 'claimed' | 'none' | 'absent';

/** A month of a worker's own wages on one project. */
export interface OwnMonth {
  month: Month;
  netFen: number;
  paidFen: number;
  where: Whereabouts;
  cardLast4: string | null;
  /** When the bank's last word on it came. */
  finalOn: Day | null;
  /** By when wages are due; null where no duty says so. */
  dueDay: Day | null;
  /** Since when the owner's transfer for the month is there; null: not yet. Absent where none is due. */
  fundedOn?: Day | null;
}

/** What a worker sees of his own wages. */
export interface OwnWages {
  name: string;
  projectName: string;
  contractor: string;
  /** Today. */
  day: Day;
  /** The latest first. */
  months: OwnMonth[];
  /** Sealed: who was shown this, for what he does on the page. */
  pass: string;
}

/** Who claims to be a worker of a site. */
export interface Claim {
  /** 工地码, as `readSiteCode` reads it. */
  site: string;
  name: string;
  lastSix: string;
}

const MONTHS = 3;
const PASS_MINUTES = 30;

/** Somebody at a site's page: sees that project's rows for one look-up, and may complain there (db/policies/rows.sql). */
export const atSite = (projectId: number): Actor => ({
  id: `site:${projectId}`,
  holder: 'site',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [projectId],
});

/** A name as names are compared: blanks, width, case and the dot between its parts are forgiven. */
export const plainName = (name: string) =>
  halfWidth(name)
    .replace(/[\s.·•・‧]/g, '')
    .toUpperCase();

/**
 * The last months' wages of the worker of a name, the last six of whose identity number are given, on the site of a code. Nothing
 * tells which of the three was wrong.
 *
 * @throws Problem `wages-unknown`
 */
export async function ownWages(db: Db, now: Date, claim: Claim): Promise<OwnWages> {
  // A code that no key gives is looked up as well: it must not be refused sooner.
  const projectId = siteOf(db.vault, claim.site) ?? 0;
  const found = await read(db, atSite(projectId), now, dayOf(now), async (work) => {
    const engagementId = await engagementOf(work, projectId, claim);
    return engagementId === null ? null : wagesOf(work, projectId, engagementId);
  });
  if (found) return found;
  const detail = '没有查到。请核对工地码、姓名和身份证号后六位，再试一次。';
  throw new Problem('unauthenticated', 'wages-unknown', detail);
}

async function engagementOf(
  { sql, vault }: Work,
  projectId: number,
  { name, lastSix }: Claim,
): Promise<string | null> {
  const rows = await sql<{ id: string; workerId: string; name: string; sealed: string }[]>`
    select id, worker_id as "workerId", name, id_cipher as sealed from we.engagement
    where project_id = ${projectId} and id_last4 = ${lastSix.slice(-4)} and id_cipher is not null
    order by entered_on desc, id`;
  const own = rows.filter(
    (row) => plainName(row.name) === plainName(name) && vault.open(row.sealed).endsWith(lastSix),
  );
  // Two people whom nothing here tells apart: neither is shown the other's.
  return new Set(own.map((row) => row.workerId)).size === 1 ? (own[0]?.id ?? null) : null;
}

async function wagesOf(work: Work, projectId: number, engagementId: string): Promise<OwnWages> {
  const { day } = work;
  const statement = await wageStatement(work, projectId, engagementId);
  const { lines, engagements, name, projectName, contractor } = statement;
  const thisMonth = monthOf(day);
  const has = (month: Month) => lines.some((line) => line.month === month);
  const past = Array.from({ length: MONTHS }, (_, n) => addMonths(thisMonth, -1 - n));
  const months = has(thisMonth) ? [thisMonth, ...past] : past;
  const duties = await dutiesOf(work, projectId, engagementId, months);
  const worked = (month: Month) =>
    engagements.some(
      ({ enteredOn, exitedOn }) =>
        enteredOn <= lastOf(month) && (exitedOn === null || exitedOn >= firstOf(month)),
    );
  return {
    ...{ name, projectName, contractor, day },
    months: months.map((month) => ({
      ...oneMonth(
        month,
        lines.filter((line) => line.month === month),
        worked(month),
      ),
      ...duties.get(month),
    })),
    pass: givePass(work, projectId, engagementId),
  };
}

function oneMonth(month: Month, lines: readonly WageLine[], worked: boolean): OwnMonth {
  const owed = lines.filter(({ replaced }) => !replaced);
  const netFen = sumFen(owed.map((line) => line.netFen));
  const paidFen = sumFen(lines.map((line) => line.paidFen));
  const open = owed.filter((line) => line.paidFen < line.netFen);
  const telling = open.at(-1) ?? owed.at(-1);
  return {
    ...{ month, netFen, paidFen },
    where: whereOf(owed, open, netFen > 0 && paidFen >= netFen, worked),
    cardLast4: telling?.cardLast4 ?? null,
    finalOn: telling?.finalOn ?? null,
    dueDay: null,
  };
}

const BACK = ['returned', 'rejected'];
const SENT = ['ordered', 'accepted', 'unknown', 'paid'];

function whereOf(
  owed: readonly WageLine[],
  open: readonly WageLine[],
  paid: boolean,
  worked: boolean,
): Whereabouts {
  if (owed.length === 0) return worked ? 'none' : 'absent';
  if (paid) return 'paid';
  if (open.some(({ state }) => BACK.includes(state))) return 'returned';
  return open.some(({ state }) => SENT.includes(state)) ? 'at-bank' : 'claimed';
}

/** By when a month's wages are due and whether the owner's money for it is there. */
async function dutiesOf(
  { sql }: Work,
  projectId: number,
  engagementId: string,
  months: readonly Month[],
) {
  const rows = await sql<{ kind: string; period: Month; due: Day; met: Day }[]>`
    select o.kind, o.period, o.due_day as due, o.met_on as met
    from we.obligation o join we.engagement e on e.project_id = o.project_id and e.id = ${engagementId}
    where o.project_id = ${projectId} and e.project_id = ${projectId} and o.period = any(${months as Month[]}::text[])
      and o.ended_at = 'infinity' and o.due_day < 'infinity' and (o.kind = 'transfer' or o.kind = 'wage' and o.subject = e.employer_id)`;
  const told = new Map<Month, Partial<Pick<OwnMonth, 'dueDay' | 'fundedOn'>>>();
  for (const { kind, period, due, met } of rows) {
    const fundedOn = met === 'infinity' ? null : met;
    told.set(period, {
      ...told.get(period),
      ...(kind === 'wage' ? { dueDay: due } : { fundedOn }),
    });
  }
  return told;
}

const passShape = z.tuple([z.literal('own-wages'), z.number().int(), z.guid(), z.number().int()]);

const givePass = ({ vault, now }: Work, projectId: number, engagementId: string): string =>
  vault.seal(
    JSON.stringify(['own-wages', projectId, engagementId, now.getTime() + PASS_MINUTES * 60_000]),
  );

/**
 * Whom a pass was given to.
 * @throws Problem `wages-pass-ended` for one that is no pass or half an hour old
 */
export function readPass(
  { vault }: Pick<Db, 'vault'>,
  now: Date,
  pass: string,
): { projectId: number; engagementId: string } {
  const { data } = passShape.safeParse(opened(vault, pass));
  if (!data || data[3] < now.getTime()) {
    const detail = '页面打开得太久了，请重新填写后再提交。';
    throw new Problem('unauthenticated', 'wages-pass-ended', detail);
  }
  return { projectId: data[1], engagementId: data[2] };
}

function opened(vault: Db['vault'], sealed: string): unknown {
  try {
    return JSON.parse(vault.open(sealed));
  } catch {
    return null;
  }
}
