import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { hidden } from '../domain/access.ts';
import { projectBook } from '../domain/reports/book.ts';
import { editions, type MonthlyReport, monthlyReport } from '../domain/reports/monthly.ts';
import { wageStatement } from '../domain/reports/wage-statement.ts';
import { parseId } from '../lib/id.ts';
import { sha256 } from '../lib/vault.ts';
import type { Edge } from './edge.ts';
import { operation } from './operation.ts';
import { day, month, projectCode, publicId, sumFen } from './shapes.ts';
import type { Call } from './spec.ts';

const tag = '报表';
const PDF = 'application/pdf';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const count = z.int().nullable();
const table = z
  .object({
    rows: z.array(z.string()),
    columns: z.array(z.string()),
    cells: z
      .array(z.array(z.object({ count, fen: sumFen.nullable(), workers: count })))
      .openapi({ description: '末行为各列合计，每行末格为该行合计；null 为不予公布' }),
  })
  .openapi('Crosstab');

const party = z.object({
  uscc: z.string(),
  name: z.string().nullable(),
  projects: z.int(),
  count: z.int(),
  fen: sumFen,
  workers: z.int(),
});

const monthly = z
  .object({
    month,
    edition: z.enum(editions),
    region: z.string(),
    authority: z.string(),
    day: day.openapi({ description: '数据截至' }),
    summary: z.object({
      registered: count.openapi({ description: '在册项目' }),
      due: count.openapi({ description: '本月有应发工资的项目' }),
      paying: count.openapi({ description: '其中已发放的' }),
      paidInFull: count.openapi({ description: '其中足额发放的' }),
      onTime: count.openapi({ description: '其中按时足额发放的' }),
      dueFen: sumFen.nullable(),
      paidFen: sumFen.nullable(),
      workers: count.openapi({ description: '在册用工' }),
    }),
    projects: table.openapi({ description: '区县 × 发放情况，金额为本月应发工资' }),
    wageArrears: table.openapi({ description: '工资拖欠预警：等级 × 逾期天数' }),
    transferArrears: table.openapi({ description: '人工费用拖欠预警：等级 × 逾期天数' }),
    settlements: table.openapi({ description: '受阻的结算：所提理由 × 环节' }),
    notices: table.openapi({ description: '本月签发的文书 × 办理情况' }),
    topParties: z
      .object({ contractors: z.array(party), owners: z.array(party) })
      .nullable()
      .openapi({ description: '公开版不列' }),
  })
  .openapi('MonthlyReport');

const asked = z.strictObject({
  month,
  region: z
    .string()
    .refine((value) => /^(\d{2}){1,3}$/.test(value), {
      error: '应为区划代码的前 2、4 或 6 位。',
      params: { fault: 'region-invalid' },
    })
    .optional()
    .openapi({ description: '本辖区的一部分，区划代码的前 2、4 或 6 位；默认为整个辖区' }),
  edition: z
    .enum(editions)
    .default('internal')
    .openapi({ description: 'internal 内部资料；public 公开版：不列单位名称，隐去过小的数字' }),
});

type Asked = Call<undefined, z.infer<typeof asked>, undefined>;

const figuresOf = ({ query, read }: Asked): Promise<MonthlyReport> =>
  read(null, (work) => monthlyReport(work, query));

/** Answers with a drawn file. */
function fileAnswer(c: Context<Edge>, bytes: Uint8Array, type: string, name: string) {
  c.header('Content-Type', type);
  c.header('Content-Disposition', `inline; filename="${name}"`);
  c.header('ETag', `"${sha256(bytes)}"`);
  return c.body(Uint8Array.from(bytes));
}

const file = (as: 'pdf' | 'xlsx', type: string) =>
  operation({
    method: 'get',
    path: `/reports/monthly.${as}`,
    tag,
    summary: `统计月报，${as === 'pdf' ? 'PDF' : '电子表格'}`,
    grants: ['reports:read'],
    query: asked,
    answer: type,
    run: async (call: Asked) => {
      const figures = await figuresOf(call);
      const bytes = await call.deps.drawReport({ kind: 'monthly', figures }, as);
      const { month, region, edition } = figures;
      return fileAnswer(call.c, bytes, type, `monthly-${region}-${month}-${edition}.${as}`);
    },
  });

/** 统计月报. */
export const reports = [
  operation({
    method: 'get',
    path: '/reports/monthly',
    tag,
    summary: '本辖区一个月的工资支付、拖欠预警、受阻的结算和文书',
    grants: ['reports:read'],
    query: asked,
    answer: monthly,
    run: (call: Asked) => figuresOf(call),
  }),
  file('pdf', PDF),
  file('xlsx', XLSX),
  operation({
    method: 'get',
    path: '/projects/{projectCode}/book.pdf',
    tag,
    summary: '一项目一册：参建单位、专户、工资、结算、预警和文书',
    grants: ['read'],
    params: z.strictObject({ projectCode }),
    answer: PDF,
    run: async ({ c, deps, params, read }) => {
      const book = await read(params, (work, id) => {
        // An employer that is no main party sees its own part of the wages and no account: half a book would mislead it.
        if (!work.actor.projects.includes(id)) throw hidden();
        return projectBook(work, id);
      });
      const titles = Object.fromEntries(deps.rules.map((rule) => [rule.id, rule.title]));
      const figures = { ...book, titles };
      const bytes = await deps.drawReport({ kind: 'book', figures }, 'pdf');
      return fileAnswer(c, bytes, PDF, `book-${params.projectCode}.pdf`);
    },
  }),
  operation({
    method: 'get',
    path: '/projects/{projectCode}/workers/{engagementId}/wage-statement.pdf',
    tag,
    summary: '工人十二个月的工资对账单，号码只显示末四位',
    grants: ['read'],
    params: z.strictObject({ projectCode, engagementId: publicId }),
    query: z.strictObject({
      to: month.optional().openapi({ description: '十二个月的最后一个月，默认为本月' }),
    }),
    answer: PDF,
    run: async ({ c, deps, params, query, read }) => {
      const { projectId, id } = parseId(params.engagementId);
      const statement = await read(params, (work, entered) => {
        if (entered !== projectId) throw hidden();
        return wageStatement(work, projectId, id, query.to);
      });
      const figures = { ...statement, askAt: deps.publicUrl && `${deps.publicUrl}/my-wages` };
      const bytes = await deps.drawReport({ kind: 'wage-statement', figures }, 'pdf');
      return fileAnswer(c, bytes, PDF, `wages-${params.engagementId}-${figures.to}.pdf`);
    },
  }),
];
