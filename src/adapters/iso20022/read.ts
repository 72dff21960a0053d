import type { Fault } from '../../lib/problem.ts';
import { readCamt } from './camt.ts';
import type { CamtMessage } from './camt-records.ts';
import { type OrderMessage, readOrderMessage } from './pain001-read.ts';
import { readPain002, type StatusReport } from './pain002.ts';
import { type Log, Place } from './place.ts';
import { MAX_XML_BYTES, parseXml, type XmlElement } from './xml.ts';

export type BankMessage = CamtMessage | StatusReport | OrderMessage;

export type ReadResult<T = BankMessage> = { ok: true; message: T } | { ok: false; faults: Fault[] };

interface Form {
  /** As in the namespace: `camt.053`. */
  name: string;
  oldest: number;
  newest: number;
  read: (message: Place) => BankMessage;
}

const FORMS: Readonly<Record<string, Form>> = {
  BkToCstmrStmt: form('camt.053', 2, (place) => readCamt(place, 'camt.053')),
  BkToCstmrDbtCdtNtfctn: form('camt.054', 2, (place) => readCamt(place, 'camt.054')),
  CstmrPmtStsRpt: form('pain.002', 2, readPain002),
  'pain.002.001.02': form('pain.002', 2, readPain002),
  CstmrCdtTrfInitn: form('pain.001', 3, readOrderMessage),
};

function form(name: string, oldest: number, read: Form['read']): Form {
  return { name, oldest, newest: 8, read };
}

/**
 * Reads any ISO 20022 message the system knows: camt.053, camt.054, pain.002 (.001.02 to .08) and
 * pain.001 (.001.03 to .08), by the element under `Document` and its namespace, which must agree;
 * national namespaces that keep the message number in their name are accepted. All faults are
 * collected; with none, the record is whole and its warnings say what is odd but harmless.
 * Fault codes: those of `parseXml`, message-unknown, namespace-unknown, version-unsupported, and
 * those of the readers.
 */
export function readBankMessage(bytes: Uint8Array, maxBytes: number = MAX_XML_BYTES): ReadResult {
  const parsed = parseXml(bytes, maxBytes);
  if (!parsed.ok) return parsed;
  const log: Log = { faults: [], warnings: [], noted: new Set() };
  const document = new Place(parsed.document, '/Document', log);
  const found = findForm(document, parsed.document, parsed.namespace);
  const message = found?.form.read(found.place);
  return message && log.faults.length === 0
    ? { ok: true, message }
    : { ok: false, faults: log.faults };
}

/** Reads a payment order back and counts it again; another message is fault message-unknown. */
export function readPain001(
  bytes: Uint8Array,
  maxBytes: number = MAX_XML_BYTES,
): ReadResult<OrderMessage> {
  const result = readBankMessage(bytes, maxBytes);
  if (!result.ok) return result;
  if (result.message.kind === 'pain.001') return { ok: true, message: result.message };
  const message = '报文不是付款指令 pain.001';
  return { ok: false, faults: [{ pointer: '/Document', code: 'message-unknown', message }] };
}

function findForm(
  document: Place,
  element: XmlElement,
  namespace: string | null,
): { form: Form; place: Place } | null {
  const names = Object.keys(element).filter((name) => !/^[@#]/.test(name));
  const name = names[0] ?? '';
  const known = names.length === 1 && Object.hasOwn(FORMS, name) ? FORMS[name] : undefined;
  const place = document.kid(name);
  if (!known || !place) {
    document.fault(
      'message-unknown',
      '不认识的报文：只受理 camt.053、camt.054、pain.001、pain.002',
    );
    return null;
  }
  const stated = /(?:^|[^a-z])([a-z]{4}\.\d{3})\.001\.(\d{2})(?!\d)/.exec(namespace ?? '');
  if (stated === null || stated[1] !== known.name) {
    document.fault('namespace-unknown', `报文的命名空间不是 ${known.name}`);
    return null;
  }
  const version = Number(stated[2]);
  if (version < known.oldest || version > known.newest) {
    const range = `.0${known.oldest} 至 .0${known.newest}`;
    document.fault('version-unsupported', `${known.name} 只受理 ${range} 版`);
    return null;
  }
  return { form: known, place };
}
