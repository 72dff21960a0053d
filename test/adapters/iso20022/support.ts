import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CamtMessage, Statement } from '../../../src/adapters/iso20022/camt-records.ts';
import { type BankMessage, readBankMessage } from '../../../src/adapters/iso20022/read.ts';
import type { Fault } from '../../../src/lib/problem.ts';

const FIXTURES = new URL('../../fixtures/iso20022/', import.meta.url);
const SHARED =
  process.env.SHARED_DIR ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const SAMPLES = `${SHARED}/samples/iso20022`;

export const noSamples = !existsSync(SAMPLES);

export function sample(name: string): Uint8Array {
  return readFileSync(`${SAMPLES}/${name}`);
}

export function fixture(name: string): Uint8Array {
  return readFileSync(new URL(name, FIXTURES));
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A fixture with one text replaced, everywhere; fails when the text is not there. */
export function changed(name: string, from: string | RegExp, to: string): Uint8Array {
  const text = new TextDecoder().decode(fixture(name));
  const parts = text.split(from);
  if (parts.length < 2) throw new Error(`${name} has no ${from}`);
  return bytes(parts.join(to));
}

export function readOk(input: Uint8Array): BankMessage {
  const result = readBankMessage(input);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.message;
}

export function readCamtOk(input: Uint8Array): CamtMessage {
  const message = readOk(input);
  if (message.kind !== 'camt.053' && message.kind !== 'camt.054') throw new Error(message.kind);
  return message;
}

export function onlyStatement(input: Uint8Array): Statement {
  const [statement, another] = readCamtOk(input).statements;
  if (!statement || another) throw new Error('not one statement');
  return statement;
}

export function faultsOf(input: Uint8Array): Fault[] {
  const result = readBankMessage(input);
  return result.ok ? [] : result.faults;
}

export function codes(faults: readonly Fault[]): string[] {
  return faults.map((fault) => fault.code);
}
