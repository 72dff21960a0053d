import type { SealPublicKey } from '../../lib/signer.ts';
import type { Proofs } from '../trail/proofs.ts';
import type { Gathered } from './gather.ts';

/** What the rule says of an alert, its texts of law among it. */
export interface Words {
  title: string;
  sentence: string;
  basis: unknown;
  clearsWhen: string;
}

export interface PackInput {
  gathered: Gathered;
  proofs: Proofs;
  /** Bytes of messages, by `bank/id`; null: none are given. */
  raw: ReadonlyMap<string, Uint8Array> | null;
  describe(alert: { rule: string; facts: unknown }): Words;
  /** Public keys that seals are checked with, as far as this process knows them. */
  keys: readonly Pick<SealPublicKey, 'pem'>[];
  madeAt: Date;
}
