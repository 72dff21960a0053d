import { plusMonth } from '../../../src/lib/day.ts';
import { idCheck } from '../../../src/lib/identity.ts';

const NOWHERE = '320799';
const SIXTEEN_YEARS = -16 * 12;

export const FIRST_MINOR = 7;

/** The invented number of somebody who turns sixteen on a day. */
export function minorBorn(sixteenOn: string, sequence: number): string {
  const born = plusMonth(sixteenOn, SIXTEEN_YEARS).replaceAll('-', '');
  const front = `${NOWHERE}${born}${String(sequence).padStart(3, '0')}`;
  return front + idCheck(front);
}
