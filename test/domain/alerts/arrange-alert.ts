import { randomUUID } from 'node:crypto';
import type { Day } from '../../../src/lib/day.ts';
import { type At, insert } from '../../helpers/insert.ts';
import type { Site } from '../arrange.ts';

export interface AlertGiven {
  id?: string;
  ruleId?: string;
  subject?: string;
  period?: string;
  employerId?: string;
  status?: string;
  level?: number;
  amountFen?: number;
  dueDay?: Day | null;
  audience?: string;
  openedOn?: Day;
  facts?: Record<string, unknown>;
}

/** An alert as the night would have written it: F01 on the owner, yellow, open since 2026-06-01. */
export async function anAlert(at: At, site: Site, given: AlertGiven = {}): Promise<string> {
  const id = given.id ?? randomUUID();
  const level = given.level ?? 1;
  const openedOn = given.openedOn ?? '2026-06-01';
  await insert(at, 'alert', {
    project_id: site.id,
    id,
    region_code: site.region,
    owner_id: site.ownerId,
    contractor_id: site.contractorId,
    employer_id: given.employerId ?? null,
    rule_id: given.ruleId ?? 'F01',
    subject: given.subject ?? id,
    period: given.period ?? '2026-05',
    episode: 1,
    status: given.status ?? 'open',
    held: given.status === 'held',
    level,
    found_level: level,
    amount_fen: given.amountFen ?? 1_000,
    due_day: given.dueDay === undefined ? '2026-05-20' : given.dueDay,
    facts: JSON.stringify(given.facts ?? { daysLate: 12 }),
    audience: given.audience ?? 'parties',
    main_id: site.ownerId,
    opened_on: openedOn,
    risen_on: openedOn,
    last_found_on: openedOn,
  });
  return id;
}
