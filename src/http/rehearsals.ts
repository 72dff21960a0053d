import { z } from '@hono/zod-openapi';
import { endings } from '../domain/rules/course.ts';
import { actorOf } from './edge.ts';
import { operation } from './operation.ts';
import { day, projectCode, publicId, sumFen, text } from './shapes.ts';

const MOST_CASES = 500;

const perLevel = <T extends z.ZodType>(shape: T) =>
  z.object({ yellow: shape, orange: shape, red: shape });
const someDays = z.object({ cases: z.int(), days: z.int() });

const course = z
  .object({
    firstDay: day,
    lastDay: day,
    level: z.enum(['yellow', 'orange', 'red']).openapi({ description: '最高等级' }),
    reached: perLevel(day.nullable()).openapi({ description: '首次达到各等级的日子' }),
    amountFen: sumFen,
  })
  .nullable();

const rehearsal = z
  .looseObject({
    rule: z.string(),
    from: day,
    through: day.openapi({ description: '算到哪一日；未算完时请自次日起另行试算，或用命令' }),
    complete: z.boolean(),
    inForce: z.array(z.looseObject({ version: z.int(), from: day })),
    counts: z.record(z.enum(['both', 'only-tried', 'only-in-force']), z.looseObject({})),
    falseAlarms: z
      .object({ tried: z.int(), inForce: z.int() })
      .openapi({ description: '事后核销或因数据更正而消除的' }),
    levels: perLevel(
      z.object({ tried: z.int(), inForce: z.int(), earlier: someDays, later: someDays }),
    ),
    caseCount: z.int(),
    cases: z
      .array(
        z.looseObject({
          projectCode,
          subject: z.string(),
          period: z.string(),
          foundBy: z.enum(['both', 'only-tried', 'only-in-force']),
          tried: course,
          inForce: course,
          daysEarlier: perLevel(z.int().nullable()),
          ended: z.enum(endings),
          alertId: publicId.nullable(),
        }),
      )
      .openapi({ description: `两者不同的在前，至多 ${MOST_CASES} 例` }),
  })
  .openapi('Rehearsal');

/** 规则试算. */
export const rehearsals = [
  operation({
    method: 'post',
    path: '/rehearsals',
    tag: '规则',
    summary: '用改动的参数试算规则在过去各日会发现什么，与当时生效的参数对照；不保存',
    grants: ['rules:write'],
    body: z.strictObject({
      rule: text(8),
      set: z.record(z.string(), z.unknown()).openapi({ description: '要试的参数' }),
      from: day,
      to: day,
    }),
    answer: rehearsal,
    run: async ({ c, deps, now, body }) => {
      const { cases, ...result } = await deps.rehearse(actorOf(c), now, body);
      return { ...result, caseCount: cases.length, cases: cases.slice(0, MOST_CASES) };
    },
  }),
];
