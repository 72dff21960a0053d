import type { Work } from '../../../db/work.ts';
import {
  beginList,
  type FileColumn,
  type ListFormat,
  MOST_ROWS,
  type Value,
} from '../../adapters/excel/list-file.ts';
import type { Target } from '../../domain/access.ts';
import type { Page } from '../../domain/paging.ts';
import { Problem } from '../../lib/problem.ts';
import type { Visit } from './visit.ts';

const AT_ONCE = 2_000;

export interface ValueColumn<Row> extends FileColumn {
  of(row: Row): Value;
}

/** A page's list: what its rows are, on the page and in a file. */
export interface Listed<P, Q, Row> {
  /** What the file is called, in ASCII. */
  name: string;
  /** The project that the page is of. */
  target?(params: P): Target;
  columns(visit: Visit<P, Q>): readonly ValueColumn<Row>[];
  /** A page of rows under the filters of the visit. */
  rows(
    work: Work,
    visit: Visit<P, Q>,
    page: Page,
    projectId: number,
  ): Promise<{ items: readonly Row[]; next: string | null }>;
}

/** What the page itself shows of a list, from where its reader turned it to. */
export const rowsShown = <P, Q extends { after?: string | undefined }, Row>(
  list: Listed<P, Q, Row>,
  visit: Visit<P, Q>,
  limit: number,
) =>
  visit.read(list.target?.(visit.params) ?? null, (work, projectId) =>
    list.rows(work, visit, { after: visit.query.after, limit }, projectId),
  );

/**
 * Answers with all rows of a list, as they are at one moment, under the filters of its page. Nothing is sent before the last row is
 * read: a file that arrives is whole.
 *
 * @throws Problem too-large `list-too-long`: no file leaves rows out
 */
export const listFile =
  <P, Q, Row>(list: Listed<P, Q, Row>) =>
  async (visit: Visit<P, Q>, format: ListFormat): Promise<Response> => {
    const columns = list.columns(visit);
    const file = beginList(format, columns);
    await visit.snapshot(list.target?.(visit.params) ?? null, async (work, projectId) => {
      let count = 0;
      let after: string | undefined;
      do {
        const { items, next } = await list.rows(work, visit, { after, limit: AT_ONCE }, projectId);
        count += items.length;
        if (count > MOST_ROWS) throw tooLong(visit);
        file.add(items.map((row) => columns.map(({ of }) => of(row))));
        after = next ?? undefined;
      } while (after !== undefined);
    });
    return new Response(Uint8Array.from(await file.end()), {
      headers: {
        'Content-Type': file.mediaType,
        'Content-Disposition': `attachment; filename="${list.name}-${visit.day}.${format}"`,
      },
    });
  };

const tooLong = ({ t }: Visit) =>
  new Problem(
    'too-large',
    'list-too-long',
    t(
      `符合条件的超过 ${MOST_ROWS.toLocaleString('en')} 行，一个文件放不下。请加上条件（如等级、日期、项目），分几次导出。`,
      `More than ${MOST_ROWS.toLocaleString('en')} rows match, too many for one file. Add conditions (level, days, project) and export in parts.`,
    ),
    { maxRows: MOST_ROWS },
  );
