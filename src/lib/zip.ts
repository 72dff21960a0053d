import { once } from 'node:events';
import { crc32, createDeflateRaw } from 'node:zlib';

export const END_OF_DIRECTORY = 0x06054b50;
export const DIRECTORY_ENTRY = 0x02014b50;
export const LOCAL_HEADER = 0x04034b50;
/** 1980-01-01, the first day that the format knows. */
const NO_DATE = 0x21;
const STORED = 0;
const DEFLATED = 8;

interface Entry {
  method: typeof STORED | typeof DEFLATED;
  crc: number;
  size: number;
  packed: Uint8Array;
}

/**
 * Packs files into a ZIP archive without compression (APPNOTE 6.3.10). Names are ASCII; an entry has no date, for the same
 * files give the same archive.
 */
export function packStored(files: ReadonlyMap<string, Uint8Array>): Buffer {
  const entries = [...files].map(([name, packed]): [string, Entry] => [
    name,
    { method: STORED, crc: crc32(packed), size: packed.length, packed },
  ]);
  return joined(new Map(entries));
}

/** The same with compression, each file from its pieces of text: what is large is never whole in memory. */
export async function packDeflated(files: ReadonlyMap<string, Iterable<string>>): Promise<Buffer> {
  const entries = new Map<string, Entry>();
  for (const [name, pieces] of files) entries.set(name, await deflated(pieces));
  return joined(entries);
}

async function deflated(pieces: Iterable<string>): Promise<Entry> {
  const deflate = createDeflateRaw();
  const packed: Buffer[] = [];
  deflate.on('data', (part: Buffer) => packed.push(part));
  const ended = once(deflate, 'end');
  let [crc, size] = [0, 0];
  for (const piece of pieces) {
    const bytes = Buffer.from(piece);
    crc = crc32(bytes, crc);
    size += bytes.length;
    if (!deflate.write(bytes)) await once(deflate, 'drain');
  }
  deflate.end();
  await ended;
  return { method: DEFLATED, crc, size, packed: Buffer.concat(packed) };
}

function joined(entries: ReadonlyMap<string, Entry>): Buffer {
  const locals: Uint8Array[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, { method, crc, size, packed }] of entries) {
    const nameBytes = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(LOCAL_HEADER, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(method, 8);
    local.writeUInt16LE(NO_DATE, 12);
    local.writeUInt32LE(crc, 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(size, 22);
    local.writeUInt16LE(nameBytes.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(DIRECTORY_ENTRY, 0);
    central.writeUInt16LE(20, 4);
    local.copy(central, 6, 4, 30);
    central.writeUInt32LE(offset, 42);
    locals.push(local, nameBytes, packed);
    directory.push(central, nameBytes);
    offset += 30 + nameBytes.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END_OF_DIRECTORY, 0);
  end.writeUInt16LE(entries.size, 8);
  end.writeUInt16LE(entries.size, 10);
  end.writeUInt32LE(
    directory.reduce((sum, part) => sum + part.length, 0),
    12,
  );
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}
