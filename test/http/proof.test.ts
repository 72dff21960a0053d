import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inflateEntry, listZip } from '../../src/adapters/excel/zip.ts';
import { publicId } from '../../src/lib/id.ts';
import { newSealKey, readSealKey } from '../../src/lib/signer.ts';
import { anAlert } from '../domain/alerts/arrange-alert.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { workerUrl } from '../helpers/door.ts';
import { signedIn } from '../helpers/people.ts';
import { projectOf } from '../helpers/site.ts';

// What leaves the house for another office, over HTTP; what is in it stands in test/domain/proof/.

const at = freshDb();
const signer = readSealKey(newSealKey());
const ACCOUNT = '32050165436000000456';
let app: TestApp;
let callers: Callers;
let path: string;
let sent: string;

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-06-15T09:00:00+08:00', signer });
  callers = await app.callers();
  const { authority, contractor, owner } = callers;
  await app.call('PUT', '/projects/P-1', { key: authority.key, body: projectOf(callers) });
  await app.call('POST', '/projects/P-1/wage-accounts', {
    key: contractor.key,
    body: { bankCode: '102', accountNo: ACCOUNT, accountName: '专户', openedOn: '2026-01-15' },
  });
  const bank = await app.bank('102');
  const entry = {
    ...{ accountNo: ACCOUNT, entryId: 'e-1', direction: 'debit', amountFen: 600_000 },
    ...{ bookedAt: '2026-06-10T10:00:00+08:00', counterpartyName: '工人一' },
  };
  const answer = await bank.events('entry.booked', [entry], 'msg-1');
  expect(answer.body).toMatchObject({ accepted: 1, rejected: [] });
  const [kept] =
    await app.ownerDb`select raw_cipher from we.bank_message where message_id = 'msg-1'`;
  sent = Buffer.from(app.db.vault.open(kept?.raw_cipher), 'base64').toString();
  const [row] =
    await app.ownerDb`select id, region_code as region from we.project where code = 'P-1'`;
  const site = { ...row, ownerId: owner.uscc, contractorId: contractor.uscc };
  const id = await anAlert(at(), site as never, { ruleId: 'M03', period: '2026-06' });
  await app.ownerDb`update we.alert set facts = '{"years": [], "dutyCount": 1}' where id = ${id}`;
  path = `/alerts/${publicId(row?.id, id)}/evidence.zip`;
}, 60_000);
afterAll(() => app.end());

const filesIn = (zip: Uint8Array) =>
  new Map(listZip(zip).map((entry) => [entry.name, inflateEntry(zip, entry).toString()]));
const packings = async () =>
  app.ownerDb<{ actor: string; body: string }[]>`
    select actor, body from we.event where name = 'evidence.packed' order by id`;

describe('a pack', () => {
  test('is a file to be saved, without the messages, and leaves an event of who took it', async () => {
    const { status, headers, body } = await app.call('GET', path, { key: callers.authority.key });
    expect([status, headers.get('content-type')]).toEqual([200, 'application/zip']);
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="evidence-P-1-M03-[0-9a-f]{8}\.zip"$/,
    );
    const files = filesIn(body);
    expect([...files.keys()].filter((name) => name.startsWith('message-'))).toEqual([]);
    expect(files.get('messages.csv')).toContain('102/msg-1');
    expect(Buffer.from(body).includes('工人一')).toBe(false);
    const [event] = await packings();
    const manifest = createHash('sha256').update(files.get('manifest.json') as string);
    expect(JSON.parse(event?.body as string).body).toEqual({ manifest: manifest.digest('hex') });
    expect(event?.actor).toMatch(/^key:/);
  });

  test('has the key that its seals are checked with, where this process seals', async () => {
    const { body } = await app.call('GET', path, { key: callers.authority.key });
    const { publicKeys } = JSON.parse(filesIn(body).get('trail.json') as string);
    expect(publicKeys).toEqual(workerUrl() === null ? [signer.pem] : []);
  });

  test('with a reason has the messages as they came, and that is listed among what was disclosed', async () => {
    const { key } = callers.authority;
    const answer = await app.call('POST', path, { key, body: { reason: '移送，案号 17' } });
    expect(answer.status).toBe(200);
    expect(filesIn(answer.body).get('message-1.json')).toBe(sent);
    expect(sent).toContain('工人一');
    const { items } = (await app.call('GET', '/disclosures', { key })).body;
    expect(items).toMatchObject([
      { alertId: path.split('/')[2], fields: ['messages'], reason: '移送，案号 17' },
    ]);
    expect(items[0]).not.toHaveProperty('engagementId');
    const { body } = JSON.parse((await packings()).at(-1)?.body as string);
    expect(body).toMatchObject({ messages: ['102/msg-1'], disclosureId: items[0].disclosureId });
  });

  test('does not show in the history that a party reads', async () => {
    const alert = path.replace('/evidence.zip', '');
    const names = async (key: string) =>
      (await app.call('GET', alert, { key })).body.history.map((h: { name: string }) => h.name);
    expect(await names(callers.authority.key)).toContain('evidence.packed');
    expect(await names(callers.owner.key)).not.toContain('evidence.packed');
  });
});

describe('who may have one', () => {
  const roles = [
    ['inspector', 200, 200],
    ['supervisor', 200, 403],
    ['auditor', 200, 403],
    ['administrator', 403, 403],
  ] as const;
  test.each(roles)('%s: %i, with the messages %i', async (role, without, whole) => {
    const { uscc: companyId } = callers.authority;
    const username = `pack-${role}`;
    const person = await signedIn(app, { username, name: `某人（${role}）`, companyId, role });
    expect((await person.call('GET', path)).status).toBe(without);
    const body = { reason: '核查' };
    expect((await person.call('POST', path, { body })).status).toBe(whole);
  });

  test('no party, nobody without a key, and no authority of elsewhere', async () => {
    const far = '11320300MB0000001X';
    await app.newCompany(far, '别市人社局', ['authority'], [320300, 320399]);
    const body = { reason: '核查' };
    const before = (await packings()).length;
    for (const [key, status, code] of [
      [callers.owner.key, 403, 'grant-missing'],
      [callers.contractor.key, 403, 'grant-missing'],
      [undefined, 401, 'key-missing'],
      [await app.newKey(far, '别处'), 404, 'not-found'],
    ] as const) {
      for (const method of ['GET', 'POST']) {
        const asked = method === 'POST' ? { key, body } : { key };
        const answer = await app.call(method, path, asked);
        expect([answer.status, answer.body.code]).toEqual([status, code]);
      }
    }
    expect(await packings()).toHaveLength(before);
  });
});

test.each([
  [{}, '/reason'],
  [{ reason: ' ' }, '/reason'],
  [{ reason: 'x'.repeat(1001) }, '/reason'],
  [{ reason: '核查', more: 1 }, '/more'],
])('without a proper reason nothing is handed out: %o', async (body, pointer) => {
  const answer = await app.call('POST', path, { key: callers.authority.key, body });
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
});

test('of an alert that is not there, and of no id, nothing is found', async () => {
  for (const id of [path.split('/')[2]?.replace(/.{8}$/, '00000000'), 'nothing']) {
    const answer = await app.call('GET', `/alerts/${id}/evidence.zip`, {
      key: callers.authority.key,
    });
    expect([answer.status, answer.body.code]).toEqual([404, 'not-found']);
  }
});
