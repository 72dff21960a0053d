import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Fault } from '../../lib/problem.ts';
import { decodeXml } from './encoding.ts';

/** An element: its text when it has neither children nor kept attributes, else its members. */
export type XmlNode = string | XmlElement;

/** Members by local name, repeated ones as arrays; `#text` and `@Name` for text and attributes. */
export interface XmlElement {
  [name: string]: XmlNode | XmlNode[];
}

export type Parsed =
  | { ok: true; document: XmlElement; namespace: string | null }
  | { ok: false; faults: Fault[] };

/** Some 50,000 payments; reading takes about forty times the size in memory, so the bank must split. */
export const MAX_XML_BYTES = 16 * 1024 * 1024;
const MAX_NESTING = 64;
const LISTED_ENTITIES = 20;

/**
 * Parses an ISO 20022 file to its `Document` element (at the root, or one level down in a bank's
 * envelope) and the namespace that element is in. Elements go by local name. Text stays text:
 * nothing is turned into a number. A DOCTYPE is refused unread and only the five predefined
 * entities and character references are resolved, so nothing can expand.
 * Fault codes: xml-empty, xml-too-large, xml-encoding, xml-doctype, xml-malformed, xml-entity,
 * document-missing. Source: XML 1.0 (5th ed.), Namespaces in XML 1.0.
 */
export function parseXml(bytes: Uint8Array, maxBytes: number = MAX_XML_BYTES): Parsed {
  if (bytes.length === 0) return refuse('xml-empty', '报文为空');
  if (bytes.length > maxBytes) {
    return refuse('xml-too-large', `报文超过 ${maxBytes} 字节，请分成几份报送`);
  }
  const decoded = decodeXml(bytes);
  if (!decoded.ok) return { ok: false, faults: [decoded.fault] };
  if (/<!(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i.test(decoded.text)) {
    return refuse('xml-doctype', '报文不得含有 DOCTYPE 或实体声明');
  }
  const verdict = XMLValidator.validate(decoded.text);
  if (verdict !== true) {
    const { line, col } = verdict.err;
    return refuse('xml-malformed', `报文不是完整的 XML：第 ${line} 行第 ${col ?? 1} 列附近`);
  }
  return parseText(decoded.text);
}

function parseText(text: string): Parsed {
  const references = new References();
  let prefix: string | null = null;
  const parser = new XMLParser({
    ignoreAttributes: (name) => name !== 'Ccy' && !name.startsWith('xmlns'),
    attributeNamePrefix: '@',
    parseTagValue: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    jPath: false,
    maxNestedTags: MAX_NESTING,
    processEntities: { enabled: true },
    entityDecoder: references,
    transformTagName: (name) => {
      const colon = name.indexOf(':');
      const local = name.slice(colon + 1);
      if (prefix === null && local.replace('/', '') === 'Document') {
        prefix = name.slice(0, Math.max(colon, 0));
      }
      return local;
    },
  });
  let root: XmlElement;
  try {
    root = parser.parse(text) as XmlElement;
  } catch {
    // The parser's own words name its limits and tags, in English: the code is enough here.
    return refuse(
      'xml-malformed',
      `报文无法解析：嵌套超过 ${MAX_NESTING} 层，或含有不允许的元素名`,
    );
  }
  if (references.unknown.size > 0) {
    const names = [...references.unknown].slice(0, LISTED_ENTITIES).join('、');
    return refuse('xml-entity', `报文引用了不允许的实体或字符：${names}`);
  }
  const [only, another] = Object.values(root);
  if (another !== undefined || Array.isArray(only)) {
    // The validator passes `<a/><b/>`.
    return refuse('xml-malformed', '报文有不止一个根元素');
  }
  const document = documentIn(root);
  if (document === null) return refuse('document-missing', '报文中没有 Document 元素');
  return { ok: true, document, namespace: namespaceOf(document, prefix ?? '') };
}

/** The five predefined entities and character references; whatever else is asked for is noted. */
class References {
  readonly unknown = new Set<string>();

  decode(text: string): string {
    if (!text.includes('&')) return text;
    return text.replace(/&([^;]{0,12});?/g, (whole, name: string) => {
      const value = resolve(name);
      if (value === null) this.unknown.add(whole);
      return value ?? '';
    });
  }

  setExternalEntities(): void {}
  addInputEntities(): void {}
  reset(): void {}
  setXmlVersion(): void {}
}

const PREDEFINED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function resolve(name: string): string | null {
  if (Object.hasOwn(PREDEFINED, name)) return PREDEFINED[name] ?? null;
  const reference = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name);
  if (reference === null) return null;
  const code = Number.parseInt(reference[1] ?? reference[2] ?? '', reference[1] ? 16 : 10);
  return isXmlCharacter(code) ? String.fromCodePoint(code) : null;
}

/** XML 1.0 §2.2, production Char. */
function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  if (code >= 0xd800 && code <= 0xdfff) return false;
  return code <= 0x10ffff && code !== 0xfffe && code !== 0xffff;
}

function documentIn(root: XmlElement): XmlElement | null {
  if (Object.hasOwn(root, 'Document')) return element(root.Document);
  for (const envelope of Object.values(root)) {
    const inside = element(envelope)?.Document;
    if (inside !== undefined) return element(inside);
  }
  return null;
}

function element(node: XmlNode | XmlNode[] | undefined): XmlElement | null {
  return typeof node === 'object' && !Array.isArray(node) ? node : null;
}

function namespaceOf(document: XmlElement, prefix: string): string | null {
  const name = prefix === '' ? '@xmlns' : `@xmlns:${prefix}`;
  const uri = Object.hasOwn(document, name) ? document[name] : undefined;
  return typeof uri === 'string' && uri !== '' ? uri : null;
}

function refuse(code: string, message: string): Parsed {
  return { ok: false, faults: [{ pointer: '', code, message }] };
}
