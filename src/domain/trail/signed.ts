import type { SealPublicKey, Signer } from '../../lib/signer.ts';
import { canonical } from '../events.ts';

/** What an event's body says, with a signature that whoever owns the tables cannot make. */
export type Signed<T> = T & { keyId: string; signature: string };

const textOf = (name: string, projectId: number, word: object) =>
  canonical({ name, projectId, word });

/** Signs what an event is to say of a project; 0: of none. */
export const signWord = <T extends object>(
  signer: Signer,
  name: string,
  projectId: number,
  word: T,
): Signed<T> => ({
  ...word,
  keyId: signer.id,
  signature: signer.sign(textOf(name, projectId, word)),
});

/** Whether one of the keys signed what an event says. */
export function isSigned(
  keys: readonly SealPublicKey[],
  name: string,
  projectId: number,
  { keyId, signature, ...word }: Signed<object>,
): boolean {
  const text = textOf(name, projectId, word);
  return keys.some((key) => key.id === keyId && key.verifies(text, String(signature)));
}
