import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Db, openDb } from '../../../db/client.ts';
import { type Work, write } from '../../../db/work.ts';
import { actor as operator } from '../../../src/commands/owner.ts';
import { approveNotice } from '../../../src/domain/notices/life.ts';
import { getNotice, noticeFile } from '../../../src/domain/notices/notices.ts';
import { foundAuthority } from '../../../src/domain/people/founding.ts';
import {
  type CertificateAbout,
  certificateOf,
  listCertificates,
  putCertificate,
  removeCertificate,
} from '../../../src/domain/registry/certificates.ts';
import { sha256 } from '../../../src/lib/vault.ts';
import { testVault } from '../../helpers/app.ts';
import { inspector } from '../arrange.ts';
import { aNotice, press } from '../notices/arrange-notice.ts';
import { noonOf, refusal, stageDb } from '../stage.ts';

const db = stageDb();
const DAY = '2026-06-15';
const org = inspector.org as string;
const OTHER = '11320700MB0000002X';
const container = { p12: Buffer.from([0x30, 0, 0xff]), password: '虚构口令' };
const about: CertificateAbout = {
  fingerprint: 'ab'.repeat(32),
  subject: 'CN=虚构市住房和城乡建设局',
  validFrom: new Date('2026-01-01T00:00:00+08:00'),
  validTo: new Date('2027-01-01T00:00:00+08:00'),
};

let owner: Db;
const operate = <T>(fn: (work: Work) => Promise<T>) => write(owner, operator, noonOf(DAY), DAY, fn);
const put = (given: Partial<CertificateAbout> = {}, uscc = org) =>
  operate((work) => putCertificate(work, uscc, container, { ...about, ...given }));
const signsOn = (at: Date) =>
  write(db.app(), inspector, at, DAY, (work) => certificateOf(work, org));
const events = async () =>
  (
    await db.sql()`select name, body from we.event where name like 'authority.certificate%' order by id`
  ).map(({ name, body }) => [name, JSON.parse(body).body]);

beforeAll(async () => {
  owner = openDb(db.at().ownerUrl, testVault, 1);
  for (const uscc of [org, OTHER])
    await operate((work) =>
      foundAuthority(work, { uscc, name: `虚构市住建局${uscc}`, regionPrefix: '3207' }),
    );
});
afterEach(async () => {
  await db.sql()`truncate we.authority_certificate`;
});
afterAll(() => owner.end());

describe('an authority’s certificate', () => {
  test('is kept sealed, replaced and taken away, each with an event that holds no secret', async () => {
    expect(await signsOn(noonOf(DAY))).toBeNull();
    await put();
    expect(await signsOn(noonOf(DAY))).toEqual({ ...container, fingerprint: about.fingerprint });
    const [row] = await db.sql()`select * from we.authority_certificate`;
    expect(JSON.stringify(row)).not.toContain(container.password);
    await put({ fingerprint: 'cd'.repeat(32) });
    expect((await signsOn(noonOf(DAY)))?.fingerprint).toBe('cd'.repeat(32));
    expect(await operate(listCertificates)).toEqual([
      { ...about, authorityId: org, fingerprint: 'cd'.repeat(32) },
    ]);
    expect(await operate((work) => removeCertificate(work, org))).toBe(true);
    expect(await operate((work) => removeCertificate(work, org))).toBe(false);
    expect(await signsOn(noonOf(DAY))).toBeNull();
    const { fingerprint, subject } = about;
    expect(await events()).toEqual([
      ['authority.certificate-set', { fingerprint, subject }],
      ['authority.certificate-set', { fingerprint: 'cd'.repeat(32), subject }],
      ['authority.certificate-removed', { fingerprint: 'cd'.repeat(32) }],
    ]);
  });

  test('is that of an authority, and nobody’s but an operator’s to write', async () => {
    const site = await db.site();
    for (const uscc of [site.ownerId, '11320706MB0000001X'])
      expect((await refusal(put({}, uscc))).code).toBe('company-unknown');
    const byApp = db.act(inspector, DAY, (work) => putCertificate(work, org, container, about));
    await expect(byApp).rejects.toThrow('permission denied');
  });

  test('signs from its first instant to its last', async () => {
    await put();
    const code = (at: number) =>
      signsOn(new Date(at)).then(
        () => 'signs',
        (error) => error.code,
      );
    const [from, to] = [about.validFrom.getTime(), about.validTo.getTime()];
    expect(await Promise.all([from - 1, from, to, to + 1].map(code))).toEqual([
      'certificate-not-valid',
      'signs',
      'signs',
      'certificate-not-valid',
    ]);
  });
});

describe('an approval', () => {
  const approve = (site: Awaited<ReturnType<typeof db.site>>, id: string) =>
    db.act(site.authority, DAY, (work) => approveNotice(work, site.id, id, press));

  test('keeps the signed bytes with their hash, and says by what they were signed', async () => {
    const site = await db.site();
    await put();
    const id = await aNotice(db.at(), site);
    const { sha256: hash } = await approve(site, id);
    const { kept } = await db.look(site.authority, DAY, (work) => noticeFile(work, site.id, id));
    expect(String(kept)).toMatch(/^%PDF of .* signed by (ab){32} at 2026-06-15T04:00:00\.000Z$/s);
    expect(hash).toBe(sha256(kept as Uint8Array));
    const [event] = await db.sql()`
      select body from we.event where name = 'notice.approved' and subject = ${id}`;
    expect(JSON.parse(event?.body).body).toMatchObject({
      sha256: hash,
      signedBy: about.fingerprint,
    });
  });

  test('is not signed by another authority’s certificate', async () => {
    const site = await db.site();
    await put({}, OTHER);
    const id = await aNotice(db.at(), site);
    await approve(site, id);
    const { kept } = await db.look(site.authority, DAY, (work) => noticeFile(work, site.id, id));
    expect(String(kept)).not.toContain('signed by');
    const [event] = await db.sql()`
      select body from we.event where name = 'notice.approved' and subject = ${id}`;
    expect(Object.keys(JSON.parse(event?.body).body)).not.toContain('signedBy');
  });

  test('is refused once the certificate has run out, and draws no number', async () => {
    const site = await db.site();
    await put({ validTo: new Date(noonOf(DAY).getTime() - 1) });
    const id = await aNotice(db.at(), site);
    expect((await refusal(approve(site, id))).code).toBe('certificate-not-valid');
    const view = await db.look(site.authority, DAY, (work) => getNotice(work, site.id, id));
    expect(view).toMatchObject({ status: 'draft', number: null });
  });
});
