// Writes and reads a workbook with exceljs's build for browsers as an isolate loads it, while every timer is lost. Prints how many rows it read.
Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'Cloudflare-Workers' } });
const real = globalThis.setTimeout;
let lost = false;
globalThis.setTimeout = ((task: () => void, ms: number) => (lost ? 0 : real(task, ms))) as never;
if (process.argv[2] === 'held') await import('../../../src/adapters/excel/timers-held.ts');
const { default: ExcelJS } = (await import('exceljs/dist/exceljs.min.js' as string)) as {
  default: typeof import('exceljs');
};
if (process.argv[2] === 'held') await import('../../../src/adapters/excel/timers-back.ts');
lost = true;
const book = new ExcelJS.Workbook();
for (let n = 0; n < 500; n++) (book.worksheets[0] ?? book.addWorksheet('表')).addRow(['甲', n]);
const bytes = await book.xlsx.writeBuffer();
const again = new ExcelJS.Workbook();
await again.xlsx.load(bytes);
process.stdout.write(String(again.worksheets[0]?.rowCount));
