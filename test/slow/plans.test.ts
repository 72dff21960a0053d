import postgres from 'postgres';
import { beforeAll, describe, expect, test } from 'vitest';
import { fillAlerts } from '../../bench/volume/alerts.ts';
import { fillVolume } from '../../bench/volume/fill.ts';
import { type Db, openDb } from '../../db/client.ts';
import { type Actor, write } from '../../db/work.ts';
import { rulebook } from '../../jobs/rulebook.ts';
import { prepareRules, runRule } from '../../jobs/run.ts';
import { LABOUR_RULES, OTHERS_MATTERS, SHARING } from '../../jobs/sweeps/drafts.ts';
import type { AlertFilter } from '../../src/domain/alerts/filter.ts';
import { listAlerts } from '../../src/domain/alerts/listing.ts';
import { deskOf, queueOf } from '../../src/domain/alerts/queue.ts';
import { alertWeeks } from '../../src/domain/alerts/trends.ts';
import { nightSpan } from '../../src/domain/duties/shape.ts';
import { endNothingOwed, unfold } from '../../src/domain/duties/unfold.ts';
import { draftsDue, lapseDrafts } from '../../src/domain/notices/draft.ts';
import { listNotices } from '../../src/domain/notices/notices.ts';
import { lapseReferrals, referralsDue } from '../../src/domain/notices/referrals.ts';
import { findTwoSites } from '../../src/domain/registry/two-sites.ts';
import { monthlyReport } from '../../src/domain/reports/monthly.ts';
import { findCompanies, findWorker } from '../../src/domain/search.ts';
import { addDays, addMonths, dayOf, monthOf } from '../../src/lib/day.ts';
import { testVault } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';

// What a statement reads must follow from what is open, not from how much history there is. The database itself tells
// the plans of the statements as the program sends them (auto_explain), on a city with several years behind it.

const at = freshDb();
const TODAY = dayOf(new Date());
const VOLUME = {
  today: TODAY,
  sites: 120,
  workers: 12,
  months: 12,
  olderYears: 4,
  olderSites: 240,
  unmet: 0.05,
};

/** Tables that grow with every month. */
const HISTORY =
  /^(payroll_line|payout_event|attendance_month|account_entry|meeting|obligation|payroll_batch|event|engagement$|notice$)/;
const SORTED_AT_MOST = 40_000;
const HANDLED_AT_MOST = 60_000;

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  Plans?: Plan[];
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** A connection of a role that tells the plan of every statement; only a superuser may ask for them. */
async function explaining(
  role: string,
): Promise<{ db: Db; plans: Plan[]; end: () => Promise<void> }> {
  const plans: Plan[] = [];
  const plain = openDb(at().ownerUrl, testVault, 1);
  const sql = postgres(at().ownerUrl, {
    max: 1,
    onnotice: ({ message }) => {
      const json = /plan:\n([\s\S]+)$/.exec(message ?? '')?.[1];
      if (json) plans.push((JSON.parse(json) as { Plan: Plan }).Plan);
    },
  });
  Object.assign(sql.options, {
    parsers: plain.options.parsers,
    serializers: plain.options.serializers,
  });
  await plain.end();
  await sql`load 'auto_explain'`;
  await sql`set jit = off`;
  for (const setting of [
    'analyze = on',
    'timing = off',
    'format = json',
    'level = notice',
    'min_duration = 0',
  ])
    await sql.unsafe(`set auto_explain.log_${setting}`);
  // As the night's steps have it.
  if (role === 'we_night') await sql`set plan_cache_mode = force_generic_plan`;
  await sql.unsafe(`set role ${role}`);
  plans.length = 0;
  return {
    db: Object.assign(sql, { vault: testVault, turns: plain.turns }) as unknown as Db,
    plans,
    end: () => sql.end(),
  };
}

class Undo extends Error {}

const night: Actor = {
  id: 'job:night',
  holder: 'job:night',
  org: null,
  bank: null,
  region: { lo: 320700, hi: 320799 },
  grants: [],
  projects: [],
};

/** The plans of all that `act` sends; what it wrote is undone. */
async function plansOf(role: string, act: Parameters<typeof write>[4]): Promise<Plan[]> {
  const { db, plans, end } = await explaining(role);
  const undone = write(db, night, new Date(), addDays(TODAY, -1), async (work) => {
    await act(work);
    throw new Undo();
  });
  await expect(undone).rejects.toBeInstanceOf(Undo);
  await end();
  expect(plans.length).toBeGreaterThan(0);
  return plans;
}

/** Tables of history that a plan reads from end to end. */
const readWhole = (plans: Plan[]) =>
  plans
    .flatMap(nodesOf)
    .filter((node) => node['Node Type'] === 'Seq Scan' && HISTORY.test(node['Relation Name'] ?? ''))
    .filter((node) => node['Actual Loops'] > 0)
    .map((node) => node['Relation Name']);

const mostSorted = (plans: Plan[]) =>
  Math.max(
    0,
    ...plans
      .flatMap(nodesOf)
      .filter((node) => node['Node Type'] === 'Sort')
      .map((node) => node['Actual Rows'] * node['Actual Loops']),
  );

/** Rows that a node handed on, over all its rounds: what is reckoned again for each row of something else shows here. */
const mostHandled = (plans: Plan[]) =>
  Math.max(...plans.flatMap(nodesOf).map((node) => node['Actual Rows'] * node['Actual Loops']));

beforeAll(async () => {
  const owner = openDb(at().ownerUrl, testVault, 2);
  await fillVolume(owner, VOLUME, () => undefined);
  await fillAlerts(owner, TODAY);
  await disturb(owner);
  await servePapers(owner);
  await owner.end();
}, 400_000);

/** One site in ten of those that live has what rules look closely into: marked months, people who left (in a month with lines), slips not given, phones in common, cards of one branch and day, somebody on two sites. */
async function disturb(owner: Db): Promise<void> {
  await owner`
    insert into we.pay_doubt (project_id, wage_month, about, known_at)
    select b.site_id, b.month, a.about, now()
    from bench.batch b join bench.site s on s.id = b.site_id, unnest(array['payee', 'pattern', 'rate']) a(about)
    where s.live and s.id % 10 = 0 and b.month > ${TODAY}::date - 200`;
  await owner`
    update we.payroll_batch b set slips_due = b.line_count, slips_on = 'infinity'
    from bench.site s where s.id = b.project_id and s.live and s.id % 10 = 0 and b.wage_month > ${TODAY}::date - 100`;
  await owner`
    update we.engagement e set exited_on = ${TODAY}::date - 50
    from bench.site s, bench.person p
    where s.live and s.id % 10 = 0 and p.site_id = s.id and p.no = 1 and e.project_id = s.id and e.id = p.id`;
  await owner`
    insert into we.day_rate (project_id, engagement_id, from_day, rate_fen, known_at)
    select p.site_id, p.id, s.first_month, 1, now() from bench.site s join bench.person p on p.site_id = s.id where s.live`;
  await owner`
    update we.engagement e set phone_bidx = 'phone', phone_shared = true
    from bench.site s, bench.person p
    where s.live and s.id % 10 = 0 and p.site_id = s.id and p.no < 6 and e.project_id = s.id and e.id = p.id`;
  await owner`
    update we.engagement_card c set branch_code = '308299000001', issued_on = ${TODAY}::date - 30
    from bench.site s where s.live and s.id % 10 = 0 and c.project_id = s.id`;
  await owner`
    update we.engagement e set worker_id = o.worker_id
    from bench.site s, bench.person p, bench.person q, we.engagement o
    where s.live and s.id % 10 = 0 and p.site_id = s.id and p.no = 2 and e.project_id = s.id and e.id = p.id
      and q.site_id = s.id + 1 and q.no = 2 and o.project_id = q.site_id and o.id = q.id`;
  await owner`analyze`;
}

/**
 * A paper was served of every month's alerts. On one site in ten of those that live nobody answered the newest 督办函 (what it names is
 * handed over to the labour office), one employer has debts that are the labour office's (W09), and W01 and S02 are red together (a joint letter).
 */
async function servePapers(owner: Db): Promise<void> {
  await owner`
    insert into we.notice (project_id, id, region_code, owner_id, contractor_id, instrument, level, addressee_id, status, alert_ids, facts_cipher,
      facts_digest, template, number, issued_on, served_on, drafted_on, refreshed_on)
    select a.project_id, md5(a.id::text)::uuid, a.region_code, a.owner_id, a.contractor_id, 'supervision', 3, a.main_id, 'answered',
      jsonb_build_array(a.id), '', '', 'notice-3', '虚建督办〔2026〕' || row_number() over () || '号', a.opened_on, a.opened_on, a.opened_on, a.opened_on
    from we.alert a where a.status = 'open'`;
  await owner`
    with newest as (
      select distinct on (a.project_id) a.project_id, a.id, a.main_id from we.alert a join bench.site s on s.id = a.project_id
      where s.live and s.id % 10 = 0 and a.status = 'open' and a.rule_id = 'W01' order by a.project_id, a.period desc
    ),
    red as (update we.alert a set level = 3, found_level = 3 from newest n where a.project_id = n.project_id and a.id = n.id),
    overdue as (
      update we.notice t set status = 'overdue' from newest n where t.project_id = n.project_id and t.id = md5(n.id::text)::uuid
      returning t.project_id, t.id, t.region_code, t.owner_id, t.contractor_id
    )
    insert into we.obligation (project_id, id, version, kind, subject, period, region_code, owner_id, contractor_id, nominal_day, due_day, provisional,
      met_fen, open_count, known_at)
    select o.project_id, md5('reply' || o.id)::uuid, 1, 'notice-reply', o.id, '-', o.region_code, o.owner_id, o.contractor_id, ${TODAY}::date - 9,
      ${TODAY}::date - 9, false, 0, 0, now()
    from overdue o`;
  for (const [rule, audience, subject, main] of [
    ['W09', 'authority', 'contractor_id', 'contractor_id'],
    ['S02', 'parties', 'owner_id', 'owner_id'],
  ] as const)
    await owner`
      insert into we.alert (project_id, id, region_code, owner_id, contractor_id, rule_id, subject, period, episode, status, held, level, found_level,
        amount_fen, due_day, facts, audience, main_id, opened_on, risen_on, last_found_on)
      select s.id, md5(s.id || ${rule})::uuid, s.region_code, s.owner_id, s.contractor_id, ${rule}, ${owner(subject)}, '-', 1, 'open', false, 3, 3,
        6000000, ${TODAY}::date - 9, '{}', ${audience}, ${owner(main)}, ${TODAY}::date - 9, ${TODAY}::date - 9, ${TODAY}::date - 1
      from bench.site s where s.live and s.id % 10 = 0`;
  await owner`analyze`;
}

test('the volume is what the plans are about', async () => {
  const owner = openDb(at().ownerUrl, testVault, 1);
  const [counts] = await owner<{ lines: number; duties: number; unmet: number }[]>`
    select (select count(*) from we.payroll_line)::int as lines, (select count(*) from we.obligation)::int as duties,
      (select count(*) from we.obligation where met_on > ${TODAY} and due_day < ${TODAY})::int as unmet`;
  await owner.end();
  expect(counts?.lines).toBeGreaterThan(150_000);
  expect(counts?.duties).toBeGreaterThan(35_000);
  expect(counts?.unmet).toBeGreaterThan(100);
});

describe('the night reads no history', () => {
  test.each(rulebook.map((rule) => [rule.id, rule] as const))('%s', async (_, rule) => {
    const plans = await plansOf('we_night', async (work) =>
      runRule(work, rule, await prepareRules(work)),
    );
    expect(readWhole(plans)).toEqual([]);
    expect(mostSorted(plans)).toBeLessThan(SORTED_AT_MOST);
    expect(mostHandled(plans)).toBeLessThan(HANDLED_AT_MOST);
  });

  const steps = {
    unfold: (work) => unfold(work, nightSpan(work.day)),
    'nothing owed': (work) => endNothingOwed(work),
    'two sites': findTwoSites,
    'drafts due': (work) => draftsDue(work, SHARING),
    'drafts lapsed': (work) => lapseDrafts(work, SHARING),
    'joint letters': async (work) => {
      const letters = (await draftsDue(work, SHARING)).filter(({ jointId }) => jointId !== null);
      expect(letters).toHaveLength(VOLUME.sites / 10);
    },
    'referrals due': async (work) => {
      const due = await referralsDue(work, LABOUR_RULES, OTHERS_MATTERS);
      // A red W01 that the unanswered paper named, and a W09.
      expect(due.map(({ alerts }) => alerts.map(({ rule }) => rule))).toEqual(
        Array.from({ length: VOLUME.sites / 10 }, () => ['W01', 'W09']),
      );
    },
    'referrals lapsed': (work) => lapseReferrals(work, LABOUR_RULES, OTHERS_MATTERS),
  } satisfies Record<string, Parameters<typeof write>[4]>;
  test.each(Object.entries(steps))('%s', async (_, step) => {
    const plans = await plansOf('we_night', step);
    expect(readWhole(plans)).toEqual([]);
    expect(mostSorted(plans)).toBeLessThan(SORTED_AT_MOST);
  });
});

describe('a monthly report reads the region’s projects, not their history', () => {
  test.each([-1, -2])('%i months ago', async (ago) => {
    const month = addMonths(monthOf(TODAY), ago);
    const plans = await plansOf('we_app', (work) =>
      monthlyReport(work, { month, edition: 'internal' }),
    );
    expect(readWhole(plans)).toEqual([]);
    expect(mostHandled(plans)).toBeLessThan(HANDLED_AT_MOST);
  });
});

describe('a page of alerts reads the index', () => {
  const filters: Record<string, AlertFilter> = {
    open: { status: 'open' },
    red: { status: 'open', level: 'red' },
    'every status': {},
    'of a region': { status: 'open', regionCode: '320706' },
    'of a rule': { status: 'open', rule: 'F01' },
  };
  test.each(Object.entries(filters))('%s', async (_, filter) => {
    const plans = await plansOf('we_app', (work) =>
      listAlerts(work, filter, { after: undefined, limit: 50 }),
    );
    const nodes = plans.flatMap(nodesOf);
    expect(
      nodes.filter((n) => n['Node Type'] === 'Seq Scan' && n['Relation Name'] === 'alert'),
    ).toEqual([]);
    expect(mostSorted(plans)).toBeLessThan(2_000);
  });
});

describe('what an office sees first', () => {
  beforeAll(async () => {
    const owner = openDb(at().ownerUrl, testVault, 1);
    await owner`
      insert into we.job_run (job, day, status, claimed_by, lease_until, started_at, as_of)
      values ('night', ${addDays(TODAY, -1)}, 'done', gen_random_uuid(), now(), now(), now())`;
    await owner.end();
  });

  test('counts what is new, answered and due without passing by the rest', async () => {
    let opened = 0;
    const plans = await plansOf('we_app', async (work) => {
      opened = (await deskOf(work)).opened;
    });
    expect(opened).toBeGreaterThan(20);
    expect(mostHandled(plans)).toBeLessThan(500);
  });

  test('counts the weeks of half a year by the days, and sorts none of it', async () => {
    const plans = await plansOf('we_app', (work) => alertWeeks(work, 26));
    const alerts = plans.flatMap(nodesOf).filter((n) => n['Relation Name'] === 'alert');
    expect(alerts.map((n) => n['Node Type'])).not.toContain('Seq Scan');
    expect(mostSorted(plans)).toBeLessThan(100);
  });

  test('ranks the live cases, and sorts none but those it shows and those of several', async () => {
    let cases: number[] = [];
    const plans = await plansOf('we_app', async (work) => {
      cases = (await queueOf(work, 30)).map(({ alerts }) => alerts);
    });
    expect(Math.max(...cases)).toBeGreaterThan(5);
    expect(mostSorted(plans)).toBeLessThan(3_000);
  });
});

describe('the search reads registers by an index, and no history', () => {
  const ID = '320706198001011234';
  beforeAll(async () => {
    const owner = openDb(at().ownerUrl, testVault, 1);
    await owner`
      insert into we.worker_index (bidx, key_version, worker_id)
      select ${testVault.blinds('id', ID)[0] as string}, ${testVault.version}, e.worker_id from we.engagement e limit 1`;
    await owner`
      insert into we.worker_index (bidx, key_version, worker_id)
      select 'of ' || worker_id, ${testVault.version}, worker_id from (select distinct worker_id from we.engagement) e`;
    await owner`update we.notice set number = id::text where number is null`;
    await owner`analyze we.notice, we.worker_index`;
    await owner.end();
  });
  const scanned = (plans: Plan[], table: RegExp) =>
    plans
      .flatMap(nodesOf)
      .filter((node) => node['Node Type'] === 'Seq Scan' && table.test(node['Relation Name'] ?? ''))
      .map((node) => node['Relation Name']);

  test('a worker by his number', async () => {
    let count = 0;
    const plans = await plansOf('we_app', async (work) => {
      count = (await findWorker(work, ID, '核实')).length;
    });
    expect(count).toBeGreaterThan(0);
    expect(scanned(plans, /^(worker_index|engagement|project|project_directory|company)$/)).toEqual(
      [],
    );
    expect(mostHandled(plans)).toBeLessThan(100);
  });

  test('a paper by its number', async () => {
    const plans = await plansOf('we_app', (work) =>
      listNotices(work, { number: '连建督办〔2026〕15号' }, { limit: 20 }),
    );
    expect(scanned(plans, /^(notice|project|project_directory)$/)).toEqual([]);
  });

  test('a company by its code or name reads companies alone, a firm’s those of its projects', async () => {
    const plans = await plansOf('we_app', (work) => findCompanies(work, '建设', 20));
    expect(readWhole(plans)).toEqual([]);
    const firm = await plansOf('we_app', (work) => {
      work.actor = { ...work.actor, region: null, org: '91320700000000000X' };
      return findCompanies(work, '建设', 20);
    });
    expect(scanned(firm, /^project_party$/)).toEqual([]);
  });
});
