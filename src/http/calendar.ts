import { z } from '@hono/zod-openapi';
import { FIRST_YEAR, isInYears, LAST_YEAR } from '../lib/day.ts';
import { actorOf } from './edge.ts';
import { operation } from './operation.ts';
import { day, rows, text } from './shapes.ts';

const year = z
  .string()
  .refine((value) => /^\d{4}$/.test(value) && isInYears(value), {
    error: `应为 ${FIRST_YEAR} 至 ${LAST_YEAR} 之间的年份。`,
    params: { fault: 'year-invalid' },
  })
  .transform(Number);

const namedDay = z.strictObject({ date: day, name: text(32), isOffDay: z.boolean() });

const move = z.looseObject({ projectCode: z.string(), kind: z.string(), was: day, is: day });

/** 节假日安排. */
export const calendar = [
  operation({
    method: 'put',
    path: '/calendar/{year}',
    tag: '日历',
    summary: '确认一年的节假日安排，答复哪些到期日因此移动',
    grants: ['calendar:write'],
    params: z.strictObject({ year }),
    body: z.strictObject({ days: rows(namedDay, 400), source: text(500) }),
    answer: z.looseObject({ moves: z.array(move) }),
    run: ({ c, deps, now, params, body }) => deps.confirmYear(actorOf(c), now, params.year, body),
  }),
];
