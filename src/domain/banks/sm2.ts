import { createHash } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';

const PUBLIC_KEY = /^04[0-9a-f]{128}$/i;

/** An SM2 public key: a point of the curve, not compressed, 04 and 128 hexadecimal digits. */
export function isSm2PublicKey(text: string): boolean {
  try {
    return PUBLIC_KEY.test(text) && sm2.verifyPublicKey(text);
  } catch {
    return false; // not on the curve
  }
}

/**
 * Whether a signature is SM2 with SM3 over these bytes: r and s, 32 bytes each, in hexadecimal or Base64. The signer's
 * id is the usual `1234567812345678`. The digest is reckoned by Node, which is faster than the library.
 * Source: GB/T 32918.2-2016, GM/T 0009-2012.
 */
export function isSm2Signature(publicKey: string, signature: string, signed: Uint8Array): boolean {
  const hex = /^[0-9a-f]{128}$/i.test(signature)
    ? signature.toLowerCase()
    : Buffer.from(signature, 'base64').toString('hex');
  if (hex.length !== 128) return false;
  const digest = createHash('sm3').update(sm2.getZ(publicKey)).update(signed).digest();
  try {
    return sm2.doVerifySignature(digest, hex, publicKey, { hash: false });
  } catch {
    return false; // r or s is not of the group
  }
}
