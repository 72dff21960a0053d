import { afterAll, beforeAll } from 'vitest';
import { type Db, openDb } from '../../db/client.ts';
import { type Actor, read, type Work, write } from '../../db/work.ts';
import { putCompany } from '../../src/domain/registry/companies.ts';
import { type ContractInput, putContract } from '../../src/domain/registry/contracts.ts';
import { putProject } from '../../src/domain/registry/projects.ts';
import type { Day } from '../../src/lib/day.ts';
import { keyFromSecret, makeVault } from '../../src/lib/vault.ts';
import { freshDb, type TestDb } from '../helpers/db.ts';
import { TEST_SECRET } from '../helpers/secret.ts';

/** A project as the domain registered it, with who may act on it. */
export interface Site {
  id: number;
  code: string;
  ownerId: string;
  contractorId: string;
  authority: Actor;
  owner: Actor;
  contractor: Actor;
  region: number;
}

const nobody: Actor = {
  id: 'key:test',
  holder: '无名氏',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [],
};

export const inspector: Actor = {
  ...nobody,
  id: 'key:authority',
  holder: '市监察员',
  org: '11320700MB0000001X',
  region: { lo: 320700, hi: 320799 },
};

export const night: Actor = { ...nobody, id: 'job:night', holder: 'job:night' };

export const companyActor = (org: string, projects: number[] = []): Actor => ({
  ...nobody,
  id: `key:${org}`,
  holder: `${org} 经办人`,
  org,
  projects,
});

const noonOf = (day: Day) => new Date(`${day}T12:00:00+08:00`);

let counter = 0;
const nextUscc = () => {
  counter += 1;
  return `91320706MA${String(counter).padStart(8, '0')}`;
};

/** Called at the top of a test file: its own database, opened as the program and as the night. */
export function domainDb() {
  const at = freshDb();
  const vault = makeVault([keyFromSecret(TEST_SECRET)]);
  const pools: { app?: Db; night?: Db } = {};
  beforeAll(() => {
    pools.app = openDb(at().appUrl, vault, 3);
    pools.night = openDb(at().nightUrl, vault, 1);
  });
  afterAll(async () => {
    await Promise.all([pools.app?.end(), pools.night?.end()]);
  });
  const app = () => pools.app as Db;
  return {
    at: (): TestDb => at(),
    /** A writing unit of work at noon of a day. */
    act: <T>(actor: Actor, day: Day, fn: (work: Work) => Promise<T>) =>
      write(app(), actor, noonOf(day), day, fn),
    look: <T>(actor: Actor, day: Day, fn: (work: Work) => Promise<T>) =>
      read(app(), actor, noonOf(day), day, fn),
    byNight: <T>(day: Day, fn: (work: Work) => Promise<T>) =>
      write(pools.night as Db, night, noonOf(day), day, fn),
    site: (terms: Partial<ContractInput> = {}, region = 320706, name = '海州安置房') =>
      aSite(app(), terms, region, name),
  };
}

async function aSite(
  db: Db,
  terms: Partial<ContractInput>,
  region: number,
  name: string,
): Promise<Site> {
  const [ownerId, contractorId] = [nextUscc(), nextUscc()];
  const code = `LYG-${ownerId.slice(-4)}`;
  const day = '2026-01-05';
  const id = await write(db, inspector, noonOf(day), day, async (work) => {
    await putCompany(work, ownerId, { name: `建设单位${code}`, kinds: ['owner'] });
    await putCompany(work, contractorId, { name: `施工单位${code}`, kinds: ['contractor'] });
    await putProject(work, code, {
      name: `${name}${code}`,
      regionCode: String(region),
      ownerUscc: ownerId,
      contractorUscc: contractorId,
      fundSource: 'government',
      status: 'active',
      startsOn: '2026-01-01',
    });
    const projectId = work.actor.projects[0] as number;
    await putContract(work, projectId, {
      signedOn: '2026-01-02',
      totalFen: 80_000_000_00,
      contractorSize: 'medium',
      ...terms,
    });
    return projectId;
  });
  return {
    id,
    code,
    ownerId,
    contractorId,
    region,
    authority: { ...inspector, projects: [id] },
    owner: companyActor(ownerId, [id]),
    contractor: companyActor(contractorId, [id]),
  };
}
