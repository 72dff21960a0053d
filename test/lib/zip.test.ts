import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { inflateEntry, listZip } from '../../src/adapters/excel/zip.ts';
import { packDeflated, packStored } from '../../src/lib/zip.ts';

const files = new Map<string, Uint8Array>([
  ['a.txt', Buffer.from('甲')],
  ['empty.txt', Buffer.alloc(0)],
  ['b.bin', Buffer.from(Array.from({ length: 70_000 }, (_, n) => n % 251))],
]);

test('what is packed comes out as it was, and the same files give the same bytes', () => {
  const zip = packStored(files);
  const out = listZip(zip).map((entry) => [entry.name, inflateEntry(zip, entry)] as const);
  expect(out.map(([name]) => name)).toEqual([...files.keys()]);
  for (const [name, bytes] of out)
    expect(bytes.equals(files.get(name) as Uint8Array), name).toBe(true);
  expect(packStored(files).equals(zip)).toBe(true);
});

const python = (() => {
  try {
    return execFileSync('python3', ['--version']).length > 0;
  } catch {
    return false;
  }
})();

test.skipIf(!python)(
  'another program’s reader finds no fault in it, checksums and dates among it',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'zip-'));
    try {
      writeFileSync(join(folder, 'x.zip'), packStored(files));
      const script =
        'import zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); print(z.testzip(), [(i.filename, i.file_size, i.date_time) for i in z.infolist()])';
      const told = execFileSync('python3', ['-c', script, join(folder, 'x.zip')], {
        encoding: 'utf8',
      });
      const day = '(1980, 1, 1, 0, 0, 0)';
      expect(told.trim()).toBe(
        `None [('a.txt', 3, ${day}), ('empty.txt', 0, ${day}), ('b.bin', 70000, ${day})]`,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

test('what is packed piece by piece is one file, with the sum that others check it by', async () => {
  const pieces = ['第一', '', '第二'.repeat(50_000), '末'];
  const archive = await packDeflated(new Map([['a.xml', pieces]]));
  const text = Buffer.from(pieces.join(''));
  const nameLength = archive.readUInt16LE(26);
  const packed = archive.subarray(30 + nameLength, 30 + nameLength + archive.readUInt32LE(18));
  expect(inflateRawSync(packed)).toEqual(text);
  expect(archive.readUInt32LE(14)).toBe(crc32(text));
  expect(archive.readUInt32LE(22)).toBe(text.length);
  expect(packed.length).toBeLessThan(text.length / 100);
});
