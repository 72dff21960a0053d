import { expect, test } from 'vitest';
import { putCompany } from '../../../src/domain/registry/companies.ts';
import {
  confirmProject,
  getProject,
  listProjects,
  type ProjectInput,
  putProject,
} from '../../../src/domain/registry/projects.ts';
import { companyActor, inspector, type Site } from '../arrange.ts';
import { refusal, rowCounts, stageDb } from '../stage.ts';

const db = stageDb();
const DAY = '2026-03-02';

/** The entry of a site's project, with something changed. */
const entryOf = (site: Site, given: Partial<ProjectInput> = {}): ProjectInput => ({
  name: '海州安置房',
  regionCode: String(site.region),
  ownerUscc: site.ownerId,
  contractorUscc: site.contractorId,
  fundSource: 'state',
  status: 'active',
  startsOn: '2026-03-01',
  ...given,
});
let codes = 0;
const newCode = () => {
  codes += 1;
  return `NEW-${codes}`;
};
const put = (actor: Site['contractor'], code: string, input: ProjectInput, day = DAY) =>
  db.act({ ...actor, projects: [] }, day, (work) => putProject(work, code, input));
const idOf = async (code: string) => {
  const [row] = await db.sql()`select project_id from we.project_directory where code = ${code}`;
  return row?.project_id as number;
};

test('a contractor’s registration holds at once and waits for confirmation', async () => {
  const site = await db.site();
  const code = newCode();
  const made = await put(site.contractor, code, entryOf(site));
  expect(made).toMatchObject({
    projectCode: code,
    confirmed: false,
    proposal: null,
    status: 'active',
  });
  const id = await idOf(code);
  const look = db.look(site.owner, DAY, (work) => getProject(work, id));
  expect(await look).toEqual(made);
});

test('what a party changes later is a proposal; the entry stays until the authority confirms', async () => {
  const site = await db.site();
  const code = newCode();
  await put(site.contractor, code, entryOf(site));
  const changed = entryOf(site, { name: '改名', status: 'suspended', endsOn: '2027-01-31' });
  const proposed = await put(site.contractor, code, changed);
  expect(proposed).toMatchObject({ name: '海州安置房', status: 'active', proposal: changed });
  const id = await idOf(code);
  const authority = { ...inspector, projects: [id] };
  const confirmed = await db.act(authority, '2026-03-05', (work) => confirmProject(work, id));
  expect(confirmed).toMatchObject({ ...changed, confirmed: true, proposal: null });
  const statuses =
    await db.sql()`select status, on_day from we.project_status where project_id = ${id} order by seq`;
  expect(statuses.map((s) => Object.values(s))).toEqual([
    ['active', DAY],
    ['suspended', '2026-03-05'],
  ]);
});

test('a confirmation again, when nothing waits, answers the project as it is and leaves no event', async () => {
  const site = await db.site();
  const code = newCode();
  await put(site.contractor, code, entryOf(site));
  const id = await idOf(code);
  const authority = { ...inspector, projects: [id] };
  const confirm = () => db.act(authority, DAY, (work) => confirmProject(work, id));
  const confirmed = await confirm();
  expect(confirmed.confirmed).toBe(true);
  const counts = await rowCounts(db);
  expect(await confirm()).toEqual(confirmed);
  expect(await rowCounts(db)).toEqual(counts);
  await put(site.contractor, code, entryOf(site, { name: '改名' }));
  expect(await confirm()).toMatchObject({ name: '改名', proposal: null });
});

test('proposing what stands takes the proposal back; leaving a day out is a change', async () => {
  const site = await db.site();
  const code = newCode();
  const full = entryOf(site, { endsOn: '2026-12-31' });
  await put(site.contractor, code, full);
  const { endsOn: _, ...open } = full;
  expect((await put(site.contractor, code, open)).proposal).toEqual(open);
  expect((await put(site.contractor, code, full)).proposal).toBeNull();
});

test('the authority’s word holds at once and settles what was proposed', async () => {
  const site = await db.site();
  const code = newCode();
  await put(site.contractor, code, entryOf(site));
  await put(site.contractor, code, entryOf(site, { name: '甲' }));
  const said = await put(inspector, code, entryOf(site, { name: '乙' }));
  expect(said).toMatchObject({ name: '乙', confirmed: true, proposal: null });
});

test('owner, contractor and district of a project stay as they were registered', async () => {
  const site = await db.site();
  const other = await db.site();
  const code = newCode();
  await put(inspector, code, entryOf(site));
  for (const given of [
    { ownerUscc: other.ownerId },
    { contractorUscc: other.contractorId },
    { regionCode: '320703' },
  ]) {
    const refused = await refusal(put(inspector, code, entryOf(site, given)));
    expect(refused.code).toBe('project-parties-fixed');
  }
});

test('nobody registers for others, nor outside the own district, nor under a code that is taken', async () => {
  const site = await db.site();
  const other = await db.site();
  const before = await rowCounts(db);
  const far = { ...inspector, region: { lo: 320300, hi: 320399 } };
  expect((await refusal(put(other.contractor, newCode(), entryOf(site)))).code).toBe(
    'project-not-yours',
  );
  expect((await refusal(put(far, newCode(), entryOf(site)))).code).toBe('project-not-yours');
  expect((await refusal(put(other.contractor, site.code, entryOf(other)))).code).toBe(
    'project-taken',
  );
  expect(await rowCounts(db)).toEqual(before);
});

test('unknown companies and days in the wrong order are answered together', async () => {
  const site = await db.site();
  const nobody = '91320706MA9999999X';
  const input = entryOf(site, { ownerUscc: nobody, endsOn: '2026-02-28' });
  const { errors } = await refusal(put(site.contractor, newCode(), input));
  expect(errors.map((e) => `${e.pointer} ${e.code}`)).toEqual([
    '/ownerUscc company-unknown',
    '/endsOn dates-disordered',
  ]);
});

test('a list shows the caller’s projects only', async () => {
  const [a, b] = [await db.site(), await db.site()];
  const list = await db.look({ ...a.contractor, projects: [] }, DAY, (work) =>
    listProjects(work, { limit: 50 }),
  );
  expect(list.items.map((p) => p.projectCode)).toEqual([a.code]);
  const first = await db.look(inspector, DAY, (work) => listProjects(work, { limit: 1 }));
  const second = await db.look(inspector, DAY, (work) =>
    listProjects(work, { limit: 50, after: first.next as string }),
  );
  expect(second.items.map((p) => p.projectCode)).toContain(b.code);
  expect(second.items.map((p) => p.projectCode)).not.toContain(first.items[0]?.projectCode);
});

test('a company writes itself; size, ownership and the authority’s kind are not its to say', async () => {
  const site = await db.site();
  const company = (
    actor: Site['contractor'],
    uscc: string,
    given: Partial<Parameters<typeof putCompany>[2]> = {},
  ) =>
    db.act(actor, DAY, (work) =>
      putCompany(work, uscc, { name: '甲公司', kinds: ['contractor'], ...given }),
    );
  const mine = site.contractorId;
  expect((await refusal(company(site.contractor, site.ownerId))).code).toBe('company-not-yours');
  for (const given of [{ size: 'large' }, { ownership: 'state' }, { kinds: ['authority'] }]) {
    expect((await refusal(company(site.contractor, mine, given))).code).toBe(
      'company-field-reserved',
    );
  }
  await company(inspector, mine, { size: 'small', ownership: 'private' });
  const kept = await company(companyActor(mine), mine, { name: '新名' });
  expect(kept).toMatchObject({ name: '新名', size: 'small', ownership: 'private' });
  expect(await company(inspector, mine)).toMatchObject({ size: null, ownership: null });
});
