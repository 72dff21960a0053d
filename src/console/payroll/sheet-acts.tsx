import { z } from 'zod';
import { readPayrollSheet } from '../../adapters/excel/payroll-sheet.ts';
import { writePayrollTemplate } from '../../adapters/excel/payroll-template.ts';
import { reasonsByRow, writeRefusedRows } from '../../adapters/excel/refusal-sheet.ts';
import { attendanceAgainst } from '../../domain/payroll/against.ts';
import { claimSheet } from '../../domain/payroll/sheets.ts';
import { companyName } from '../../domain/registry/names.ts';
import { getProject } from '../../domain/registry/projects.ts';
import { limitRows } from '../../http/body.ts';
import { faultOf, XLSX } from '../../http/payroll-sheet.ts';
import { month, projectCode, uscc } from '../../http/shapes.ts';
import { unitOfWork } from '../../http/unit.ts';
import { addMonths, monthOf } from '../../lib/day.ts';
import { Problem } from '../../lib/problem.ts';
import { act, page } from '../frame/page.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import type { Shown, Visit } from '../frame/visit.ts';
import { sheetPage } from './sheet.tsx';
import { Check } from './sheet-check.tsx';
import {
  fileOf,
  keep,
  mostBytes,
  type SheetBody,
  type SheetFile,
  sheetBody,
} from './sheet-file.ts';
import {
  ofRows,
  type SheetFor,
  type Told,
  type Tried,
  tellHeadings,
  trySheet,
} from './sheet-reading.ts';

const posts = ['payroll:post'] as const;
const MOST_BEGUN = 10_000;

/** The same visit, whose writes do not count as the one that its form asks for. */
const apart = <V extends Visit>(visit: V): V => ({ ...visit, ...unitOfWork(visit.c, null) });

type Sent = Visit & { body: SheetBody };

/**
 * Does something with a form's file and with what its columns mean. Where that is refused and no row is to blame, the form is
 * shown again and keeps the file.
 */
async function withFile(
  sent: Sent,
  act: (file: SheetFile, told: Told, anew: boolean) => Promise<string | Shown | Response>,
): Promise<string | Shown | Response> {
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
    const kept = FILE_FAULT.test(error.code) ? undefined : await keep(visit, file);
    const values = { ...body.of, ...(kept && { kept }), fileName: file.name };
    const page = { ...visit, query: {}, refused: { problem: error, values } };
    return { ...((await sheetPage.show(page)) as Shown), problem: error };
  }
}

const WITHOUT_FORM = new Set(['not-found', 'unavailable']);
const FILE_FAULT = /^(file-|heading-|several-|sheet-wrong|sheet-returned|too-many-rows)/;

interface Outcome {
  of: SheetFor;
  file: SheetFile;
  tried: Tried;
  /** Why it was not filed, where no row is to blame. */
  problem?: Problem | undefined;
}

async function checkPage(visit: Visit, { of, file, tried, problem }: Outcome): Promise<Shown> {
  const { t } = visit;
  const named = await visit.read({ projectCode: of.projectCode }, async (work, id) => ({
    projectName: (await getProject(work, id)).name,
    employerName: (await companyName(work, of.employerUscc)) ?? of.employerUscc,
  }));
  const kept = await keep(visit, file);
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

/** The check of a table. */
async function checked(sent: Sent, file: SheetFile, told: Told): Promise<Shown> {
  const visit = apart(sent);
  const { of } = sent.body;
  return checkPage(visit, { of, file, tried: await trySheet(visit, of, file.bytes, told) });
}

/** Files a table. Where rows are to blame for a refusal, be it since the check, the check is shown once more. */
async function fileIt(sent: Sent, file: SheetFile, told: Told) {
  const visit = apart(sent);
  const { of } = sent.body;
  const { projectCode: _, ...month } = of;
  const again = async (problem: Problem) =>
    checkPage(visit, { of, file, tried: await trySheet(visit, of, file.bytes, told), problem });
  const reading = await readPayrollSheet(file.bytes, told);
  if (!reading.ok || reading.sheet.lines.length === 0) return again(refusedSheet());
  const { lines, warnings } = reading.sheet;
  limitRows(lines.length, visit.deps.limits);
  try {
    const claimed = await sent.write({ projectCode: of.projectCode }, (work, id) =>
      claimSheet(work, id, { ...month, lines, warnings: warnings.map(faultOf) }),
    );
    return withQuery(paths.batch(claimed.batchId), { done: 'batch-claimed' });
  } catch (error) {
    ofRows(error, reading.sheet);
    return again(refusedSheet());
  }
}

const refusedSheet = () =>
  new Problem('invalid', 'sheet-refused', '工资表有误，整表未收；请改正下列各处后重新上传。');

async function returned(file: SheetFile, told: Told, tried: Tried): Promise<Response> {
  const reasons = reasonsByRow(tried.faults);
  const table = await writeRefusedRows(file.bytes, reasons, told);
  const isXlsx = file.bytes[0] === 'P'.charCodeAt(0);
  return new Response(Uint8Array.from(table), {
    headers: {
      'Content-Type': isXlsx ? XLSX : 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="refused-rows.${isXlsx ? 'xlsx' : 'csv'}"`,
    },
  });
}

const templateQuery = z.object({
  projectCode: projectCode.optional(),
  wageMonth: month.optional(),
  employerUscc: uscc.optional(),
});

/** 报送工资表: by spreadsheet, checked first, then filed. */
export const sheetRooms = [
  page(sheetPage),
  page({
    path: paths.payrollTemplate(),
    grants: posts,
    query: templateQuery,
    show: async (visit) => {
      const { projectCode: code, employerUscc, wageMonth } = visit.query;
      const of = wageMonth ?? addMonths(monthOf(visit.day), -1);
      const people =
        code === undefined
          ? []
          : await visit.read({ projectCode: code }, async (work, id) => {
              const page = { limit: MOST_BEGUN };
              return (await attendanceAgainst(work, id, of, { employerUscc }, page)).items;
            });
      const begun = people.map(({ name, team, attended }) => ({ name, team, workDays: attended }));
      return new Response(Uint8Array.from(await writePayrollTemplate(begun)), {
        headers: {
          'Content-Type': XLSX,
          'Content-Disposition': `attachment; filename="payroll${code ? `-${code}-${of}` : ''}.xlsx"`,
        },
      });
    },
  }),
  act({
    path: paths.newPayrollAct('check'),
    grants: posts,
    body: sheetBody,
    limit: 'sheet',
    page: sheetPage,
    run: (visit) => withFile(visit, (file, told) => checked(visit, file, told)),
  }),
  act({
    path: paths.newPayrollAct('returned'),
    grants: posts,
    body: sheetBody,
    limit: 'sheet',
    page: sheetPage,
    run: (visit) =>
      withFile(visit, async (file, told) => {
        const { of } = visit.body;
        const tried = await trySheet(apart(visit), of, file.bytes, told);
        if (tried.faults.some(({ row }) => row !== null)) return returned(file, told, tried);
        return checkPage(apart(visit), { of, file, tried });
      }),
  }),
  act({
    path: paths.newPayrollAct('submission'),
    grants: posts,
    body: sheetBody,
    limit: 'sheet',
    page: sheetPage,
    // What columns mean was changed since the check: its totals are no longer what would be filed.
    run: (visit) =>
      withFile(visit, (file, told, anew) =>
        anew ? checked(visit, file, told) : fileIt(visit, file, told),
      ),
  }),
];
