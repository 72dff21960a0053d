import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, inject } from 'vitest';
import { ROLE_PASSWORDS, urlOf } from './cluster.ts';

/** The URLs of one test file's own database. */
export interface TestDb {
  /** As superuser. */
  readonly ownerUrl: string;
  /** As the role of the program. */
  readonly appUrl: string;
  /** As the role of the nightly jobs. */
  readonly nightUrl: string;
}

/**
 * Called at the top of a test file: before its tests a database is cloned from the migrated
 * template, after them it is dropped, open connections included.
 *
 * @returns a function that gives the URLs; it may be called from the first `beforeAll` on
 */
export function freshDb(): () => TestDb {
  const clusterUrl = inject('clusterUrl');
  const runName = inject('runName');
  const name = `${runName}_${randomBytes(5).toString('hex')}`;
  let made = false;

  beforeAll(async () => {
    await makeDatabase(clusterUrl, runName, name);
    made = true;
  });
  afterAll(async () => {
    await execute(clusterUrl, `drop database if exists ${name} with (force)`);
  });

  return () => {
    if (!made) throw new Error('freshDb: the database is made in beforeAll');
    return urlsOf(clusterUrl, name);
  };
}

/** Clones a database from the run's migrated template. */
export const makeDatabase = (clusterUrl: string, runName: string, name: string) =>
  execute(clusterUrl, `create database ${name} template ${runName}_template`);

/** The URLs of a database of the run. */
export function urlsOf(clusterUrl: string, name: string): TestDb {
  const ownerUrl = urlOf(clusterUrl, name);
  return {
    ownerUrl,
    appUrl: asRole(ownerUrl, 'we_app', ROLE_PASSWORDS.app),
    nightUrl: asRole(ownerUrl, 'we_night', ROLE_PASSWORDS.night),
  };
}

function asRole(ownerUrl: string, role: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = password;
  return url.href;
}

async function execute(clusterUrl: string, statement: string): Promise<void> {
  const sql = postgres(clusterUrl, { max: 1, onnotice: () => undefined });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}
