import type { Sheet } from './cells.ts';
import { hasMonthGrid } from './heading-columns.ts';
import { headingKey } from './heading-names.ts';
import { headingTexts } from './headings.ts';

/** A table that is no wage table: what it is called, and the route that takes what it holds. */
export interface OtherTemplate {
  name: string;
  route: string;
}

const ENGAGEMENTS = 'POST /projects/{projectCode}/engagements';
const ATTENDANCE = 'POST /projects/{projectCode}/attendance';

/** Headings that stand in one template only; two of them name it. */
const TEMPLATES: readonly (OtherTemplate & { marks: readonly string[] })[] = [
  {
    name: '参建单位导入模板',
    route: 'PUT /projects/{projectCode}/participants/{uscc}',
    marks: ['企业类型', '进场时间', '退场时间', '项目经理名称', '项目经理证件号码', '项目经理电话'],
  },
  {
    name: '项目班组导入模板',
    route: ENGAGEMENTS,
    marks: ['责任人姓名', '责任人联系电话', '责任人证件号码', '进场日期', '退场日期'],
  },
  {
    name: '项目人员导入模板',
    route: ENGAGEMENTS,
    marks: ['是否班组长', '工人类型', '文化程度', '民族', '政治面貌', '紧急联系人姓名', '发证机关'],
  },
  {
    name: '项目人员进退场导入模板',
    route: ENGAGEMENTS,
    marks: ['进退场日期', '类型'],
  },
  {
    name: '项目人员合同导入模板',
    route: ENGAGEMENTS,
    marks: ['合同期限类型', '生效日期', '失效日期', '计量单位', '计量单价'],
  },
  {
    name: '项目人员考勤导入模板',
    route: ATTENDANCE,
    marks: ['刷卡时间', '刷卡进出方向', '通行方式'],
  },
];

const SEARCHED_ROWS = 12;

/** Which of the other import templates a sheet is, or a month's attendance table; else undefined. */
export function findOtherTemplate(sheet: Sheet): OtherTemplate | undefined {
  for (const row of sheet.rows) {
    if (row.number > SEARCHED_ROWS) return undefined;
    const texts = headingTexts(row).map(({ text }) => text);
    const keys = new Set(texts.map(headingKey));
    const found = TEMPLATES.find(({ marks }) => marks.filter((mark) => keys.has(mark)).length >= 2);
    if (found !== undefined) return { name: found.name, route: found.route };
    if (hasMonthGrid(texts)) return { name: '考勤表', route: ATTENDANCE };
  }
  return undefined;
}
