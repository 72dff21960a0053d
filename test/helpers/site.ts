import { makeCard, makeIdNumber } from '../../src/demo/identities.ts';
import type { Callers } from './app.ts';

/** A project of the callers as its registration is sent. */
export const projectOf = ({ owner, contractor }: Callers) => ({
  name: '海州安置房',
  regionCode: '320706',
  ownerUscc: owner.uscc,
  contractorUscc: contractor.uscc,
  fundSource: 'government',
  status: 'active',
  startsOn: '2026-01-01',
});

/** Invented workers, the same for the same numbers. */
export const workersOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    idNumber: makeIdNumber(n + 1),
    name: `工人${n + 1}`,
    cardNo: makeCard(n + 1),
  }));
