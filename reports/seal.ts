import { inflateSync } from 'node:zlib';
import type { Stencil } from './document.ts';
import type { NoticeFacts } from './notice-facts.ts';

/** The seal of frozen facts, as it is drawn. */
export function openSeal({ width, height, bits }: NonNullable<NoticeFacts['seal']>): Stencil {
  return { width, height, bits: inflateSync(Buffer.from(bits, 'base64')) };
}
