import { z } from 'zod';
import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { Problem } from '../../lib/problem.ts';
import type { SealPublicKey } from '../../lib/signer.ts';
import { headerOf } from './block.ts';
import { newestBlock } from './seal.ts';

const shape = z.object({
  day: z.iso.date(),
  blockNo: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  header: z.string(),
  signature: z.string(),
  publicKey: z.string(),
});

/**
 * The newest block in a form that an outside party keeps: `hash` is the SHA-256 of `header`, `signature` (Ed25519,
 * base64) covers its UTF-8 bytes. Whoever holds it can tell later whether the trail up to there is the same.
 */
export type Anchor = z.infer<typeof shape>;

/** The anchor of a day; null before the first block. */
export async function anchorOf(
  { sql }: Work,
  day: Day,
  key: SealPublicKey,
): Promise<Anchor | null> {
  const block = await newestBlock(sql);
  if (!block) return null;
  const { blockNo, hash, signature } = block;
  return { day, blockNo, hash, header: headerOf(block), signature, publicKey: key.pem };
}

/** An anchor from a kept file. @throws Problem `anchor-invalid` */
export function readAnchor(text: string): Anchor {
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    throw new Problem('invalid', 'anchor-invalid', '锚点文件无法识别，请给出系统每日生成的 JSON。');
  }
}
