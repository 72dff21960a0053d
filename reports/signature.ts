import { verify, X509Certificate } from 'node:crypto';
import {
  P12Signer,
  PDF,
  PdfArray,
  PdfDict,
  PdfName,
  PdfNumber,
  PdfStream,
  type Signer,
} from '@libpdf/core';
import type { Certificate, CertificateAbout } from '../src/domain/registry/certificates.ts';
import { Problem } from '../src/lib/problem.ts';

type Container = Pick<Certificate, 'p12' | 'password'>;

/**
 * Opens a PKCS#12 file and tells whose certificate signs with its key.
 * @throws Problem `certificate-refused` where it does not open, or has no certificate of its key
 */
export async function readCertificate(container: Container): Promise<CertificateAbout> {
  const { certificate } = await openSigner(container);
  const { fingerprint256, subject, validFromDate, validToDate } = new X509Certificate(certificate);
  return {
    fingerprint: fingerprint256.replaceAll(':', '').toLowerCase(),
    subject: subject.replaceAll('\n', ', '),
    validFrom: validFromDate,
    validTo: validToDate,
  };
}

type ChainSigner = Signer & { certificateChain: Uint8Array[] };

/** The library takes the first certificate for the key's own; files from Windows may begin with the root. */
async function openSigner({ p12, password }: Container): Promise<ChainSigner> {
  const opened = await P12Signer.create(p12, password).catch(() => {
    throw refusal('打不开证书文件：口令不对，或者不是带有 RSA 或 P-256 私钥的 PKCS#12 文件。');
  });
  const probe = new Uint8Array(32);
  const signed = await opened.sign(probe, 'SHA-256');
  const all = [opened.certificate, ...opened.certificateChain];
  const own = all.find((der) => verify('sha256', probe, keyOf(der), signed));
  if (!own) throw refusal('文件里没有与私钥成对的证书，请重新导出。');
  const { keyType, signatureAlgorithm } = opened;
  return {
    ...{ keyType, signatureAlgorithm, certificate: own },
    certificateChain: all.filter((der) => der !== own),
    sign: (data, algorithm) => opened.sign(data, algorithm),
  };
}

const keyOf = (der: Uint8Array) => new X509Certificate(der).publicKey;
const refusal = (detail: string) => new Problem('invalid', 'certificate-refused', detail);

const FIELD = 'Signature';
/** What a signature weighs besides its certificates, in bytes, with some to spare. */
const CMS_BYTES = 4096;

/**
 * Signs a PDF (PAdES, `ETSI.CAdES.detached`), unseen on the page: the bytes stay as they are, the signature is appended.
 * PDF/A-1b stays PDF/A-1b.
 *
 * @param at the time that the signature claims
 */
export async function signPdf(
  pdf: Uint8Array,
  container: Container,
  at: Date,
): Promise<Uint8Array> {
  const signer = await openSigner(container);
  const document = await PDF.load(pdf);
  const field = document.getOrCreateForm().createSignatureField(FIELD).getDict();
  // PDF/A-1 wants an appearance of every field, of one that is not seen too.
  field.set('AP', PdfDict.of({ N: document.register(emptyForm()) }));
  const chain = [signer.certificate, ...signer.certificateChain];
  const { bytes } = await document.sign({
    signer,
    signingTime: at,
    fieldName: FIELD,
    level: 'B-B',
    estimatedSize: chain.reduce((sum, { length }) => sum + length, CMS_BYTES),
  });
  return bytes;
}

const emptyForm = () =>
  PdfStream.fromDict({
    Type: PdfName.of('XObject'),
    Subtype: PdfName.of('Form'),
    BBox: new PdfArray([0, 0, 0, 0].map((side) => PdfNumber.of(side))),
  });
