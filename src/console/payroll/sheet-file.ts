import { z } from 'zod';
import type { Work } from '../../../db/work.ts';
import { month, projectCode, uscc } from '../../http/shapes.ts';
import { Problem } from '../../lib/problem.ts';
import type { Visit } from '../frame/visit.ts';
import type { SheetFor } from './sheet-reading.ts';

/** A wage table on its way through the check: what it was called, and its bytes. */
export interface SheetFile {
  name: string;
  bytes: Uint8Array;
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
    file: z.instanceof(File).optional(),
    kept: z.string().optional(),
  })
  .transform(({ projectCode: code, wageMonth, employerUscc, file, kept, ...rest }) => ({
    of: { projectCode: code, wageMonth, employerUscc } satisfies SheetFor,
    file: file && file.size > 0 ? file : undefined,
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
 * the latter only.
 *
 * @throws Problem `file-missing`, too-large `file-too-large`
 */
export async function fileOf(visit: Visit, { file, kept }: SheetBody): Promise<SheetFile> {
  if (file) {
    const most = mostBytes(visit);
    if (file.size > most) throw tooLarge(file.size, most);
    return {
      name: file.name.slice(0, LONGEST_NAME),
      bytes: new Uint8Array(await file.arrayBuffer()),
    };
  }
  const opened = kept && (await visit.read(null, async (work) => open(work, kept)));
  if (opened) return opened;
  const message = '请选择要上传的 .xlsx 或 .csv 文件。';
  throw new Problem('invalid', 'invalid-input', message, {
    errors: [{ pointer: '/file', code: 'file-missing', message }],
  });
}

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
