import type { Work } from '../../../db/work.ts';
import { Problem } from '../../lib/problem.ts';
import { record } from '../events.ts';

/** 签名证书: what signs an authority's papers. */
export interface Certificate {
  /** A PKCS#12 file: a private key, its certificate, and those above it. */
  p12: Uint8Array;
  password: string;
  /** SHA-256 of the certificate, hexadecimal. */
  fingerprint: string;
}

/** What a certificate says of itself. */
export interface CertificateAbout {
  fingerprint: string;
  subject: string;
  validFrom: Date;
  validTo: Date;
}

/**
 * Keeps an authority's certificate, sealed with its password: papers approved from then on are signed by it. Run by a
 * command as the schema's owner.
 *
 * @throws Problem `company-unknown`
 */
export async function putCertificate(
  work: Work,
  uscc: string,
  { p12, password }: Pick<Certificate, 'p12' | 'password'>,
  { fingerprint, subject, validFrom, validTo }: CertificateAbout,
): Promise<void> {
  const { sql, vault, now } = work;
  const [known] =
    await sql`select from we.company where uscc = ${uscc} and 'authority' = any(kinds)`;
  if (!known)
    throw new Problem('not-found', 'company-unknown', '没有登记这一主管部门，请核对代码。');
  const sealed = vault.seal(JSON.stringify({ p12: Buffer.from(p12).toString('base64'), password }));
  await sql`
    insert into we.authority_certificate (authority_id, certificate_cipher, fingerprint, subject, valid_from, valid_to, known_at)
    values (${uscc}, ${sealed}, ${fingerprint}, ${subject}, ${validFrom}, ${validTo}, ${now})
    on conflict on constraint authority_certificate_pk do update
    set certificate_cipher = excluded.certificate_cipher, fingerprint = excluded.fingerprint, subject = excluded.subject,
      valid_from = excluded.valid_from, valid_to = excluded.valid_to, known_at = excluded.known_at`;
  await record(work, 0, 'authority.certificate-set', uscc, { fingerprint, subject });
}

/** Papers approved from now on are not signed. Run by a command as the schema's owner; false: there was none. */
export async function removeCertificate(work: Work, uscc: string): Promise<boolean> {
  const [gone] = await work.sql<{ fingerprint: string }[]>`
    delete from we.authority_certificate where authority_id = ${uscc} returning fingerprint`;
  if (gone) await record(work, 0, 'authority.certificate-removed', uscc, { ...gone });
  return gone !== undefined;
}

/** The certificates at hand, by authority. */
export async function listCertificates({
  sql,
}: Work): Promise<(CertificateAbout & { authorityId: string })[]> {
  const rows = await sql<
    { authorityId: string; fingerprint: string; subject: string; from: string; to: string }[]
  >`
    select authority_id as "authorityId", fingerprint, subject, valid_from as "from", valid_to as "to"
    from we.authority_certificate order by authority_id`;
  return rows.map(({ from, to, ...about }) => ({
    ...about,
    validFrom: new Date(from),
    validTo: new Date(to),
  }));
}

/**
 * What signs the papers of an authority now; null: nothing.
 * @throws Problem `certificate-not-valid`: a signature made now would not be believed
 */
export async function certificateOf(work: Work, uscc: string): Promise<Certificate | null> {
  const { sql, vault, now } = work;
  const [row] = await sql<{ cipher: string; fingerprint: string; valid: boolean }[]>`
    select certificate_cipher as cipher, fingerprint, ${now}::timestamptz between valid_from and valid_to as valid
    from we.authority_certificate where authority_id = ${uscc}`;
  if (!row) return null;
  if (!row.valid)
    throw new Problem(
      'conflict',
      'certificate-not-valid',
      '本单位的签名证书不在有效期内，不能签发。请联系系统管理员更换证书。',
    );
  const { p12, password } = JSON.parse(vault.open(row.cipher)) as {
    p12: string;
    password: string;
  };
  return { p12: Buffer.from(p12, 'base64'), password, fingerprint: row.fingerprint };
}
