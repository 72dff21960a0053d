import { z } from 'zod';
import type { Work } from '../../../db/work.ts';
import { putBack, readReturned } from '../../adapters/excel/returned-rows.ts';
import { month, projectCode, uscc } from '../../http/shapes.ts';
import { Problem } from '../../lib/problem.ts';
import type { Visit } from '../frame/visit.ts';
import { type SheetFor, type Told, toldBefore } from './sheet-reading.ts';

/** A wage table on its way through the check: what it was called, and its bytes. */
export interface SheetFile {
  name: string;
  bytes: Uint8Array;
  /** Rows that were corrected in a returned table and put back into it. */
  putBack?: number;
}

const MARK = 'payroll-sheet';
const LONGEST_NAME = 100;
/** A file of n bytes takes 16/9 of that once it is sealed as text. */
const SEALED_SHARE = 0.5;
const MB = 1024 * 1024;

/** The form: for what, the file or what was kept of it, and what its columns mean. */
export const sheetBody = z
  .looseObject({
    projectCode,
    wageMonth: month,
    employerUscc: uscc,
    kind: z.literal('supplement').optional(),
    file: z.instanceof(File).optional(),
    kept: z.string().optional(),
  })
  .transform(({ projectCode: code, wageMonth, employerUscc, kind, file, kept, ...rest }) => ({
    of: { projectCode: code, wageMonth, employerUscc, ...(kind && { kind }) } satisfies SheetFor,
    file: file && file.size > 0 ? file : undefined,
    // A browser sends a file without a name where none was chosen.
    empty: file !== undefined && file.size === 0 && file.name !== '',
    kept,
    chosen: Object.fromEntries(
      Object.entries(rest).flatMap(([name, value]) =>
        name.startsWith('column-') && typeof value === 'string'
          ? [[name.slice('column-'.length), value]]
          : [],
      ),
    ),
  }));
export type SheetBody = z.output<typeof sheetBody>;

/** The largest file that the page takes. */
export const mostBytes = ({ deps }: Pick<Visit, 'deps'>): number =>
  Math.floor(deps.limits.sheet * SEALED_SHARE);

/**
 * The file of a form: one that was chosen now, else the one that came sealed with it. What was said of the columns belongs to
 * the latter only. A returned table that is chosen now is put back into the one it came from, for alone it is no payroll.
 *
 * @throws Problem `file-missing`, `file-empty`, `sheet-returned-alone`, as putBack, too-large `file-too-large`
 */
export async function fileOf(visit: Visit, { file, kept, empty }: SheetBody): Promise<SheetFile> {
  if (empty) throw atFile('file-empty', '文件是空的（0 字节），请重新保存后再选一次。');
  const opened = kept ? await visit.read(null, async (work) => open(work, kept)) : null;
  if (file) {
    const most = mostBytes(visit);
    if (file.size > most) throw tooLarge(file.size, most);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const told = await toldBefore(visit);
    return (
      (await fromReturned(bytes, opened, told)) ?? { name: file.name.slice(0, LONGEST_NAME), bytes }
    );
  }
  if (opened) return opened;
  throw atFile('file-missing', '请选择要上传的 .xlsx 或 .csv 文件。');
}

/** The whole table with the rows of a returned one put back; null where the file is none. */
async function fromReturned(
  bytes: Uint8Array,
  whole: SheetFile | null,
  told: Told,
): Promise<SheetFile | null> {
  const returned = await readReturned(bytes, told);
  if (returned === null) return null;
  const { length } = returned.rows;
  if (whole === null)
    throw new Problem(
      'invalid',
      'sheet-returned-alone',
      `这是退回表，只有 ${length} 行，不是整张工资表，未收。请先上传原来的整张表，在检查页上再上传这份退回表，改好的行会放回原处；如果它就是整张表，请删去“退回原因”一列再上传。`,
    );
  const { name } = whole;
  return { name, bytes: await putBack(whole.bytes, returned, told), putBack: length };
}

const atFile = (code: string, message: string) =>
  new Problem('invalid', 'invalid-input', message, {
    errors: [{ pointer: '/file', code, message }],
  });

const tooLarge = (size: number, most: number) =>
  new Problem(
    'too-large',
    'body-too-large',
    `文件有 ${Math.ceil(size / MB)} MB，网页一次最多受理 ${Math.floor(most / MB)} MB。请删去图片和多余的工作表，或按班组拆成几个文件。`,
    { maxBytes: most },
  );

/** The file as it travels with the form from the check to its filing, for its sender alone. */
export const keep = (visit: Visit, { name, bytes }: SheetFile): Promise<string> =>
  visit.read(null, async ({ vault, actor }) =>
    vault.seal(JSON.stringify([MARK, actor.holder, name, Buffer.from(bytes).toString('base64')])),
  );

/** null for what was altered, or was another's. */
function open({ vault, actor }: Work, kept: string): SheetFile | null {
  try {
    const [mark, holder, name, bytes] = JSON.parse(vault.open(kept)) as string[];
    if (mark !== MARK || holder !== actor.holder) return null;
    return { name: name as string, bytes: new Uint8Array(Buffer.from(bytes as string, 'base64')) };
  } catch {
    return null;
  }
}
