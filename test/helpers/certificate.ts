import { execFileSync } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs with a folder that is gone afterwards; `path` gives a file's place in it. */
export function inFolder<T>(use: (path: (name: string) => string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  try {
    return use((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @throws Error with what openssl said where it ends with another code than 0 */
export const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });

/** Not ASCII on purpose. */
export const P12_PASSWORD = '虚构 口令 1';
export const RSA = ['rsa:2048'];
export const P256 = ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];

export interface MadeCertificate {
  p12: Uint8Array;
  password: string;
  /** The certificate, PEM. */
  pem: string;
}

/**
 * A certificate of an invented office that signed itself, in a PKCS#12 file as openssl writes it. `more` are words for that;
 * `beside` is another certificate that goes into the file, PEM.
 */
export const makeCertificate = (
  key: readonly string[] = RSA,
  more: readonly string[] = [],
  beside?: string,
): MadeCertificate =>
  inFolder((path) => {
    const [keyFile, pem, p12] = [path('key.pem'), path('cert.pem'), path('office.p12')];
    const subject = '/C=CN/O=虚构市住房和城乡建设局/CN=虚构市住房和城乡建设局电子印章';
    openssl(
      ...['req', '-x509', '-newkey', ...key, '-nodes', '-days', '30', '-utf8', '-subj', subject],
      ...['-addext', 'keyUsage=critical,digitalSignature,nonRepudiation'],
      ...['-keyout', keyFile, '-out', pem],
    );
    if (beside) writeFileSync(path('beside.pem'), beside);
    openssl(
      ...['pkcs12', '-export', '-inkey', keyFile, '-in', pem, '-out', p12],
      ...['-passout', `pass:${P12_PASSWORD}`, ...more],
      ...(beside ? ['-certfile', path('beside.pem')] : []),
    );
    const made = { p12: new Uint8Array(readFileSync(p12)), pem: readFileSync(pem, 'utf8') };
    return { ...made, password: P12_PASSWORD };
  });

const CERTIFICATE_BAG = Buffer.from('060b2a864886f70d010c0a0103', 'hex');

/**
 * A PKCS#12 file in which somebody else's certificate comes first, as Windows writes chains: openssl's two bags of certificates,
 * in clear, change places, and the file's code is made again (RFC 7292, appendix B).
 */
export function strangerFirst(): MadeCertificate {
  const stranger = makeCertificate();
  const own = makeCertificate(RSA, ['-certpbe', 'NONE', '-keypbe', 'NONE'], stranger.pem);
  const file = Buffer.from(own.p12);
  const before = codeOf(file);
  const from = file.indexOf(CERTIFICATE_BAG) - 4;
  const middle = from + 4 + file.readUInt16BE(from + 2);
  const to = middle + 4 + file.readUInt16BE(middle + 2);
  Buffer.concat([file.subarray(middle, to), file.subarray(from, middle)]).copy(file, from);
  codeOf(file).copy(file, file.indexOf(before));
  return { ...own, p12: new Uint8Array(file) };
}

/** The HMAC that stands at a PKCS#12 file's end, of its content. */
function codeOf(file: Buffer): Buffer {
  const content = file.subarray(30, 30 + file.readUInt16BE(28));
  // DigestInfo ends with the code, salt and rounds follow.
  const tail = file.subarray(30 + content.length);
  const at = tail.indexOf(Buffer.from('0420', 'hex')) + 34;
  const salt = tail.subarray(at + 2, at + 2 + (tail[at + 1] as number));
  const rounds = tail.readUInt16BE(at + 2 + salt.length + 2);
  const filled = (bytes: Buffer) => Buffer.alloc(Math.ceil(bytes.length / 64) * 64, bytes);
  const password = Buffer.from(`${P12_PASSWORD}\0`, 'utf16le').swap16();
  let key = Buffer.concat([Buffer.alloc(64, 3), filled(salt), filled(password)]);
  for (let round = 0; round < rounds; round++) key = createHash('sha256').update(key).digest();
  return createHmac('sha256', key).update(content).digest();
}
