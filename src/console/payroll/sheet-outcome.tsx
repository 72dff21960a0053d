import { readPayrollSheet } from '../../adapters/excel/payroll-sheet.ts';
import { claimSheet } from '../../domain/payroll/sheets.ts';
import { companyName } from '../../domain/registry/names.ts';
import { getProject } from '../../domain/registry/projects.ts';
import type { Tell } from '../../domain/tasks.ts';
import { limitRows } from '../../http/body.ts';
import { faultOf } from '../../http/payroll-sheet.ts';
import { unitOfWork } from '../../http/unit.ts';
import { Problem } from '../../lib/problem.ts';
import { paths, withQuery } from '../frame/paths.ts';
import type { Shown, Visit } from '../frame/visit.ts';
import { sheetPage } from './sheet.tsx';
import { Check } from './sheet-check.tsx';
import { fileOf, keep, mostBytes, type SheetBody, type SheetFile } from './sheet-file.ts';
import {
  ofRows,
  type SheetFor,
  type Told,
  type Tried,
  tellHeadings,
  trySheet,
} from './sheet-reading.ts';

/** A table as it is kept beside what came of it: its bytes as base64. */
interface KeptFile {
  name: string;
  base64: string;
  putBack?: number;
}

/** What came of a form with a wage table; it can be kept as JSON until its sender looks. */
export type SheetOutcome =
  | { is: 'filed'; batchId: string }
  | { is: 'checked'; of: SheetFor; file: KeptFile; tried: Tried; problem?: Problem | undefined }
  /** No row is to blame: the form is shown again. */
  | { is: 'refused'; of: SheetFor; file: KeptFile | null; fileName: string; problem: Problem };

const keptOf = ({ bytes, ...rest }: SheetFile): KeptFile => ({
  ...rest,
  base64: Buffer.from(bytes).toString('base64'),
});
const sealedOf = (visit: Visit, { name, base64 }: KeptFile) =>
  keep(visit, { name, bytes: Buffer.from(base64, 'base64') });

/** The same visit, whose writes do not count as the one that its form asks for. */
export const apart = <V extends Visit>(visit: V): V => ({ ...visit, ...unitOfWork(visit.c, null) });

export type Sent = Visit & { body: SheetBody };

const WITHOUT_FORM = new Set(['not-found', 'unavailable']);
const FILE_FAULT = /^(file-|heading-|several-|sheet-wrong|sheet-returned|too-many-rows)/;

/**
 * Does something with a form's file and with what its columns mean. Where that is refused and no row is to blame, that is the
 * outcome, with the file.
 */
export async function withFile<T>(
  sent: Sent,
  act: (file: SheetFile, told: Told, anew: boolean) => Promise<T>,
): Promise<T | (SheetOutcome & { is: 'refused' })> {
  const visit = apart(sent);
  const { body } = sent;
  const file = await fileOf(visit, body);
  try {
    const chosen = body.file ? {} : body.chosen;
    const { told, anew } = await tellHeadings(visit, file.bytes, chosen);
    return await act(file, told, anew);
  } catch (error) {
    if (!(error instanceof Problem) || WITHOUT_FORM.has(error.kind)) throw error;
    // A file that is no wage table is not worth keeping.
    const kept = FILE_FAULT.test(error.code) ? null : keptOf(file);
    return { is: 'refused', of: body.of, file: kept, fileName: file.name, problem: error };
  }
}

/** The check of a table. */
export async function checked(
  sent: Sent,
  file: SheetFile,
  told: Told,
  tell: Tell = () => {},
): Promise<SheetOutcome & { is: 'checked' }> {
  const { of } = sent.body;
  const tried = await trySheet(apart(sent), of, file.bytes, told, tell);
  return { is: 'checked', of, file: keptOf(file), tried };
}

/** Files a table. Where rows are to blame for a refusal, be it since the check, the check is the outcome once more. */
export async function fileIt(
  sent: Sent,
  file: SheetFile,
  told: Told,
  tell: Tell,
): Promise<SheetOutcome> {
  const { of } = sent.body;
  const { projectCode: code, ...month } = of;
  const again = async () => ({
    ...(await checked(sent, file, told, tell)),
    problem: refusedSheet(),
  });
  const reading = await readPayrollSheet(file.bytes, told);
  if (!reading.ok || reading.sheet.lines.length === 0) return again();
  const { lines, warnings } = reading.sheet;
  limitRows(lines.length, sent.deps.limits);
  try {
    const input = { ...month, lines, warnings: warnings.map(faultOf) };
    const claimed = await sent.write({ projectCode: code }, (work, id) =>
      claimSheet(work, id, input, tell),
    );
    return { is: 'filed', batchId: claimed.batchId };
  } catch (error) {
    ofRows(error, reading.sheet);
    return again();
  }
}

const refusedSheet = () =>
  new Problem('invalid', 'sheet-refused', '工资表有误，整表未收；请改正下列各处后重新上传。');

/** Shows what came of a form with a wage table, or where to go then. */
export async function showSheet(visit: Visit, outcome: SheetOutcome): Promise<string | Shown> {
  const { is } = outcome;
  if (is === 'filed') return withQuery(paths.batch(outcome.batchId), { done: 'batch-claimed' });
  if (is === 'checked') return checkPage(visit, outcome);
  const { of, file, fileName, problem } = outcome;
  const kept = file && (await sealedOf(visit, file));
  const values = { ...of, ...(kept && { kept }), fileName };
  const page = { ...visit, query: {}, refused: { problem, values } };
  return { ...((await sheetPage.show(page)) as Shown), problem };
}

async function checkPage(
  visit: Visit,
  { of, file, tried, problem }: SheetOutcome & { is: 'checked' },
): Promise<Shown> {
  const { t } = visit;
  const named = await visit.read({ projectCode: of.projectCode }, async (work, id) => ({
    projectName: (await getProject(work, id)).name,
    employerName: (await companyName(work, of.employerUscc)) ?? of.employerUscc,
  }));
  const kept = await sealedOf(visit, file);
  return {
    title: t('检查工资表', 'Check the payroll'),
    here: paths.newPayroll({ ...of }),
    problem,
    main: (
      <Check
        of={of}
        {...named}
        fileName={file.name}
        putBack={file.putBack}
        kept={kept}
        most={mostBytes(visit)}
        tried={tried}
        refused={problem && { problem, values: {} }}
      />
    ),
  };
}
