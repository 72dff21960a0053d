import { randomBytes } from 'node:crypto';
import PDFDocument from 'pdfkit';

/** What the document says of itself. */
export interface Meta {
  title: string;
  author: string;
  /** The instant that the document carries as its date of creation. */
  at: Date;
  /** Goes into the metadata and so into the document's id. */
  keywords: string;
  /** Only who knows it can open the document, which then is no PDF/A. */
  password?: string;
  /** A paper of a form that had neither tags nor bookmarks. */
  bare?: boolean;
}

/** Rows of bits, each row filled up to whole bytes. */
export interface Stencil {
  width: number;
  height: number;
  bits: Uint8Array;
}

/** Keeps what is written: the two builds of pdfkit, Node's and the other, hand it out by different streams. */
export class KeptDocument extends PDFDocument {
  declare written?: Uint8Array[];
  override push(chunk: Uint8Array | null): boolean {
    this.written ??= [];
    if (chunk !== null) this.written.push(chunk);
    return true;
  }

  /** Fills the points of an image mask with a colour, `width` points wide. */
  stencil(
    { width: columns, height: rows, bits }: Stencil,
    x: number,
    y: number,
    width: number,
    colour: string,
  ) {
    const ref = this.ref({
      Type: 'XObject',
      Subtype: 'Image',
      ImageMask: true,
      Width: columns,
      Height: rows,
      BitsPerComponent: 1,
      Decode: [1, 0],
    });
    ref.end(Buffer.from(bits));
    const name = `S${Object.keys(this.page.xobjects).length}`;
    this.page.xobjects[name] = ref;
    const height = (width * rows) / columns;
    this.save();
    this.fillColor(colour).transform(width, 0, 0, -height, x, y + height);
    this.addContent(`/${name} Do`);
    this.restore();
  }
}

/** Opens a PDF/A-1b document on its first page; `size` in points. */
export function openDocument(meta: Meta, size: [number, number]): KeptDocument {
  const plain = (text: string) => text.replace(/[&<>]/g, (char) => WIDE[char] ?? '');
  return new KeptDocument({
    size,
    margin: 0,
    font: null as unknown as string,
    bufferPages: true,
    ...(meta.bare ? {} : { tagged: true }),
    ...(meta.password === undefined ? OPEN : closed(meta.password)),
    lang: 'zh-CN',
    displayTitle: true,
    info: {
      Title: plain(meta.title),
      Author: plain(meta.author),
      Keywords: meta.keywords,
      CreationDate: meta.at,
      ModDate: meta.at,
    },
  });
}

const OPEN = { pdfVersion: '1.4', subset: 'PDF/A-1b' } as const;

/** AES with 256 bits, which pdfkit has from this version on; reading and printing are allowed, copying out is not. */
const closed = (password: string) =>
  ({
    pdfVersion: '1.7ext3',
    userPassword: password,
    ownerPassword: randomBytes(16).toString('hex'),
    permissions: { printing: 'highResolution' },
  }) as const;

/** pdfkit writes the metadata as XML without escaping. */
const WIDE: Readonly<Record<string, string>> = { '&': '＆', '<': '＜', '>': '＞' };
