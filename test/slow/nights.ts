import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drive } from '../../src/demo/drive.ts';
import { overHttp } from '../../src/demo/http.ts';
import type { Refs } from '../../src/demo/refs.ts';
import type { Actor, City } from '../../src/demo/story.ts';
import { startServer } from '../../src/serve.ts';
import type { TestDb } from '../helpers/db.ts';
import { predictNight } from '../oracle/alerts.ts';
import { type ActualAlert, compare } from '../oracle/compare.ts';
import { Table } from '../oracle/table.ts';

/** Plays a city through the real server; what `look` asks after the last night comes before it stops. */
export async function playCity<T>(
  db: TestDb,
  city: City,
  look: (driven: Awaited<ReturnType<typeof drive>>) => T | Promise<T>,
  watchAlerts = false,
): Promise<T> {
  let now = new Date(`${city.fromDay}T00:10:00+08:00`);
  const server = await startServer({
    port: 0,
    clock: { now: () => now },
    log: () => {},
    databaseUrl: db.ownerUrl,
    databaseUrlApp: db.appUrl,
    databaseUrlNight: db.nightUrl,
    wageSecret: 'a secret of the tests, long enough for it',
    dataDir: mkdtempSync(join(tmpdir(), 'wage-nights-')),
  });
  try {
    const { uscc, name } = city.authority;
    await server.admin.makeAuthority({ uscc, name, regionPrefix: '3207' });
    const credentialOf = async (actor: Actor) =>
      actor.role === 'bank'
        ? (await server.admin.makeBank({ bankCode: actor.bankCode, name: actor.bankCode })).secret
        : (await server.admin.makeKey({ companyId: actor.uscc, holder: actor.role })).key;
    const client = {
      send: overHttp(server.url),
      setClock: (at: Date) => {
        now = at;
      },
      credentialOf,
    };
    return await look(await drive(city, client, { watchAlerts }));
  } finally {
    await server.stop();
  }
}

/**
 * Plays a city through the real server and compares, after every night, the alerts that live with what the oracle
 * worked out from the same facts.
 *
 * @returns the differences in words, how many alerts were compared, and a line a rule
 */
export const compareNights = (db: TestDb, city: City) =>
  playCity(
    db,
    city,
    ({ nights, refs }) => {
      let compared = 0;
      const table = new Table(city);
      const differences = nights.flatMap(({ day, run, alerts }) => {
        const live = alerts.map((a) => actual(a, refs));
        const expected = predictNight(city, day);
        compared += expected.length;
        table.add(expected, live, run);
        return compare(day, expected, live);
      });
      return { differences, compared, nights: nights.length, table };
    },
    true,
  );

const actual = (a: Record<string, unknown>, refs: Refs): ActualAlert => ({
  rule: String(a.rule),
  projectCode: String(a.projectCode),
  subject: refs.refOf(String(a.subject)),
  period: String(a.period),
  level: String(a.level),
  held: a.status === 'held' || a.held === true,
  amountFen: Number(a.amountFen),
});
