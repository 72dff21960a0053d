import { z } from '@hono/zod-openapi';
import { listLendingRates, putLendingRate } from '../domain/lending-rates.ts';
import { operation } from './operation.ts';
import { annualRate, day, listOf, text } from './shapes.ts';

const tag = '日历';
const rate = z.object({ fromDay: day, annualRate, source: z.string() }).openapi('LendingRate');

/** 一年期贷款市场报价利率, for the interest shown with late payments. */
export const lendingRates = [
  operation({
    method: 'put',
    path: '/lending-rates/{day}',
    tag,
    summary: '登记一年期贷款市场报价利率，自公布之日起',
    grants: ['calendar:write'],
    params: z.strictObject({ day }),
    body: z.strictObject({ annualRate, source: text(200) }),
    answer: rate,
    run: ({ params, body, write }) => write(null, (work) => putLendingRate(work, params.day, body)),
  }),
  operation({
    method: 'get',
    path: '/lending-rates',
    tag,
    summary: '列出已登记的一年期贷款市场报价利率',
    grants: ['read'],
    answer: listOf(rate),
    run: ({ read }) => read(null, (work) => listLendingRates(work)),
  }),
];
