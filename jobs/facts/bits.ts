import { type SQL, sql } from 'drizzle-orm';

/** Days of a month as bits: bit n-1 is day n, as attendance keeps them. */

/** The bits of a month from one day to another, both included; either may lie outside, or be infinite. */
export const bitsBetween = (month: SQL, from: SQL, to: SQL): SQL => sql`(
  we.days_until(-1, ${month}, least(${to}, ${month} + 31))
    & ~we.days_until(-1, ${month}, greatest(${from}, ${month}) - 1))`;

/** How many bits are set. */
export const countBits = (bits: SQL): SQL => sql`bit_count((${bits})::bit(32))::int`;

/** The day of the lowest bit; there is one. */
export const firstDay = (month: SQL, bits: SQL): SQL => sql`
  (${month} + (32 - length(rtrim((${bits})::bit(32)::text, '0'))))`;

/** The day of the highest bit; there is one. */
export const lastDay = (month: SQL, bits: SQL): SQL => sql`
  (${month} + (length(ltrim((${bits})::bit(32)::text, '0')) - 1))`;

/** jsonb: the days whose bits are set, in order. */
export const daysOfBits = (month: SQL, bits: SQL): SQL => sql`(
  select coalesce(jsonb_agg(${month} + n order by n), '[]')
  from generate_series(0, 30) n
  where ((${bits}) >> n) & 1 = 1)`;
