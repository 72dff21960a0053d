import { parseEndToEndId } from '../../lib/id.ts';
import type { Fault } from '../../lib/problem.ts';
import type { BatchRow } from './batch-view.ts';

/** The line numbers of a batch that ids name, in their order (0 where none is), and what is wrong with them: unknown, or named twice. */
export function linesNamed(
  { batch_no, line_count }: Pick<BatchRow, 'batch_no' | 'line_count'>,
  endToEndIds: readonly string[],
  pointerOf: (at: number) => string,
): { lineNos: number[]; faults: Fault[] } {
  const faults: Fault[] = [];
  const seen = new Set<number>();
  const lineNos = endToEndIds.map((endToEndId, at) => {
    const place = parseEndToEndId(endToEndId);
    const lineNo = place?.batchNo === batch_no ? place.lineNo : 0;
    if (lineNo < 1 || lineNo > line_count || seen.has(lineNo)) {
      faults.push({
        pointer: pointerOf(at),
        code: 'line-unknown',
        message: '该批次没有这一行，或与前面的行重复，请核对 endToEndId。',
      });
    }
    seen.add(lineNo);
    return lineNo;
  });
  return { lineNos, faults };
}
