import { z } from 'zod';
import type { RowFault } from '../../adapters/excel/payroll-lines.ts';
import { writePayrollTemplate } from '../../adapters/excel/payroll-template.ts';
import { reasonsByRow, writeRefusedRows } from '../../adapters/excel/refusal-sheet.ts';
import { attendanceAgainst } from '../../domain/payroll/against.ts';
import type { Tell } from '../../domain/tasks.ts';
import { XLSX } from '../../http/payroll-sheet.ts';
import { month, projectCode, uscc } from '../../http/shapes.ts';
import { addMonths, monthOf } from '../../lib/day.ts';
import { longWork } from '../frame/long-work.ts';
import { act, page } from '../frame/page.tsx';
import { paths } from '../frame/paths.ts';
import type { Shown } from '../frame/visit.ts';
import { sheetPage } from './sheet.tsx';
import { type SheetFile, sheetBody } from './sheet-file.ts';
import {
  apart,
  checked,
  fileIt,
  type Sent,
  type SheetOutcome,
  showSheet,
  withFile,
} from './sheet-outcome.tsx';
import type { Told } from './sheet-reading.ts';

const posts = ['payroll:post'] as const;
const MOST_BEGUN = 10_000;

/** Does what a form with a wage table asks for; where it takes long it goes on as a task. */
async function done(
  sent: Sent,
  kind: 'sheet-check' | 'sheet-filing',
  act: (tell: Tell) => Promise<SheetOutcome>,
): Promise<string | Shown> {
  const { projectCode: code, wageMonth } = sent.body.of;
  const made = await longWork(sent, { kind, about: `${code} ${wageMonth}` }, (tell) => {
    tell(0, null, 'read');
    return act(tell);
  });
  return 'at' in made ? made.at : showSheet(apart(sent), made.ended);
}

async function returned(
  file: SheetFile,
  told: Told,
  faults: readonly RowFault[],
): Promise<Response> {
  const reasons = reasonsByRow(faults);
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
    run: (visit) =>
      done(visit, 'sheet-check', (tell) =>
        withFile(visit, (file, told) => checked(visit, file, told, tell)),
      ),
  }),
  act({
    path: paths.newPayrollAct('returned'),
    grants: posts,
    body: sheetBody,
    limit: 'sheet',
    page: sheetPage,
    run: async (visit) => {
      const outcome = await withFile(visit, async (file, told) => {
        const found = await checked(visit, file, told);
        const { faults } = found.tried;
        return faults.some(({ row }) => row !== null) ? returned(file, told, faults) : found;
      });
      return outcome instanceof Response ? outcome : showSheet(apart(visit), outcome);
    },
  }),
  act({
    path: paths.newPayrollAct('submission'),
    grants: posts,
    body: sheetBody,
    limit: 'sheet',
    page: sheetPage,
    // What columns mean was changed since the check: its totals are no longer what would be filed.
    run: (visit) =>
      done(visit, 'sheet-filing', (tell) =>
        withFile(visit, (file, told, anew) =>
          anew ? checked(visit, file, told, tell) : fileIt(visit, file, told, tell),
        ),
      ),
  }),
];
