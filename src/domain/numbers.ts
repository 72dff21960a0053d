import type { Work } from '../../db/work.ts';
import type { BlindKind } from '../lib/vault.ts';
import { hidden } from './access.ts';

/** Seals and indexes a project's identity, card and account numbers. */
export interface Numbers {
  blind: (kind: BlindKind, value: string) => string;
  seal: (value: string) => string;
}

/**
 * How a project's numbers are kept: all under one key version, because they are compared with each other, and each
 * sealed under the version of its index, because from the seal one reads off what a change of keys still has to do.
 * The version is held until the transaction ends: a change of keys waits, and so does who comes after it.
 *
 * @throws Problem `not-found` where the project is not in the caller's scope
 */
export async function numbersOf({ sql, vault }: Work, projectId: number): Promise<Numbers> {
  const [row] = await sql<{ index_version: number }[]>`
    select index_version from we.project where id = ${projectId} for key share`;
  if (!row) throw hidden();
  return {
    blind: (kind, value) => vault.blind(kind, value, row.index_version),
    seal: (value) => vault.seal(value, row.index_version),
  };
}
