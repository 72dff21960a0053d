import { inflateRawSync } from 'node:zlib';
import { Problem } from '../../lib/problem.ts';
import { DIRECTORY_ENTRY, END_OF_DIRECTORY, LOCAL_HEADER } from '../../lib/zip.ts';

/** One file of a ZIP archive as its central directory declares it; sizes in bytes. */
export interface ZipEntry {
  name: string;
  method: number;
  encrypted: boolean;
  packedSize: number;
  size: number;
  headerOffset: number;
}

const MAX_ENTRIES = 2_000;
const MAX_TOTAL_SIZE = 160 * 1024 * 1024;
const MAX_RATIO = 150;
const RATIO_APPLIES_FROM = 1024 * 1024;

const SIZE_IN_ZIP64_FIELD = 0xffffffff;
/** workerd's zlib counts the blocks it takes, not the bytes it fills: at the exact size it often refuses. */
const SLACK = 128 * 1024;
const STORED = 0;
const DEFLATED = 8;

/**
 * Lists a ZIP archive from its central directory, without inflating a byte (APPNOTE 6.3.10, 4.3).
 * What passes stays within 2,000 files, 160 MiB in all and, above 1 MiB, a ratio of 150.
 * @throws Problem `file-damaged`, `file-encrypted`, `file-too-large`
 */
export function listZip(bytes: Uint8Array): ZipEntry[] {
  const archive = asBuffer(bytes);
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > archive.length || archive.readUInt32LE(end) !== END_OF_DIRECTORY) {
    throw damaged();
  }
  const count = archive.readUInt16LE(end + 10);
  if (count > MAX_ENTRIES) throw tooLarge();
  const entries: ZipEntry[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > archive.length || archive.readUInt32LE(at) !== DIRECTORY_ENTRY) throw damaged();
    entries.push(readDirectoryEntry(archive, at));
    at += 46 + [28, 30, 32].reduce((sum, field) => sum + archive.readUInt16LE(at + field), 0);
  }
  guardSizes(entries);
  return entries;
}

/**
 * Inflates one listed file, never far beyond the size its directory entry declares, so a directory that
 * lies about the size is caught before the memory is spent.
 * @throws Problem `file-damaged`
 */
export function inflateEntry(bytes: Uint8Array, entry: ZipEntry): Buffer {
  const archive = asBuffer(bytes);
  const header = entry.headerOffset;
  if (header + 30 > archive.length || archive.readUInt32LE(header) !== LOCAL_HEADER)
    throw damaged();
  const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  const packed = archive.subarray(start, start + entry.packedSize);
  const content = entry.method === STORED ? packed : inflate(packed, entry.size);
  if (content.length !== entry.size) throw damaged();
  return content;
}

function readDirectoryEntry(archive: Buffer, at: number): ZipEntry {
  const nameLength = archive.readUInt16LE(at + 28);
  const extraLength = archive.readUInt16LE(at + 30);
  const extra = archive.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
  const wide = zip64Values(extra);
  const narrow = (field: number) => {
    const value = archive.readUInt32LE(at + field);
    return value === SIZE_IN_ZIP64_FIELD ? Number(wide.shift() ?? SIZE_IN_ZIP64_FIELD) : value;
  };
  // The ZIP64 field holds only the values that overflowed, in this order.
  const size = narrow(24);
  const packedSize = narrow(20);
  const headerOffset = narrow(42);
  return {
    name: archive
      .toString('utf8', at + 46, at + 46 + nameLength)
      .replaceAll('\\', '/')
      .replace(/^\/+/, ''),
    method: archive.readUInt16LE(at + 10),
    encrypted: (archive.readUInt16LE(at + 8) & 1) === 1,
    packedSize,
    size,
    headerOffset,
  };
}

function zip64Values(extra: Buffer): bigint[] {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === 1) {
      const field = extra.subarray(at + 4, at + 4 + length);
      const values = Math.min(3, Math.floor(field.length / 8));
      return Array.from({ length: values }, (_, index) => field.readBigUInt64LE(index * 8));
    }
    at += 4 + length;
  }
  return [];
}

function guardSizes(entries: readonly ZipEntry[]): void {
  let total = 0;
  for (const entry of entries) {
    total += entry.size;
    if (entry.encrypted) {
      throw new Problem(
        'invalid',
        'file-encrypted',
        '文件设有密码，请取消密码后另存为 .xlsx 再上传。',
      );
    }
    if (entry.method !== STORED && entry.method !== DEFLATED) throw damaged();
    if (entry.size > RATIO_APPLIES_FROM && entry.size > entry.packedSize * MAX_RATIO) {
      throw tooLarge();
    }
  }
  if (total > MAX_TOTAL_SIZE) throw tooLarge();
}

function inflate(packed: Buffer, size: number): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: size + SLACK });
  } catch {
    throw damaged();
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged(): Problem {
  return new Problem(
    'invalid',
    'file-damaged',
    '文件已损坏，请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。',
  );
}

function tooLarge(): Problem {
  return new Problem(
    'invalid',
    'file-too-large',
    '文件解压后过大，请只保留工资表本身，删除图片和多余的空行、格式后另存为 .xlsx 再上传。',
  );
}
