import { addDays } from '../lib/day.ts';
import { idCheck, luhnCheck, usccCheck } from '../lib/identity.ts';

// 320799 is no division, so no such number was ever given to a person or a company.
const NOWHERE = '320799';
const NO_BANK = '629999';
const FIRST_BIRTH = '1962-01-01';
const BIRTH_DAYS = 14_600;

/** How many different numbers of a kind there are: seeds run from 0 to one less. */
export const seedLimits = {
  idNumber: BIRTH_DAYS * 1000,
  uscc: 10_000_000,
  card: 10 ** 12,
} as const;

/** An invented identity number, valid in form, the same for the same seed, different for another. */
export function makeIdNumber(seed: number): string {
  checkSeed(seed, seedLimits.idNumber);
  // 7919 is prime to the number of days: neighbours in seed are not neighbours in age.
  const birthDay = addDays(FIRST_BIRTH, (seed * 7919) % BIRTH_DAYS).replaceAll('-', '');
  const sequence = String((Math.floor(seed / BIRTH_DAYS) + seed) % 1000).padStart(3, '0');
  const front = NOWHERE + birthDay + sequence;
  return front + idCheck(front);
}

/** An invented unified social credit code of a company, valid in form; see makeIdNumber for seeds. */
export function makeUscc(seed: number): string {
  checkSeed(seed, seedLimits.uscc);
  const front = `91${NOWHERE}MA${String(seed).padStart(7, '0')}`;
  return front + usccCheck(front);
}

/** An invented 19-digit card number that passes Luhn; see makeIdNumber for seeds. */
export function makeCard(seed: number): string {
  checkSeed(seed, seedLimits.card);
  const front = NO_BANK + String(seed).padStart(12, '0');
  return front + luhnCheck(front);
}

function checkSeed(seed: number, limit: number): void {
  if (!Number.isSafeInteger(seed) || seed < 0 || seed >= limit) {
    throw new RangeError(`seed must be a whole number from 0 to ${limit - 1}`);
  }
}
