import { beforeAll, describe, expect, test } from 'vitest';
import { type Work, write } from '../../../db/work.ts';
import { makeCard } from '../../../src/demo/identities.ts';
import { detachMonths } from '../../../src/domain/archive.ts';
import { eraseProject } from '../../../src/domain/keeping/erase.ts';
import { compared, inProject } from '../../../src/domain/keys/sealed.ts';
import { wordsOf } from '../../../src/domain/said.ts';
import { testVault } from '../../helpers/app.ts';
import { next } from '../../helpers/insert.ts';
import { inspector } from '../arrange.ts';
import { entry, noonOf, refusal, type Stage, stageDb } from '../stage.ts';
import { FIRST_DAY, LAST_DAY, office, operator } from './office.ts';
import { finish, settled } from './settled.ts';

const db = stageDb();
const { signer, asOwner, erase, seal, faults } = office(db);

/** How much of each kind a project's rows still say of persons. */
const personal = async (id: number) => {
  const [row] = await db.sql()`select
    (select count(*)::int from we.engagement where project_id = ${id} and (id_cipher is not null or phone_cipher is not null or phone_bidx is not null or id_bidx <> '' or name <> '（已删除）' or team is not null)) as people,
    (select count(*)::int from we.engagement_card where project_id = ${id}) as cards,
    (select count(*)::int from we.attendance_unmatched where project_id = ${id}) as strangers,
    (select count(*)::int from we.said where project_id = ${id} and text_cipher is not null) as words,
    (select count(*)::int from we.payroll_line where project_id = ${id} and (card_cipher is not null or card_bidx is not null or card_last4 is not null)) as lines,
    (select count(*)::int from we.payout_event where project_id = ${id} and (payee_name is not null or payee_cipher is not null or payee_bidx is not null)) as payouts,
    (select count(*)::int from we.account_entry where project_id = ${id} and (counterparty_name is not null or counterparty_cipher is not null)) as entries`;
  return row as Record<string, number>;
};
const messages = async () =>
  (
    await db.sql()`select message_id as id from we.bank_message where raw_cipher is not null order by 1`
  ).map((row) => row.id);

const UNDONE = Symbol('whatever was done');
/** Changes something, tries to erase, and takes both back. */
const undone = (
  change: (sql: Work['sql']) => Promise<unknown>,
  tried: (work: Work) => Promise<unknown>,
) =>
  asOwner(FIRST_DAY, async (work) => {
    await change(work.sql);
    await tried(work);
    throw UNDONE;
  }).catch((error: unknown) => {
    if (error !== UNDONE) throw error;
  });

/** What a project's rows say of money and days. */
const sums = async (id: number) => {
  const [row] = await db.sql()`select
    (select sum(pay_fen)::int from we.payroll_line where project_id = ${id}) as pay,
    (select sum(amount_fen)::int from we.payout_event where project_id = ${id}) as paid,
    (select sum(amount_fen)::int from we.account_entry where project_id = ${id}) as booked,
    (select balance_fen from we.wage_account where project_id = ${id}) as balance`;
  return row;
};

let one: Stage;
let two: Stage;

/** Two projects that are over, with a person and a bank message in common, and one of which nothing is finished. */
beforeAll(async () => {
  one = await settled(db, 'of-one');
  two = await settled(db, 'of-two', one);
  await db.bank(
    one,
    [
      // What goes back to the owner is none of his transfers.
      entry(one, 'debit', 1_00, '2026-07-20', {
        counterpartyAccountNo: one.payerNo,
        counterpartyName: '建设单位',
      }),
      entry(two, 'debit', 2_00, '2026-07-20'),
    ],
    { id: 'of-both' },
  );
  // What waits for an account that nobody has yet must be there when somebody has it.
  const unknown = { accountNo: makeCard(next()) };
  await db.bank(
    one,
    [entry(one, 'debit', 3_00, '2026-07-21'), entry(unknown, 'credit', 4_00, '2026-07-21')],
    { id: 'of-waiting' },
  );
  for (const stage of [one, two]) await finish(db, stage);
  await seal();
});

describe('refused, and nothing is changed', () => {
  test('through the last day of the longest term, with the reason and the day', async () => {
    const early = await refusal(erase(one, LAST_DAY));
    expect(early).toMatchObject({ code: 'erasure-early', extra: { until: LAST_DAY } });
    await expect(erase(one, LAST_DAY)).rejects.toThrow(
      '用工管理台账按《保障农民工工资支付条例》第二十八条须保存至 2029-09-30，次日起方可删除。',
    );
  });

  test.each([
    ['the works go on', `update we.project set status = 'active'`, '工程尚未完工'],
    ['the account is open', 'update we.wage_account set closed_on = null', '1 个工资专户尚未销户'],
    [
      'it closes tomorrow',
      `update we.wage_account set closed_on = '2029-10-02'`,
      '1 个工资专户尚未销户',
    ],
    [
      'a duty is open',
      `update we.obligation set met_on = 'infinity' where (project_id, id, version) = (
        select project_id, id, version from we.obligation where project_id = $1 and ended_at = 'infinity' order by id limit 1) and true`,
      '1 项义务尚未履行',
    ],
  ])('%s', async (_, statement, open) => {
    const column = statement.includes('we.project ') ? 'id' : 'project_id';
    const where = statement.includes('where') ? 'and' : 'where';
    await undone(
      async (sql) => {
        await sql.unsafe(`${statement} ${where} ${column} = $1`, [one.id]);
      },
      async (work) => {
        expect((await refusal(eraseProject(work, one.code, signer))).extra).toEqual({
          open: [open],
        });
      },
    );
  });

  test('a complaint is open; one that was closed is over', async () => {
    for (const [closed, outcome] of [
      ['infinity', null],
      [FIRST_DAY, 'settled'],
    ] as const)
      await undone(
        (
          sql,
        ) => sql`insert into we.complaint (project_id, id, region_code, kind, about_id, on_day, closed_on, outcome, known_at)
          values (${one.id}, gen_random_uuid(), 320706, 'wages', ${one.contractorId}, '2026-08-01', ${closed}, ${outcome}, now())`,
        async (work) => {
          const tried = eraseProject(work, one.code, signer);
          if (outcome) expect((await tried).rows).toBeGreaterThan(0);
          else expect((await refusal(tried)).extra).toEqual({ open: ['1 件投诉尚未办结'] });
        },
      );
  });

  test('an alert is open, held or replied; one that was dismissed or cleared is over', async () => {
    for (const [status, over] of [
      ['open', false],
      ['held', false],
      ['replied', false],
      ['dismissed', true],
      ['cleared', true],
    ] as const)
      await undone(
        async (sql) => {
          await sql`insert into we.alert (project_id, id, region_code, owner_id, contractor_id, rule_id, subject, period, episode, status, held,
            level, found_level, facts, audience, opened_on, risen_on, last_found_on)
          values (${one.id}, gen_random_uuid(), 320706, ${one.ownerId}, ${one.contractorId}, 'A03', 'x', '-', 1, ${status}, false, 1, 1, '{}',
            'authority', '2026-07-01', '2026-07-01', '2026-07-01')`;
        },
        async (work) => {
          const tried = eraseProject(work, one.code, signer);
          if (over) expect((await tried).rows).toBeGreaterThan(0);
          else expect((await refusal(tried)).extra).toEqual({ open: ['1 条预警尚未了结'] });
        },
      );
  });

  test.each([
    [
      'the ledger',
      `update we.payroll_batch set claimed_on = '2026-10-05'`,
      '工资支付台账',
      '2029-10-05',
    ],
    [
      'a wage month',
      `update we.payroll_batch set wage_month = '2026-10-01'`,
      '工资支付台账',
      '2029-10-31',
    ],
    [
      'wages paid late',
      `update we.payout_event set on_day = '2026-11-30'`,
      '用工管理台账',
      '2029-11-30',
    ],
    [
      'wages sent again and paid at last',
      `update we.obligation set met_on = case met_on when 'infinity' then met_on else '2026-12-31' end,
        kind = case kind when 'wage' then 'resend' else kind end`,
      '用工管理台账',
      '2029-12-31',
    ],
    [
      'a leap day',
      `update we.project_status set on_day = '2028-02-29'`,
      '用工管理台账',
      '2031-02-28',
    ],
    [
      'attendance',
      `update we.attendance_unmatched set month = '2027-12-01'`,
      '考勤记录',
      '2029-12-31',
    ],
  ])('%s decides where its term ends last', async (_, statement, what, until) => {
    await undone(
      async (sql) => {
        await sql.unsafe(`${statement} where project_id = $1`, [one.id]);
      },
      async (work) => {
        const early = await refusal(eraseProject(work, one.code, signer));
        expect(early.extra).toEqual({ until });
        await expect(eraseProject(work, one.code, signer)).rejects.toThrow(what);
      },
    );
  });

  test('rows that do not agree with the trail: it is no way to be rid of the traces', async () => {
    await undone(
      async (sql) => {
        await sql`update we.account_entry set amount_fen = amount_fen + 1 where project_id = ${one.id} and direction = 'debit'`;
      },
      async (work) => {
        expect((await refusal(eraseProject(work, one.code, signer))).code).toBe('erasure-unsound');
      },
    );
  });

  test('an unknown project; and by the roles of the program', async () => {
    const unknown = asOwner(FIRST_DAY, (work) => eraseProject(work, 'NONE-1', signer));
    expect((await refusal(unknown)).code).toBe('not-found');
    for (const pool of [db.app(), db.night()]) {
      const actor = { ...operator, region: inspector.region, projects: [one.id] };
      const tried = write(pool, actor, noonOf(FIRST_DAY), FIRST_DAY, (work) =>
        eraseProject(work, one.code, signer),
      );
      await expect(tried).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('nothing was changed by all that', async () => {
    expect(await personal(one.id)).toMatchObject({ people: 3, cards: 3, words: 1, lines: 3 });
    expect(await faults()).toEqual([]);
  });
});

describe('the day after', () => {
  test('what speaks of persons is gone, what speaks of money stays, the trail agrees', async () => {
    const before = await sums(one.id);
    const { rows, messages: gone } = await erase(one);
    expect([rows, gone]).toEqual([18, 1]);
    expect(await personal(one.id)).toEqual({
      people: 0,
      cards: 0,
      strangers: 0,
      words: 0,
      lines: 0,
      payouts: 0,
      // The owner's transfer: a firm's name, by which the money is told.
      entries: 1,
    });
    expect(await sums(one.id)).toEqual(before);
    expect(await db.wrongCaches()).toEqual([]);
    expect(await faults()).toEqual([]);
    await seal();
    expect(await faults()).toEqual([]);
  });

  test('every sealed column of a project is emptied, or stands in the list of what stays', async () => {
    const stays = [
      ...['wage_account.account_cipher', 'payer_account.account_cipher', 'notice.facts_cipher'],
      'disclosure.reason_cipher',
    ];
    const tables = [...compared, ...inProject];
    expect(tables.length).toBeGreaterThan(10);
    for (const { table, ciphers } of tables)
      for (const column of ciphers.filter((c) => !stays.includes(`${table}.${c}`))) {
        // What came from the owner is a firm's.
        const firms = table === 'account_entry' ? ` and direction = 'debit'` : '';
        const [row] = await db
          .sql()
          .unsafe(
            `select count(*)::int as n from we.${table} where project_id = $1 and ${column} is not null${firms}`,
            [one.id],
          );
        expect(row?.n, `${table}.${column}`).toBe(0);
      }
  });

  test('another project keeps its own, a person and a message in common too', async () => {
    expect(await personal(two.id)).toMatchObject({ people: 4, cards: 4, words: 1, lines: 3 });
    expect(await messages()).toEqual(['of-both', 'of-two', 'of-waiting']);
    const known = async (idNumber: string) =>
      (await db.sql()`select from we.worker_index where bidx = ${testVault.blind('id', idNumber)}`)
        .length;
    const [shared, own] = one.workers as [Stage['workers'][0], Stage['workers'][0]];
    expect([await known(shared.idNumber), await known(own.idNumber)]).toEqual([1, 0]);
  });

  test('again changes nothing and leaves no second event', async () => {
    expect(await erase(one, '2030-01-01')).toEqual({
      code: one.code,
      erasedOn: FIRST_DAY,
      rows: 0,
      messages: 0,
    });
    const events = await db.sql()`select from we.event where name = 'project.erased'`;
    expect(events).toHaveLength(1);
  });

  test('words say that they are gone; a bank that speaks of the account is not understood any more', async () => {
    const [said] = await db.sql()<
      { id: string }[]
    >`select id from we.said where project_id = ${one.id}`;
    const words = await db.look(one.contractor, FIRST_DAY, (work) =>
      wordsOf(work, one.id, [{ id: said?.id as string, digest: '' }]),
    );
    expect([...words.values()]).toEqual(['（已按保存期限删除）']);
    const told = await db.bank(one, [entry(one, 'credit', 5_00, '2029-10-01')], {
      id: 'late',
      day: FIRST_DAY,
    });
    expect(told).toMatchObject({ accepted: 0, unmatched: 1 });
  });
});

test('months that are detached later do not disturb it, and their lines keep no card', async () => {
  await asOwner(FIRST_DAY, (work) => detachMonths(work, '2026-07', signer));
  expect(await faults()).toEqual([]);
  // Without the signed word the lines are simply gone.
  await db.sql()`create table public.kept_word as select * from we.event where name = 'months.detached'`;
  await db.sql()`delete from we.event where name = 'months.detached'`;
  expect(await faults()).toHaveLength(2);
  await db.sql()`insert into we.event table public.kept_word`;
  // What the other project's lines said lies in the archive until its own day.
  await erase(two);
  const [row] = await db.sql()`
      select count(*)::int as n, count(card_last4)::int as cards from we_archive.payroll_line_2026_06`;
  expect(row).toEqual({ n: 6, cards: 0 });
  expect(await messages()).toEqual(['late', 'of-waiting']);
  expect(await faults()).toEqual([]);
  await seal();
  const left = await db.sql()`select from we.worker_index`;
  expect(left).toHaveLength(0);
});
