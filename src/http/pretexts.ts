import { z } from '@hono/zod-openapi';
import { kinds } from '../domain/settlement/pretext/audits.ts';
import { checkPretext } from '../domain/settlement/pretext/check.ts';
import { effects } from '../domain/settlement/pretext/effects.ts';
import { excuses } from '../domain/settlement/pretext/excuses.ts';
import { operation } from './operation.ts';

const verdict = z
  .object({
    pretext: z.boolean().openapi({ description: '以未完成、未开始或未采纳的审计为理由或条件' }),
    kind: z.enum(kinds).nullable().openapi({ description: '哪一种审计；没有提到审计时为 null' }),
    effect: z.enum(effects).nullable().openapi({ description: '用来做什么；没有写明时为 null' }),
    negated: z.boolean().openapi({ description: '审计被否定：禁止、承诺、无需、不影响' }),
    quoted: z.boolean().openapi({ description: '文中引述了不得以审计为由的规定' }),
    span: z
      .object({ start: z.int().min(0), end: z.int().min(0), text: z.string() })
      .nullable()
      .openapi({ description: '据以判断的文字及其在原文中的位置（UTF-16）' }),
    score: z.number().min(0).max(1).openapi({ description: '0.5 起为以审计为由' }),
    rule: z.string(),
    reason: z.string().openapi({ description: '判断的理由' }),
    excuse: z
      .enum(excuses)
      .nullable()
      .openapi({ description: '审计以外的其他禁止理由（规则 S10）' }),
  })
  .openapi('PretextVerdict');

/** 理由文字的识别. */
export const pretexts = [
  operation({
    method: 'post',
    path: '/pretext-checks',
    tag: '监测',
    summary: '判断一段文字是否以审计为由不结算、不付款；不保存文字',
    grants: ['read'],
    // Not trimmed: the span counts from its first character.
    body: z.strictObject({ text: z.string().min(1).max(20_000) }),
    answer: verdict,
    run: ({ body }) => checkPretext(body.text),
  }),
];
