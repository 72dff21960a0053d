import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nodeFonts } from '../../reports/node-fonts.ts';
import { drawNotice } from '../../reports/notice.ts';
import { readCertificate, signPdf } from '../../reports/signature.ts';
import {
  inFolder,
  type MadeCertificate,
  makeCertificate,
  openssl,
  P12_PASSWORD,
  P256,
  RSA,
  strangerFirst,
} from '../helpers/certificate.ts';
import { readSheets } from '../helpers/pdf.ts';
import { noticeFacts } from './facts.ts';

// The signature is judged by openssl: of the bytes that its range names, against the office's certificate.

const AT = new Date('2026-06-15T09:00:00+08:00');
const pdf = drawNotice(noticeFacts(), nodeFonts());
const office = makeCertificate();
const signed = Buffer.from(await signPdf(pdf, office, AT));

/** The CMS of a signed PDF and the bytes that it speaks for. */
function partsOf(bytes: Buffer) {
  const text = bytes.toString('latin1');
  const [, ...range] = /\/ByteRange \[(\d+) (\d+) +(\d+) +(\d+) *\]/.exec(text) ?? [];
  const [a = 0, b = 0, c = 0, d = 0] = range.map(Number);
  const content = Buffer.concat([bytes.subarray(a, a + b), bytes.subarray(c, c + d)]);
  const padded = Buffer.from(text.slice(b + 1, c - 1), 'hex');
  return { range: [a, b, c, d], gap: text.slice(b, c), content, cms: padded };
}

/** What openssl says of a signature; it throws where the signature is not the certificate's, or not of these bytes. */
const judged = (content: Buffer, cms: Buffer, { pem }: Pick<MadeCertificate, 'pem'>) =>
  inFolder((path) => {
    writeFileSync(path('content'), content);
    writeFileSync(path('cms'), cms.subarray(0, 4 + cms.readUInt16BE(2)));
    writeFileSync(path('ca'), pem);
    const given = ['-inform', 'DER', '-in', path('cms')];
    openssl(
      ...['cms', '-verify', '-binary', ...given, '-content', path('content')],
      ...['-CAfile', path('ca'), '-purpose', 'any', '-out', path('out')],
    );
    return String(openssl('cms', '-cmsout', '-print', '-noout', ...given));
  });

test('the drawn bytes stay, and the signature speaks for all of the file but itself', async () => {
  expect(signed.subarray(0, pdf.length).equals(Buffer.from(pdf))).toBe(true);
  const { range, gap } = partsOf(signed);
  expect([range[0], (range[2] as number) + (range[3] as number)]).toEqual([0, signed.length]);
  expect(gap).toMatch(/^<[0-9A-F]+>$/);
  expect(await readSheets(signed)).toEqual(await readSheets(pdf));
});

test('openssl believes it, with the certificate’s digest in it (PAdES) and the time that was told', () => {
  const { content, cms } = partsOf(signed);
  const said = judged(content, cms, office);
  expect(said).toContain('id-smime-aa-signingCertificateV2');
  expect(said).toContain('UTCTIME:Jun 15 01:00:00 2026 GMT');
  expect(signed.toString('latin1')).toContain('/SubFilter /ETSI.CAdES.detached');
});

test('a changed byte, before the signature or behind it, and another’s certificate are not believed', () => {
  const { content, cms } = partsOf(signed);
  for (const at of [0, 1000, pdf.length, content.length - 1]) {
    const changed = Buffer.from(content);
    changed[at] = (changed[at] as number) ^ 1;
    expect(() => judged(changed, cms, office), `${at}`).toThrow('verify_content');
  }
  expect(() => judged(content, cms, makeCertificate())).toThrow('certificate verify error');
});

test.each([
  ['of an elliptic curve', 1, () => makeCertificate(P256)],
  ['as older programs wrote it', 1, () => makeCertificate(RSA, ['-legacy'])],
  ['with those above it', 2, () => makeCertificate(RSA, [], makeCertificate().pem)],
  ['with another first', 2, strangerFirst],
])('a file %s signs, with all %i of its certificates', async (_, count, make) => {
  const made = make();
  const { subject, fingerprint, validFrom, validTo } = await readCertificate(made);
  const own = new X509Certificate(made.pem);
  expect(subject).toBe('C=CN, O=虚构市住房和城乡建设局, CN=虚构市住房和城乡建设局电子印章');
  expect(fingerprint).toBe(own.fingerprint256.replaceAll(':', '').toLowerCase());
  expect([validFrom, validTo]).toEqual([own.validFromDate, own.validToDate]);
  const { content, cms } = partsOf(Buffer.from(await signPdf(pdf, made, AT)));
  expect(judged(content, cms, made).match(/d\.certificate:/g)).toHaveLength(count);
});

test('what does not open is refused', async () => {
  const refused = { code: 'certificate-refused', detail: expect.stringContaining('打不开') };
  const wrong = [
    { p12: office.p12, password: `${P12_PASSWORD} ` },
    { p12: office.p12, password: '' },
    { p12: Buffer.from(office.pem), password: P12_PASSWORD },
    { p12: office.p12.slice(0, -9), password: P12_PASSWORD },
    { p12: new Uint8Array(), password: P12_PASSWORD },
    makeCertificate(['ec', '-pkeyopt', 'ec_paramgen_curve:SM2']),
  ];
  for (const [n, one] of wrong.entries())
    await expect(readCertificate(one), `${n}`).rejects.toMatchObject(refused);
});
