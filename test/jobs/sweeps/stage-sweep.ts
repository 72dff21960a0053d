import { sweepDrafts } from '../../../jobs/sweeps/drafts.ts';
import type { NoticeFacts } from '../../../reports/notice-facts.ts';
import type { Site } from '../../domain/arrange.ts';
import type { StageDb } from '../../domain/stage.ts';
import { insert } from '../../helpers/insert.ts';
import { alertOf, duty, short, wages } from './due.ts';

/** The night of the drafts that these tests sweep. */
export const DAY = '2026-07-02';

const settlementFacts = {
  day: DAY,
  settlementLevel: 'single',
  claimedFen: 450_000_000,
  deliveredOn: '2026-04-14',
  reference: null,
  knownDay: '2026-04-14',
  dueDay: '2026-05-30',
  daysLate: 33,
  wagesLate: true,
  wagesWorkers: 12,
  wagesFen: 68_400_00,
  reasonCode: 'AUD-GOV',
  reasonText: null,
  statedBy: 'owner',
  statedOn: '2026-06-01',
  attested: true,
  confirmed: false,
  parties: {
    signedOn: '2026-01-02',
    clause: 'none',
    clauseKind: null,
    smallFirm: true,
    forcedBasis: false,
    legalReview: false,
    privateFirm: true,
    largeOwner: false,
    publicOwner: true,
    known: true,
  },
  daysSince: 31,
  askedFen: 450_000_000,
  reviewDaysLate: 33,
  paymentDaysLate: null,
  transferLate: false,
};
const repeated = {
  day: DAY,
  dueDay: '2026-05-15',
  months: ['2026-04', '2026-05'],
  consecutive: 2,
  projects: 1,
  workers: 12,
  totalFen: 120_000_00,
  hereFen: 120_000_00,
};
const crime = {
  day: DAY,
  dueDay: '2026-05-15',
  single: 0,
  workers: 12,
  totalFen: 120_000_00,
  hereFen: 120_000_00,
};

const FACTS: Readonly<Record<string, object>> = {
  W01: { ...(wages().facts as object), day: DAY },
  W02: {
    ...duty,
    day: DAY,
    workers: 3,
    owedFen: 10_000_00,
    unpaidFen: 3_000_00,
    monthBefore: false,
  },
  W09: repeated,
  W10: crime,
  F02: short('2026-05').facts as object,
  S02: settlementFacts,
  A01: alertOf('A01', { ...duty, attended: false, wageDueDay: null }).facts as object,
};

export interface Given {
  level?: number;
  period?: string;
  subject?: string;
  mainId?: string | null;
  status?: string;
  amountFen?: number;
  silencedUntil?: string;
  facts?: object;
}

/** An open alert of a rule as the rules' step of the night leaves it; red unless told. */
export async function anAlertOf(
  db: StageDb,
  site: Site,
  rule: string,
  given: Given = {},
): Promise<string> {
  const { level = 3, period = '2026-05', status = 'open' } = given;
  const id = crypto.randomUUID();
  const labour = ['W09', 'W10'].includes(rule);
  const main =
    rule === 'W01' || rule === 'W02' || rule === 'A01' ? site.contractorId : site.ownerId;
  await insert(db.at(), 'alert', {
    project_id: site.id,
    id,
    region_code: site.region,
    owner_id: site.ownerId,
    contractor_id: site.contractorId,
    rule_id: rule,
    subject: given.subject ?? main,
    period,
    episode: 1,
    status,
    held: status === 'held',
    level,
    found_level: level,
    amount_fen: given.amountFen ?? 0,
    due_day: '2026-06-10',
    facts: JSON.stringify({ ...FACTS[rule], period, knownDay: '2026-05-01', ...given.facts }),
    audience: labour ? 'authority' : 'parties',
    main_id: given.mainId === undefined ? (labour ? null : main) : given.mainId,
    opened_on: DAY,
    risen_on: DAY,
    last_found_on: DAY,
    silenced_until: given.silencedUntil ?? null,
  });
  return id;
}

/** The night's drafts, and what was drawn in it. */
export async function sweepNight(db: StageDb, day = DAY) {
  const drawn: NoticeFacts[] = [];
  const draw = (facts: NoticeFacts) => {
    drawn.push(facts);
    return Buffer.from(JSON.stringify(facts));
  };
  const counts = await db.byNight(day, (work) => sweepDrafts(work, draw));
  return { counts, drawn };
}

/** Every notice there is: instrument, addressee, joint addressee, state and alerts. */
export async function noticesOf(db: StageDb) {
  const rows = await db.sql()`
    select id, instrument, addressee_id, joint_id, status, alert_ids from we.notice order by status, instrument, addressee_id`;
  return rows.map((row) => ({
    id: row.id as string,
    instrument: row.instrument as string,
    to: row.addressee_id as string,
    joint: row.joint_id as string | null,
    status: row.status as string,
    alerts: new Set(row.alert_ids as string[]),
  }));
}
