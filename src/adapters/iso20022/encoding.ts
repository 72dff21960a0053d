import iconv from 'iconv-lite';
import type { Fault } from '../../lib/problem.ts';

const DECLARATION_BYTES = 256;
// GB18030 contains GBK, and GBK contains GB2312: one table reads all three, as browsers do.
const CHINESE = new Set(['gb18030', 'gbk', 'gb2312', 'cp936', 'x-gbk', 'ms936']);
const UTF8 = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);
const UTF16 = new Set(['utf-16', 'utf16', 'utf-16le', 'utf-16be']);
// Everything XML 1.0 §2.2 forbids below U+0080; U+0080 to U+009F are legal, if discouraged.
const FORBIDDEN = /(?![\t\n\r\u0080-\u009f])\p{Cc}|\ufffe|\uffff/u;

export type Decoded = { ok: true; text: string } | { ok: false; fault: Fault };

/**
 * Turns the bytes of an XML message into text, without the byte order mark. A mark beats the
 * declared encoding (it was written last, by whoever re-encoded the file); without either it is
 * UTF-8. Reads UTF-8, UTF-16, GB18030, GBK and GB2312; bytes that do not fit are a fault, never
 * a replacement character. Source: XML 1.0 (5th ed.) §2.2, §4.3.3 and appendix F.
 */
export function decodeXml(bytes: Uint8Array): Decoded {
  const encoding = encodingOf(bytes);
  if (encoding === null)
    return refuse('xml-encoding', '报文声明的字符编码不受支持，请用 UTF-8 或 GB18030');
  const text = decode(bytes, encoding);
  if (text === null) {
    return refuse(
      'xml-encoding',
      `报文字节与字符编码 ${encoding} 不符，请核对文件头的 encoding 声明`,
    );
  }
  if (FORBIDDEN.test(text)) return refuse('xml-malformed', '报文含有 XML 不允许的控制字符');
  return { ok: true, text };
}

function encodingOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = iconv.decode(bytes.subarray(0, DECLARATION_BYTES), 'latin1');
  const declared = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(head)?.[1];
  if (declared === undefined) return 'utf-8';
  const name = declared.toLowerCase();
  if (UTF8.has(name)) return 'utf-8';
  if (CHINESE.has(name)) return 'gb18030';
  // The declaration could be read byte by byte, so whatever says UTF-16 here is really UTF-8.
  return UTF16.has(name) ? 'utf-8' : null;
}

function decode(bytes: Uint8Array, encoding: string): string | null {
  if (encoding !== 'utf-8') {
    const text = iconv.decode(bytes, encoding);
    return text.includes('\ufffd') ? null : text;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function refuse(code: string, message: string): Decoded {
  return { ok: false, fault: { pointer: '', code, message } };
}
