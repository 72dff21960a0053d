import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Db, openDb } from '../../db/client.ts';
import { migrateDatabase } from '../../db/migrate.ts';
import { runJob } from '../../jobs/run.ts';
import { makeCard, makeIdNumber } from '../../src/demo/identities.ts';
import { type Callers, makeApp, type TestApp, testVault } from '../helpers/app.ts';
import { ROLE_PASSWORDS, urlOf } from '../helpers/cluster.ts';
import { freshDb } from '../helpers/db.ts';
import { hasPgBouncer, startPgBouncer } from '../helpers/pgbouncer.ts';
import { draw } from './night-child.ts';

// Eight connections of ours share two of the server's, a transaction at a time.
describe.skipIf(!hasPgBouncer)(
  'through PgBouncer in transaction mode (skipped without it: apt-get install pgbouncer)',
  () => {
    const at = freshDb();
    let bouncer: Awaited<ReturnType<typeof startPgBouncer>>;
    let pool: Db;
    let app: TestApp;
    let callers: Callers;
    let others: Callers;

    beforeAll(async () => {
      const { ownerUrl, appUrl, nightUrl } = at();
      bouncer = await startPgBouncer(ownerUrl, [ownerUrl, appUrl, nightUrl]);
      pool = openDb(bouncer.through(appUrl), testVault, 8);
      const through = { ...at(), appUrl: bouncer.through(appUrl) };
      app = await makeApp(through, { now: '2026-05-08T09:00:00+08:00' });
      callers = await app.callers();
      others = await siblings();
    });
    afterAll(async () => {
      await app?.end();
      await bouncer?.end();
    });

    /** A second set of parties on the same database. */
    async function siblings(): Promise<Callers> {
      const second = await makeApp(at(), { now: '2026-05-08T09:00:00+08:00', seed: 2 });
      const made = await second.callers();
      await second.end();
      return made;
    }

    async function register(code: string, by: Callers, seed: number) {
      const key = by.authority.key;
      const put = (path: string, body: object) =>
        app.call('PUT', `/projects/${code}${path}`, { key, body });
      const project = await put('', {
        name: `安置房${code}`,
        regionCode: '320706',
        ownerUscc: by.owner.uscc,
        contractorUscc: by.contractor.uscc,
        fundSource: 'government',
        status: 'active',
        startsOn: '2026-01-01',
      });
      expect(project.status).toBe(200);
      const contract = {
        signedOn: '2026-01-02',
        totalFen: 8_000_000_00,
        contractorSize: 'medium',
        labourCostRatio: 0.2,
        transferDay: 10,
        payDay: 15,
        payMonthOffset: 1,
      };
      expect((await put('/contract', contract)).status).toBe(200);
      const account = {
        bankCode: '102',
        accountNo: makeCard(seed),
        accountName: '专户',
        openedOn: '2026-01-15',
      };
      expect(
        (await app.call('POST', `/projects/${code}/wage-accounts`, { key, body: account })).status,
      ).toBe(201);
      const workers = Array.from({ length: 300 }, (_, i) => ({
        idNumber: makeIdNumber(seed + i),
        name: '工人',
        cardNo: makeCard(seed + i + 1),
      }));
      const engagements = workers.map((w) => ({
        ...w,
        employerUscc: by.contractor.uscc,
        enteredOn: '2026-02-01',
      }));
      expect(
        (await app.call('POST', `/projects/${code}/engagements`, { key, body: { engagements } }))
          .status,
      ).toBe(201);
      return { accountNo: account.accountNo, workers };
    }

    test('registering, payrolls by COPY, bank messages and a night all work', {
      timeout: 90_000,
    }, async () => {
      const { accountNo, workers } = await register('P-1', callers, 1000);
      await register('P-2', others, 5000);
      const lines = workers.map((w) => ({
        ...w,
        grossFen: 600_00,
        deductions: [],
        netFen: 600_00,
      }));
      const body = { wageMonth: '2026-03', employerUscc: callers.contractor.uscc, lines };
      const posted = await app.call('POST', '/projects/P-1/payroll-batches', {
        key: callers.contractor.key,
        body,
      });
      expect(posted).toMatchObject({ status: 201, body: { lineCount: 300 } });

      const bank = await app.bank('102');
      const said = await Promise.all(
        Array.from({ length: 24 }, (_, i) =>
          bank.events('entry.booked', {
            accountNo,
            entryId: `e-${i}`,
            direction: 'credit',
            amountFen: 1_00,
            bookedAt: '2026-05-08T08:00:00+08:00',
          }),
        ),
      );
      expect(said.map((s) => s.status)).toEqual(said.map(() => 200));
      const [account] =
        await app.ownerDb`select balance_fen from we.wage_account where balance_fen > 0`;
      expect(account).toEqual({ balance_fen: 24_00 });

      const nightDb = openDb(bouncer.through(at().nightUrl), testVault, 4);
      const clock = { now: () => new Date('2026-05-08T00:30:00+08:00') };
      const run = await runJob({ db: nightDb, clock, draw, trail: null }, 'night', '2026-05-07');
      await nightDb.end();
      expect(run.status).toBe('done');
      const alerts = await app.ownerDb`select from we.alert`;
      expect(alerts.length).toBeGreaterThan(0);
    });

    test('no caller ever sees with the eyes of the one before him on the same connection', async () => {
      const seen = await Promise.all(
        Array.from({ length: 60 }, async (_, i) => {
          const key = (i % 2 === 0 ? callers : others).contractor.key;
          const { body } = await app.call('GET', '/projects', { key });
          return body.items.map((p: { projectCode: string }) => p.projectCode).join();
        }),
      );
      expect(seen).toEqual(seen.map((_, i) => (i % 2 === 0 ? 'P-1' : 'P-2')));
      const loose = await pool`select id from we.project`;
      expect(loose).toHaveLength(0);
    });

    test('an empty database is brought up through it, by two at once, and no lock stays behind', {
      timeout: 90_000,
    }, async () => {
      const name = `${inject('runName')}_pooled`;
      const cluster = postgres(inject('clusterUrl'), { max: 1, onnotice: () => undefined });
      await cluster.unsafe(`create database ${name} template template0 encoding 'UTF8'`);
      const way = bouncer.through(urlOf(at().ownerUrl, name));
      const bringUp = () =>
        migrateDatabase(way, { today: '2026-05-08', passwords: ROLE_PASSWORDS });
      await Promise.all([bringUp(), bringUp()]);
      const [locks] =
        await cluster`select count(*)::int as n from pg_locks where locktype = 'advisory'
      and database = (select oid from pg_database where datname = ${name})`;
      expect(locks).toEqual({ n: 0 });
      await cluster.unsafe(`drop database ${name} with (force)`);
      await cluster.end();
    });
  },
);
