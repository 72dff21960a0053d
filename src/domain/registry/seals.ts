import { deflateSync } from 'node:zlib';
import type { Work } from '../../../db/work.ts';
import { readPng } from '../../lib/png.ts';
import { Problem } from '../../lib/problem.ts';
import { sha256 } from '../../lib/vault.ts';
import { record } from '../events.ts';
import { checkOwn } from './authorities.ts';

/** A seal as it is drawn: bits of a stencil row by row, deflated, in base64. PDF/A-1 knows no transparency. */
export interface Seal {
  width: number;
  height: number;
  bits: string;
}

/** Points along a side: 42 mm want some for print, and no seal needs more. */
const [LEAST, MOST] = [300, 1200];
/** A point is ink when this dark on white paper: what lacks green and blue, as red ink does and black. */
const INK = 176;
/** A picture that is hardly anything or nearly all ink is no seal. */
const [LEAST_INK, MOST_INK] = [0.01, 0.7];

const WRONG: Readonly<Record<string, string>> = {
  'no-png': '印章图片不是 PNG 文件，请另存为 PNG 后上传。',
  damaged: '印章图片已损坏，请重新导出后上传。',
  kind: '请上传 8 位、非隔行的 PNG 印章图片。',
  large: `印章图片每边不得超过 ${MOST} 像素。`,
  small: `印章图片每边不得少于 ${LEAST} 像素，否则印出来不清楚。`,
  shape: '印章图片应为正方形，四周裁到印章边缘。',
  ink: '图片里看不出印章：请用白底或者透明底的红色印章图片。',
};

/**
 * Makes a stencil of a seal's picture, on white or on nothing.
 * @throws Problem `seal-refused` where it is no such picture
 */
export function sealFrom(png: Uint8Array): Seal {
  const picture = readPng(png, MOST);
  if (typeof picture === 'string') throw refusal(picture);
  const { width, height, rgba } = picture;
  if (Math.min(width, height) < LEAST) throw refusal('small');
  if (Math.abs(width - height) > Math.max(width, height) / 10) throw refusal('shape');
  const row = Math.ceil(width / 8);
  const bits = new Uint8Array(row * height);
  let ink = 0;
  for (let point = 0; point < width * height; point++) {
    if (seenAt(rgba, point * 4) >= INK) continue;
    ink += 1;
    const [x, y] = [point % width, Math.floor(point / width)];
    const at = y * row + (x >> 3);
    bits[at] = (bits[at] as number) | (0x80 >> (x & 7));
  }
  const share = ink / (width * height);
  if (share < LEAST_INK || share > MOST_INK) throw refusal('ink');
  return { width, height, bits: deflateSync(bits).toString('base64') };
}

/** How light green and blue of a point are together, on white paper: 0 to 255. */
function seenAt(rgba: Uint8Array, at: number): number {
  const [green, blue, alpha] = [rgba[at + 1] ?? 0, rgba[at + 2] ?? 0, rgba[at + 3] ?? 0];
  return 255 - ((255 - (green + blue) / 2) * alpha) / 255;
}

const refusal = (why: string) =>
  new Problem('invalid', 'seal-refused', WRONG[why] as string, { why });

/**
 * Keeps the picture of an authority's seal, or takes it away (null). Papers approved from then on bear it; those approved
 * before stay as they are. Only the authority itself says so.
 *
 * @throws Problem `authority-not-yours`, `seal-refused`
 */
export async function putSeal(work: Work, uscc: string, png: Uint8Array | null) {
  const { sql, now } = work;
  checkOwn(work, uscc);
  const seal = png && sealFrom(png);
  const hash = png && sha256(png);
  const [before] = await sql<{ sealSha256: string | null }[]>`
    select seal_sha256 as "sealSha256" from we.authority_setting where authority_id = ${uscc}`;
  await sql`
    insert into we.authority_setting (authority_id, seal, seal_sha256, known_at) values (${uscc}, ${seal as never}, ${hash}, ${now})
    on conflict on constraint authority_setting_pk do update
    set seal = excluded.seal, seal_sha256 = excluded.seal_sha256, known_at = excluded.known_at`;
  await record(work, 0, 'authority.seal-set', uscc, {
    before: before ?? null,
    after: { sealSha256: hash },
  });
  return { uscc, sealSha256: hash };
}

/** The seal that papers of an authority bear from now on; null: none. */
export async function sealOf({ sql }: Work, uscc: string): Promise<Seal | null> {
  const [row] = await sql<{ seal: Seal | null }[]>`
    select seal from we.authority_setting where authority_id = ${uscc}`;
  return row?.seal ?? null;
}
