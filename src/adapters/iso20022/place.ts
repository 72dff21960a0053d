import type { Fault } from '../../lib/problem.ts';
import type { XmlElement, XmlNode } from './xml.ts';

/** What a reader found wrong: faults refuse the message, warnings travel with it. */
export interface Log {
  faults: Fault[];
  warnings: Fault[];
  /** What was reported already and is not worth a second line. */
  noted: Set<string>;
}

/**
 * An element and where it stands, as an RFC 6901 pointer by local names; members that may repeat
 * carry their index. Absent and empty text are both null: ISO 20022 knows no empty text.
 */
export class Place {
  readonly node: XmlNode;
  readonly pointer: string;
  readonly log: Log;

  constructor(node: XmlNode, pointer: string, log: Log) {
    this.node = node;
    this.pointer = pointer;
    this.log = log;
  }

  /** The first element at the path, or null. */
  kid(...path: string[]): Place | null {
    let node: XmlNode = this.node;
    for (const name of path) {
      const next = member(node, name);
      const first: XmlNode | undefined = Array.isArray(next) ? next[0] : next;
      if (first === undefined) return null;
      node = first;
    }
    return new Place(node, `${this.pointer}/${path.join('/')}`, this.log);
  }

  /** All children of that name, in order. */
  kids(name: string): Place[] {
    const found = member(this.node, name);
    if (found === undefined) return [];
    const nodes = Array.isArray(found) ? found : [found];
    return nodes.map((node, i) => new Place(node, `${this.pointer}/${name}/${i}`, this.log));
  }

  /** The trimmed text at the path, or null. */
  text(...path: string[]): string | null {
    const place = path.length === 0 ? this : this.kid(...path);
    if (place === null) return null;
    const text = typeof place.node === 'string' ? place.node : place.node['#text'];
    return typeof text === 'string' && text !== '' ? text : null;
  }

  /** As `text`; longer than the schema allows is reported, still read. */
  limited(max: number, ...path: string[]): string | null {
    const text = this.text(...path);
    if (text !== null && text.length > max && [...text].length > max) {
      this.warn('text-too-long', `文字超过标准允许的 ${max} 个字符`, ...path);
    }
    return text;
  }

  attribute(name: string): string | null {
    const value = typeof this.node === 'string' ? undefined : member(this.node, `@${name}`);
    return typeof value === 'string' && value !== '' ? value : null;
  }

  fault(code: string, message: string, ...path: string[]): void {
    this.log.faults.push({ pointer: [this.pointer, ...path].join('/'), code, message });
  }

  warn(code: string, message: string, ...path: string[]): void {
    this.log.warnings.push({ pointer: [this.pointer, ...path].join('/'), code, message });
  }
}

function member(node: XmlNode, name: string): XmlElement[string] | undefined {
  return typeof node === 'object' && Object.hasOwn(node, name) ? node[name] : undefined;
}
