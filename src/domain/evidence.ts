import { randomUUID } from 'node:crypto';
import type { Work } from '../../db/work.ts';
import { publicId } from '../lib/id.ts';
import { type Fault, refused } from '../lib/problem.ts';
import { sha256 } from '../lib/vault.ts';
import { hidden } from './access.ts';

/** A file as it was sent. */
export interface Evidence {
  name: string;
  bytes: Uint8Array;
}

/** What the trail keeps of a file: neither its name nor a byte of it. */
export interface KeptFile {
  fileId: string;
  mediaType: string;
  size: number;
  sha256: string;
}

/** A file and as many of them as one reply may carry. */
export const MOST_BYTES = 5 * 1024 * 1024;
export const MOST_FILES = 5;

/** What is taken, told by the first bytes: what a browser says of a file proves nothing. */
const MEDIA: readonly (readonly [type: string, mark: readonly number[], name?: RegExp])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  [
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    [0x50, 0x4b, 0x03, 0x04],
    /\.xlsx$/i,
  ],
];

const mediaOf = ({ name, bytes }: Evidence): string | undefined =>
  MEDIA.find(
    ([, mark, ending]) =>
      mark.every((byte, i) => bytes[i] === byte) && (ending?.test(name) ?? true),
  )?.[0];

/**
 * Keeps the files of a reply, sealed, beside what they are about: for their sender and the authority alone. The scope holds
 * the project.
 *
 * @throws Problem invalid `evidence-refused` with every bad file: empty, above 5 MB, or neither PDF, PNG, JPEG nor .xlsx
 */
export async function keepFiles(
  work: Work,
  projectId: number,
  aboutId: string,
  files: readonly Evidence[],
): Promise<KeptFile[]> {
  const { sql, vault, actor, now } = work;
  const faults = files.flatMap(faultOf);
  if (faults.length > 0) throw refused('evidence-refused', '证据材料有误，未予收下。', faults);
  const kept: KeptFile[] = [];
  for (const file of files) {
    const { name, bytes } = file;
    const mediaType = mediaOf(file) as string;
    const [id, digest, size] = [randomUUID(), sha256(bytes), bytes.length];
    await sql`
      insert into we.evidence_file (project_id, id, region_code, owner_id, contractor_id, org_id, about_id, name_cipher, media_type,
        size, sha256, bytes_cipher, known_at)
      select p.id, ${id}::uuid, p.region_code, p.owner_id, p.contractor_id, ${actor.org}::text, ${aboutId}::uuid, ${vault.seal(name)},
        ${mediaType}, ${size}::int, ${digest}, ${vault.seal(Buffer.from(bytes).toString('base64'))}, ${now}
      from we.project p where p.id = ${projectId}
      on conflict do nothing`;
    kept.push({ fileId: publicId(projectId, id), mediaType, size, sha256: digest });
  }
  return kept;
}

function faultOf(file: Evidence, index: number): Fault[] {
  const pointer = `/file/${index}`;
  const { bytes } = file;
  if (bytes.length === 0) return [{ pointer, code: 'file-empty', message: '文件是空的。' }];
  if (bytes.length > MOST_BYTES)
    return [{ pointer, code: 'file-too-large', message: '每份材料不得超过 5 MB。' }];
  if (mediaOf(file) === undefined)
    return [{ pointer, code: 'file-type', message: '只受理 PDF、PNG、JPEG 和 .xlsx 文件。' }];
  return [];
}

/** A kept file with its bytes. @throws Problem `not-found`, the same for another's */
export async function fileOf(
  { sql, vault }: Work,
  projectId: number,
  id: string,
): Promise<Evidence & { mediaType: string; sha256: string }> {
  const [row] = await sql<
    { name_cipher: string; media_type: string; sha256: string; bytes_cipher: string }[]
  >`select name_cipher, media_type, sha256, bytes_cipher from we.evidence_file where project_id = ${projectId} and id = ${id}`;
  if (!row) throw hidden();
  return {
    name: vault.open(row.name_cipher),
    mediaType: row.media_type,
    sha256: row.sha256,
    bytes: Buffer.from(vault.open(row.bytes_cipher), 'base64'),
  };
}
