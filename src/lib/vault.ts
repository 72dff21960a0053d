import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomFillSync,
} from 'node:crypto';

/** Keys of one version: 32 bytes for AES-256-GCM, 32 bytes for the blind index. */
export interface VaultKey {
  version: number;
  data: Uint8Array;
  index: Uint8Array;
}

export type BlindKind = 'id' | 'account' | 'phone';

/** Encrypts personal data at rest and makes the keyed hash by which it is found again. */
export interface Vault {
  /** The newest version: what is sealed now is sealed with it. */
  version: number;
  /** All versions that are known, the newest first. */
  versions: readonly number[];
  /**
   * AES-256-GCM: `version.base64url(iv | tag | ciphertext)`; with the newest key unless another is named.
   * @throws Error when that key version is unknown
   */
  seal(plain: string, version?: number): string;
  /** @throws Error when the text was altered or its key version is unknown. */
  open(sealed: string): string;
  /**
   * HMAC-SHA256 of `kind:value`, cut to 16 bytes, base64url: 22 characters; the newest version unless another is named.
   * @throws Error when that key version is unknown
   */
  blind(kind: BlindKind, value: string, version?: number): string;
  /** The same under every known version: while keys change, a row may lie under any of them. */
  blinds(kind: BlindKind, value: string): string[];
}

/** Makes a vault from keys, the newest of which seals; older ones still open. */
export function makeVault(keys: readonly VaultKey[]): Vault {
  // As key objects: from bytes Node makes one anew at each use, which costs more than the hash itself.
  const ready = keys.map(({ version, data, index }) => ({
    version,
    data: createSecretKey(data),
    index: createSecretKey(index),
  }));
  ready.sort((a, b) => b.version - a.version);
  const newest = ready[0];
  if (!newest) throw new Error('vault: no key');
  const byVersion = new Map(ready.map((k) => [String(k.version), k]));
  const known = (version: string) => {
    const key = byVersion.get(version);
    if (!key) {
      throw new Error(`vault: unknown key version ${/^\d{1,4}$/.test(version) ? version : '?'}`);
    }
    return key;
  };
  const blind = (index: KeyObject, kind: BlindKind, value: string) =>
    createHmac('sha256', index)
      .update(`${kind}:${value}`)
      .digest()
      .subarray(0, 16)
      .toString('base64url');
  const freshIv = randomIvs();
  return {
    version: newest.version,
    versions: ready.map((k) => k.version),
    seal(plain, version = newest.version) {
      const { data } = known(String(version));
      const iv = freshIv();
      const cipher = createCipheriv('aes-256-gcm', data, iv);
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return `${version}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open(sealed) {
      const dot = sealed.indexOf('.');
      const key = known(sealed.slice(0, dot));
      const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key.data, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8');
    },
    blind: (kind, value, version = newest.version) =>
      blind(known(String(version)).index, kind, value),
    blinds: (kind, value) => ready.map(({ index }) => blind(index, kind, value)),
  };
}

const IV_BYTES = 12;
const IVS_AT_ONCE = 256;

/** Random initialisation vectors, each given out once; asked of the system some hundred at a time. */
function randomIvs(): () => Buffer {
  const pool = Buffer.alloc(IV_BYTES * IVS_AT_ONCE);
  let at = pool.length;
  return () => {
    if (at === pool.length) {
      randomFillSync(pool);
      at = 0;
    }
    at += IV_BYTES;
    return Buffer.from(pool.subarray(at - IV_BYTES, at));
  };
}

/** SHA-256 as lower-case hexadecimal. */
export const sha256 = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/** A key of one version derived from one secret text (HMAC-SHA256 with a label for each use). */
export function keyFromSecret(secret: string, version = 1): VaultKey {
  const derive = (label: string) =>
    createHmac('sha256', secret).update(`wage-escrow:${label}:${version}`).digest();
  return { version, data: derive('data'), index: derive('index') };
}
