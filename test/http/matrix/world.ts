import { makeCard, makeIdNumber, makeUscc } from '../../../src/demo/identities.ts';
import { parseId, publicId } from '../../../src/lib/id.ts';
import { anAlert } from '../../domain/alerts/arrange-alert.ts';
import { makeApp, type TestApp } from '../../helpers/app.ts';
import type { TestDb } from '../../helpers/db.ts';
import { noticeFacts } from '../../reports/facts.ts';
import type { Caller, Row, Site } from './kinds.ts';

// Two building sites in two districts with nobody in common, made over the API, and one caller of each kind for each.

export const NOW = '2026-05-08T09:00:00+08:00';

/** The rule that has two proposed versions, the second and the third. */
export const RULE = 'F02';

/** What a request on a site is sent with, beside what it names. */
export const accountOf = ({ bank, accountNo }: Pick<Site, 'bank' | 'accountNo'>) => ({
  bankCode: bank,
  accountNo,
  accountName: '农民工工资专户',
  openedOn: '2026-01-15',
});

export const projectOf = (site: Pick<Site, 'region' | 'owner' | 'contractor' | 'code'>) => ({
  name: `安置房${site.code}`,
  regionCode: String(site.region),
  ownerUscc: site.owner,
  contractorUscc: site.contractor,
  fundSource: 'government',
  status: 'active',
  startsOn: '2026-01-01',
});

export const contract = {
  signedOn: '2026-01-02',
  totalFen: 80_000_000_00,
  contractorSize: 'medium',
  labourCostFen: 1_000_000_00,
  transferDay: 10,
  payDay: 15,
  payMonthOffset: 1,
};

export const inspectionOf = {
  part: '地下室防水',
  requestedOn: '2026-03-02',
  agreedOn: '2026-03-16',
};
export const retentionOf = { amountFen: 300_000_00, acceptedOn: '2026-03-20' };

export const personOf = (seed: number) => ({
  idNumber: makeIdNumber(seed),
  name: `工人${seed}`,
  cardNo: makeCard(seed),
});

export const claimOf = (employerUscc: string, seed: number, wageMonth = '2026-03') => ({
  wageMonth,
  employerUscc,
  lines: [{ ...personOf(seed), grossFen: 600_000, netFen: 600_000 }],
});

/** The code of a region as people write it: `3207` for a city. */
export const prefixOf = ([lo, hi]: [number, number]): string =>
  lo === hi ? String(lo) : String(lo).slice(0, 4);

/** A sign-on that is configured and away. */
const signOn = {
  issuer: 'http://127.0.0.1:1',
  clientId: 'matrix',
  clientSecret: 'matrix',
  publicUrl: 'http://localhost',
};

/** The second employer is a contractor elsewhere: its key may do what here is not its business. */
const kindsOf = [['owner'], ['contractor'], ['subcontractor'], ['contractor', 'subcontractor']];

/** The world and how to call into it. */
export async function makeWorld(db: TestDb) {
  const app = await makeApp(db, { now: NOW, signOn });
  const city: [number, number] = [320700, 320799];
  const authorities: [string, [number, number]][] = [
    ['city', city],
    ['district of A', [320706, 320706]],
    ['district of B', [320703, 320703]],
    ['another city', [320300, 320399]],
  ];
  const callers: Caller[] = [];
  for (const [n, [name, region]] of authorities.entries()) {
    const org = makeUscc(100 + n);
    await app.newCompany(org, `人社局${n}`, ['authority'], region);
    callers.push({ name, kinds: ['authority'], org, region, bank: null });
  }
  const key = await app.newKey(callers[0]?.org as string, '建库');
  const sites: Site[] = [];
  for (const [n, region] of [320706, 320703].entries())
    sites.push(await aSite(app, db, key, n, region));
  for (const { code, owner, contractor, employers } of sites) {
    for (const [n, org] of [owner, contractor, ...employers].entries()) {
      const kinds = kindsOf[n] as string[];
      callers.push({
        name: `${kinds.join(' and ')} ${n} of ${code}`,
        kinds,
        org,
        region: null,
        bank: null,
      });
    }
  }
  for (const number of [2, 3])
    await app.ownerDb`insert into we.rule_version (rule_id, number, params, valid_from, proposed_by, proposed_at)
      values (${RULE}, ${number}, '{}', '2026-06-01', '建库', ${NOW})`;
  for (const { bank } of sites)
    callers.push({ name: `bank ${bank}`, kinds: ['bank'], org: '', region: null, bank });
  return { app, sites: sites as [Site, Site], callers };
}

export type World = Awaited<ReturnType<typeof makeWorld>>;

async function aSite(
  app: TestApp,
  db: TestDb,
  key: string,
  n: number,
  region: number,
): Promise<Site> {
  const codes = [0, 1, 2, 3].map((i) => makeUscc(200 + n * 10 + i)) as [
    string,
    string,
    string,
    string,
  ];
  const [owner, contractor, ...employers] = codes;
  for (const [i, uscc] of codes.entries())
    await app.newCompany(uscc, `单位${n}${i}`, kindsOf[i] as string[]);
  const site: Site = {
    code: `SITE-${'AB'[n]}`,
    id: 0,
    region,
    owner,
    contractor,
    employers: employers as [string, string],
    bank: n === 0 ? '102' : '308',
    accountNo: `3205016543600000${1000 + n}`,
    rows: {},
  };
  const send = async (method: string, path: string, body?: unknown, as = key) => {
    const answer = await app.call(method, path, { key: as, body });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const at = `/projects/${site.code}`;
  await send('PUT', at, projectOf(site));
  await send('PUT', `${at}/contract`, contract);
  await send('PUT', `${at}/confirmation`);
  const account = await send('POST', `${at}/wage-accounts`, accountOf(site));
  site.id = parseId(account.accountId).projectId;
  const clerk = await app.newKey(contractor, '劳资员');
  const rowOf = (id: string, more: Partial<Row> = {}): Row => ({ id, site, ...more });
  site.rows['wage-account'] = [rowOf(account.accountId)];
  const batches: Row[] = [];
  const people: Row[] = [];
  for (const [i, employer] of [...employers, contractor].entries()) {
    const seed = 1 + n * 10 + i;
    if (employer !== contractor)
      await send('PUT', `${at}/participants/${employer}`, { role: 'subcontractor' });
    const engaged = await send('POST', `${at}/engagements`, {
      engagements: [{ ...personOf(seed), employerUscc: employer, enteredOn: '2026-02-01' }],
    });
    people.push(rowOf(engaged.engagementIds[0], { employer }));
    const batch = await send('POST', `${at}/payroll-batches`, claimOf(employer, seed), clerk);
    batches.push(rowOf(batch.batchId, { employer }));
  }
  site.rows.engagement = people;
  const shown = { fields: ['identity'], reason: '核查投诉' };
  const disclosed = await send('POST', `/engagements/${people[0]?.id}/disclosures`, shown);
  site.rows.disclosure = [rowOf(disclosed.disclosureId)];
  site.rows.batch = batches;
  const settlement = await send(
    'POST',
    `${at}/settlements`,
    {
      level: 'process',
      claimedFen: 900_000_00,
      deliveredOn: '2026-02-02',
    },
    clerk,
  );
  site.rows.settlement = [rowOf(settlement.settlementId)];
  const delay = await send('POST', `${at}/transfer-delays`, {
    period: '2026-03',
    on: '2026-04-11',
    statedBy: 'owner',
    reasonCode: 'AUD-GOV',
  });
  site.rows.delay = [rowOf(delay.delayId)];
  const stop = { from: '2026-02-03', reason: '春节' };
  const stopped = await send('POST', `${at}/stop-works`, stop, clerk);
  site.rows['site-record'] = [rowOf(stopped.recordId)];
  const complaint = { kind: 'card-withheld', aboutUscc: contractor, on: '2026-02-04', text: '卡' };
  const filed = await send('POST', `${at}/complaints`, complaint);
  site.rows.complaint = [rowOf(filed.complaintId)];
  const asked = await send('POST', `${at}/inspections`, inspectionOf);
  site.rows.inspection = [rowOf(asked.inspectionId)];
  await send('PUT', `${at}/retention`, retentionOf);
  Object.assign(site.rows, await watched(app, db, site));
  return site;
}

/** Alerts of every audience and papers of every state, on a site. */
async function watched(app: TestApp, db: TestDb, site: Site) {
  const { id, region, owner: ownerId, contractor: contractorId, employers } = site;
  const of = { id, region, ownerId, contractorId } as Parameters<typeof anAlert>[1];
  const alerts: Row[] = [];
  for (const [audience, employer] of [
    ['parties', undefined],
    ['parties', employers[0]],
    ['authority', undefined],
    ['authority', employers[0]],
  ] as const) {
    const given = { audience, ruleId: 'M03', ...(employer && { employerId: employer }) };
    const alertId = await anAlert(db, of, given);
    alerts.push({ id: publicId(id, alertId), site, audience, ...(employer && { employer }) });
  }
  await app.ownerDb`update we.alert set facts = '{"years": [], "dutyCount": 1}' where project_id = ${id}`;
  const notices: Row[] = [];
  for (const [status, addressee] of [
    ['draft', ownerId],
    ['served', ownerId],
    ['served', contractorId],
    ['answered', employers[0]],
    ['lapsed', contractorId],
  ] as const) {
    const [row] = await app.ownerDb<{ id: string }[]>`
      insert into we.notice (project_id, id, region_code, owner_id, contractor_id, instrument, level, addressee_id, status,
        alert_ids, facts_cipher, facts_digest, template, drafted_on, refreshed_on, served_on)
      values (${id}, gen_random_uuid(), ${region}, ${ownerId}, ${contractorId}, 'reminder', 1, ${addressee}, ${status}, '[]',
        ${app.db.vault.seal(JSON.stringify(noticeFacts()))}, 'x', 'x', '2026-05-01', '2026-05-01',
        ${['served', 'answered'].includes(status) ? '2026-05-06' : null}) returning id`;
    await app.ownerDb`insert into we.notice_file (project_id, notice_id, facts_digest, sha256, bytes, drawn_at)
      values (${id}, ${row?.id as string}, 'x', 'x', '%PDF-', now())`;
    notices.push({ id: publicId(id, row?.id as string), site, addressee, status });
  }
  const files: Row[] = [];
  for (const addressee of [contractorId, employers[0]]) {
    const [row] = await app.ownerDb<{ id: string }[]>`
      insert into we.evidence_file (project_id, id, region_code, owner_id, contractor_id, org_id, about_id, name_cipher, media_type, size, sha256, bytes_cipher, known_at)
      values (${id}, gen_random_uuid(), ${region}, ${ownerId}, ${contractorId}, ${addressee}, gen_random_uuid(), ${app.db.vault.seal('凭证.pdf')},
        'application/pdf', 5, 'x', ${app.db.vault.seal('JVBERi0=')}, now()) returning id`;
    files.push({ id: publicId(id, row?.id as string), site, addressee });
  }
  return { alert: alerts, notice: notices, file: files };
}
