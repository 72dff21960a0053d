import { source, text } from './text.ts';

// The copy read is of April 2025; older days are not served by it.
const inspection = source('《劳动保障监察条例》', 'V1', '2025-04-01');

/** What the draft data of a 限期改正指令书 name by their number alone: no words of them are quoted. */
export const orderTexts = {
  payWithinTerm: text('inspection-26', inspection, '第二十六条', ''),
  orderRefused: text('inspection-30', inspection, '第三十条', ''),
};
