import { z } from 'zod';
import { addStep, type StepInput } from '../../domain/settlement/steps.ts';
import { day, text } from '../../http/shapes.ts';
import { MOST_FEN, parseYuan } from '../../lib/fen.ts';
import { parseId } from '../../lib/id.ts';
import { act, page } from '../frame/page.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import { papers } from './delays.tsx';
import { reasonCode } from './reasons.tsx';
import { inSettlement, settlementPage } from './settlement.tsx';

/** An amount as it is typed, in yuan; in fen. */
const yuan = text(24).transform((typed, context) => {
  const wrong = (message: string) => {
    context.issues.push({
      code: 'custom',
      message,
      params: { fault: 'amount-invalid' },
      input: undefined,
    });
    return z.NEVER;
  };
  try {
    const fen = parseYuan(typed);
    if (fen < 0 || fen > MOST_FEN) return wrong('金额应在 0 至一千亿元之间，请核对。');
    return fen;
  } catch (error) {
    if (error instanceof RangeError) return wrong(`${error.message}，请改正，例如 1234567.50。`);
    throw error;
  }
});

const common = { act: z.string().optional(), on: day };

const on = <B extends { on: string }>(
  step: string,
  shape: z.ZodType<B>,
  rest: (body: B) => Omit<StepInput, 'step' | 'on' | 'statedBy'>,
) =>
  act({
    path: paths.settlementAct(':settlementId', step),
    grants: ['settlement:write'],
    params: inSettlement,
    body: shape,
    page: settlementPage,
    run: async (visit) => {
      const { settlementId } = visit.params;
      const { projectId, id } = parseId(settlementId);
      const input = { step, on: visit.body.on, statedBy: 'owner' as const, ...rest(visit.body) };
      await visit.write({ projectId }, async (work) => {
        await addStep(work, projectId, id, input);
        return null;
      });
      return withQuery(paths.settlement(settlementId), { done: 'step-stated' });
    },
  });

const amounts = z.object({ ...common, amount: yuan, undisputed: yuan.optional() });
const inFen = ({ amount, undisputed }: z.output<typeof amounts>) => ({
  amountFen: amount,
  undisputedFen: undisputed,
});

/** 结算: one settlement, and what its owner says of it. */
export const settlementActs = [
  page(settlementPage),
  on(
    'papers-requested',
    z.object({ ...common, missingPapers: papers.unwrap() }),
    ({ missingPapers }) => ({ missingPapers }),
  ),
  on('opinion', amounts, inFen),
  on('confirmed', amounts, inFen),
  on('paid', z.object({ ...common, amount: yuan, evidence: papers }), ({ amount, evidence }) => ({
    amountFen: amount,
    evidence,
  })),
  on(
    'delay-stated',
    z.object({
      ...common,
      reasonCode,
      reasonText: text(2000),
      evidence: papers,
    }),
    ({ reasonCode: code, reasonText, evidence }) => ({ reasonCode: code, reasonText, evidence }),
  ),
];
