import { z } from 'zod';
import type { Work } from '../../../db/work.ts';
import { approveBatch, orderBatch, withdrawBatch } from '../../domain/payroll/acts.ts';
import { getBatch } from '../../domain/payroll/batch-view.ts';
import { confirmLines } from '../../domain/payroll/confirmations.ts';
import { issueSlips } from '../../domain/payroll/slips.ts';
import type { Grant } from '../../domain/people/grants.ts';
import { day, text } from '../../http/shapes.ts';
import { startOf } from '../../lib/day.ts';
import { parseId } from '../../lib/id.ts';
import { refused } from '../../lib/problem.ts';
import { act, page } from '../frame/page.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import { batchPage, inBatch } from './batch.tsx';

const member = { act: z.string().optional() };
const except = text(2000).optional();

interface Doing<B> {
  act: string;
  grant: Grant;
  shape: z.ZodType<B>;
  done: string;
  run(work: Work, projectId: number, id: string, body: B): Promise<unknown>;
}

const on = <B,>({ act: name, grant, shape, done, run }: Doing<B>) =>
  act({
    path: paths.batchAct(':batchId', name),
    grants: [grant],
    params: inBatch,
    body: shape,
    page: batchPage,
    run: async (visit) => {
      const { batchId } = visit.params;
      const { projectId, id } = parseId(batchId);
      await visit.write({ projectId }, async (work) => {
        await run(work, projectId, id, visit.body);
        return null;
      });
      return withQuery(paths.batch(batchId), { done });
    },
  });

/** The end-to-end ids of a batch but for the lines named in `text`. @throws Problem `invalid-input` */
async function allBut(work: Work, projectId: number, id: string, named: string | undefined) {
  const { batchNo, lineCount } = await getBatch(work, projectId, id);
  const numbers = (named ?? '').split(/[\s,，、;；]+/).filter(Boolean);
  const wrong = numbers.filter((one) => !/^[1-9]\d{0,4}$/.test(one) || Number(one) > lineCount);
  if (wrong.length > 0) {
    const message = `行号应为 1 至 ${lineCount} 之间的整数，用逗号分开，请改正。`;
    throw refused('invalid-input', '行号有误。', [
      { pointer: '/except', code: 'line-unknown', message },
    ]);
  }
  const left = new Set(numbers.map(Number));
  return Array.from({ length: lineCount }, (_, at) => at + 1)
    .filter((line) => !left.has(line))
    .map((line) => `${batchNo}-${line}`);
}

/** 批次的办理. */
export const batchActs = [
  page(batchPage),
  on({
    act: 'approval',
    grant: 'payroll:approve',
    shape: z.object({ ...member, totalNetFen: z.coerce.number().int().min(0) }),
    done: 'batch-approved',
    run: (work, projectId, id, { totalNetFen }) =>
      approveBatch(work, projectId, id, { totalNetFen }),
  }),
  on({
    act: 'order',
    grant: 'payroll:order',
    shape: z.object(member),
    done: 'batch-ordered',
    run: orderBatch,
  }),
  on({
    act: 'withdrawal',
    grant: 'payroll:post',
    shape: z.object({ ...member, reason: text(500) }),
    done: 'batch-withdrawn',
    run: (work, projectId, id, { reason }) => withdrawBatch(work, projectId, id, { reason }),
  }),
  on({
    act: 'confirmations',
    grant: 'payroll:post',
    shape: z.object({ ...member, confirmedOn: day, except }),
    done: 'batch-confirmed',
    run: async (work, projectId, id, body) => {
      if (body.confirmedOn > work.day) {
        const message = '日期晚于今天，请核对。';
        throw refused('invalid-input', '签字日期有误。', [
          { pointer: '/confirmedOn', code: 'day-in-future', message },
        ]);
      }
      const ids = await allBut(work, projectId, id, body.except);
      const confirmedAt = startOf(body.confirmedOn);
      const lines = ids.map((endToEndId) => ({ endToEndId, confirmedAt }));
      return confirmLines(work, projectId, id, lines);
    },
  }),
  on({
    act: 'slips',
    grant: 'payroll:post',
    shape: z.object({ ...member, issuedOn: day, except }),
    done: 'batch-slips',
    run: async (work, projectId, id, { issuedOn, except: named }) => {
      const endToEndIds = named ? await allBut(work, projectId, id, named) : undefined;
      return issueSlips(work, projectId, id, { issuedOn, endToEndIds });
    },
  }),
];
