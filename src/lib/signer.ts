import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { sha256 } from './vault.ts';

/** A public key that seals are checked with. `id` is the first 16 hex digits of the SHA-256 of its DER form (SPKI). */
export interface SealPublicKey {
  id: string;
  pem: string;
  /** Whether `signature` (base64) is one of this key's over the text. */
  verifies(text: string, signature: string): boolean;
}

/** An Ed25519 key that signs; it is kept outside the database, so that whoever owns the tables cannot seal. */
export interface Signer extends SealPublicKey {
  /** The signature of a text's UTF-8 bytes (RFC 8032), base64. */
  sign(text: string): string;
}

/** A new private key, PEM (PKCS 8). */
export const newSealKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;

/**
 * Reads a private key: PEM, or the base64 of a PEM or DER (PKCS 8) in one line.
 * @throws Error in Chinese for anything that is no Ed25519 key; the text is never repeated
 */
export function readSealKey(text: string): Signer {
  const key = privateKeyOf(text);
  if (key?.asymmetricKeyType !== 'ed25519')
    throw new Error('封存签名密钥应为 Ed25519 私钥（PEM，或其 base64）');
  return {
    ...publicOf(createPublicKey(key)),
    sign: (plain) => sign(null, Buffer.from(plain), key).toString('base64'),
  };
}

function privateKeyOf(text: string): KeyObject | null {
  const bytes = Buffer.from(text, 'base64');
  const forms = [
    () => createPrivateKey(text),
    () => createPrivateKey(bytes.toString('utf8')),
    () => createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' }),
  ];
  for (const read of forms) {
    try {
      return read();
    } catch {}
  }
  return null;
}

const PUBLIC = /-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g;

/** Every public key (PEM) in a text. @throws Error when there is none */
export function readPublicKeys(text: string): SealPublicKey[] {
  const keys = [...text.matchAll(PUBLIC)].map(([pem]) => publicOf(createPublicKey(pem)));
  if (keys.length === 0) throw new Error('没有公钥：应为 PEM（BEGIN PUBLIC KEY），可以有几个');
  return keys;
}

function publicOf(key: KeyObject): SealPublicKey {
  return {
    id: sha256(key.export({ type: 'spki', format: 'der' })).slice(0, 16),
    pem: key.export({ type: 'spki', format: 'pem' }) as string,
    verifies: (text, signature) =>
      verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64')),
  };
}
