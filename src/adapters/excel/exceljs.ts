// The order matters: see timers-held.ts.
import './timers-held.ts';
import ExcelJS from 'exceljs';
import './timers-back.ts';

export { ExcelJS };
