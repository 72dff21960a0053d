import type { WorkerList } from '../src/domain/notices/workers.ts';
import { composeReport, type ReportFigures, type ReportKind } from './compose.ts';
import type { Fonts } from './fonts.ts';
import { drawNotice } from './notice.ts';
import type { NoticeFacts } from './notice-facts.ts';
import { drawReport } from './report.ts';
import { drawWorkerList } from './worker-list.ts';

/** A paper of any kind: what it is drawn from, whose shape its kind says, and what its file is called. */
export interface AnyPaper {
  /** Without its ending. */
  name: string;
  kind: 'notice' | 'workers' | ReportKind;
  facts: object;
}

/**
 * Draws a paper of any kind as PDF/A-1b.
 * @throws Problem `missing-glyph`, `template-unknown`
 */
export async function drawPaper(
  { kind, facts }: Pick<AnyPaper, 'kind' | 'facts'>,
  fonts: Fonts,
): Promise<Uint8Array> {
  if (kind === 'notice') return drawNotice(facts as NoticeFacts, fonts);
  if (kind === 'workers') return drawWorkerList(facts as WorkerList, fonts);
  return drawReport(composeReport({ kind, figures: facts } as ReportFigures), fonts);
}
