import { createHmac } from 'node:crypto';

const PERIOD_SECONDS = 30;

/** The code that an authenticator app shows for an `otpauth://` address at an instant (RFC 6238). */
export function totpOf(uri: string, at: Date): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / 1000 / PERIOD_SECONDS)));
  const mac = createHmac('sha1', fromBase32(secretOf(uri)))
    .update(counter)
    .digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** The secret in an `otpauth://` address, as a person types it. */
export const secretOf = (uri: string): string => new URL(uri).searchParams.get('secret') ?? '';

function fromBase32(text: string): Buffer {
  const bits = [...text]
    .map((ch) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(ch).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
