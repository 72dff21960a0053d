import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { type Fault, refused } from '../../lib/problem.ts';
import { unknownCompanies } from './companies.ts';

export interface EngagementInput {
  idType?: string | undefined;
  idNumber: string;
  name: string;
  employerUscc: string;
  team?: string | undefined;
  trade?: string | undefined;
  phone?: string | undefined;
  cardNo?: string | undefined;
  cardBankCode?: string | undefined;
  cardBranchCode?: string | undefined;
  cardIssuedOn?: Day | undefined;
  cardFrom?: Day | undefined;
  contractKind?: string | undefined;
  contractSignedOn?: Day | undefined;
  dayRateFen?: number | undefined;
  dayRateFrom?: Day | undefined;
  enteredOn: Day;
  exitedOn?: Day | undefined;
}

/**
 * What the registry itself says against a post of engagements.
 *
 * @throws Problem `invalid-input` with every bad row: `company-unknown`, `dates-disordered`, `name-differs`, `engagement-overlaps`
 */
export async function checkEngagements(
  work: Work,
  projectId: number,
  items: EngagementInput[],
  bidxs: string[],
) {
  const { sql } = work;
  const unknown = await unknownCompanies(work, [...new Set(items.map((i) => i.employerUscc))]);
  const standing = await sql<Standing[]>`
    select id_bidx, name, employer_id, entered_on, exited_on from we.engagement
    where project_id = ${projectId} and id_bidx = any(${bidxs}::text[])`;
  const byPerson = Map.groupBy(standing, (s) => s.id_bidx);
  const faults: Fault[] = [];
  for (const [i, item] of items.entries()) {
    const bidx = bidxs[i] as string;
    const others = byPerson.get(bidx) ?? [];
    const found = faultsOf(item, i, unknown, others);
    // A later row of the same post must agree with this one as well.
    if (found.length === 0) byPerson.set(bidx, [...others, standingOf(bidx, item)]);
    faults.push(...found);
  }
  if (faults.length > 0)
    throw refused('invalid-input', '用工登记有误，本次未登记任何人员。', faults);
}

const standingOf = (bidx: string, item: EngagementInput): Standing => ({
  id_bidx: bidx,
  name: item.name,
  employer_id: item.employerUscc,
  entered_on: item.enteredOn,
  exited_on: item.exitedOn ?? null,
});

interface Standing {
  id_bidx: string;
  name: string;
  employer_id: string;
  entered_on: Day;
  exited_on: Day | null;
}

function faultsOf(
  item: EngagementInput,
  i: number,
  unknown: Set<string>,
  standing: Standing[],
): Fault[] {
  const fault = (field: string, code: string, message: string): Fault => ({
    pointer: `/engagements/${i}/${field}`,
    code,
    message,
  });
  const faults: Fault[] = [];
  if (unknown.has(item.employerUscc)) {
    faults.push(
      fault(
        'employerUscc',
        'company-unknown',
        '用人单位尚未登记，请先 PUT /companies/{uscc} 登记。',
      ),
    );
  }
  if (item.exitedOn && item.exitedOn < item.enteredOn) {
    faults.push(fault('exitedOn', 'dates-disordered', '退场日期早于进场日期，请核对。'));
  }
  if (standing.some((s) => s.name !== item.name)) {
    faults.push(
      fault('name', 'name-differs', '该证件号码在本项目登记的姓名与此不同，请核对姓名和证件号码。'),
    );
  } else if (standing.some((s) => overlaps(s, item))) {
    faults.push(
      fault(
        'enteredOn',
        'engagement-overlaps',
        '该工人在同一单位的上一次登记尚未退场，请先登记退场。',
      ),
    );
  }
  return faults;
}

/** Another engagement with the same employer at the same time; the very same one is a repeat. */
function overlaps(s: Standing, item: EngagementInput): boolean {
  if (s.employer_id !== item.employerUscc || s.entered_on === item.enteredOn) return false;
  return (s.exited_on ?? OPEN_END) >= item.enteredOn && (item.exitedOn ?? OPEN_END) >= s.entered_on;
}

const OPEN_END = '9999-12-31';
