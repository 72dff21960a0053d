import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type PaperView, verifyPaper } from '../domain/notices/verifying.ts';
import { Problem } from '../lib/problem.ts';
import { sha256 } from '../lib/vault.ts';
import { codeOf, kindStatus } from './codes.ts';
import type { Deps, Edge } from './edge.ts';
import { file } from './evidence.ts';
import { operation } from './operation.ts';
import { day, text } from './shapes.ts';
import { type Shown, verifyPage, verifyPolicy } from './verify-page.ts';

const tag = '文书核验';
const code = text(64).openapi({
  description: '文书上的 16 位验证码，可带连字符、空格，不分大小写',
});
const ofCode = z.strictObject({ code });

const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/i)
  .transform((hex) => hex.toLowerCase())
  .openapi({ description: '文件的 SHA-256，十六进制' });

const paper = z
  .object({
    code: z.string(),
    instrument: z.enum(['reminder', 'warning', 'supervision', 'referral']),
    kind: z.string().openapi({ description: '文种' }),
    number: z.string().openapi({ description: '发文字号' }),
    issuedOn: day,
    addressee: z.string().openapi({ description: '主送单位，如文书所印' }),
    pages: z.int(),
    sha256: z.string(),
    inForce: z.boolean().openapi({ description: 'false：已撤回' }),
  })
  .openapi('Paper');

const compared = paper
  .extend({
    given: z.string().openapi({ description: '所给文件的 SHA-256' }),
    matches: z.boolean().openapi({ description: '与签发的文件逐字节相同' }),
  })
  .openapi('ComparedPaper');

const wantsPage = (c: Context<Edge>) => c.req.header('accept')?.includes('text/html') === true;

function page(c: Context<Edge>, shown: Shown, status = 200) {
  c.header('Content-Security-Policy', verifyPolicy);
  return c.html(verifyPage(shown), status as 200);
}

/** Answers programs in JSON and browsers with a page, refusals too. */
async function answered<T extends PaperView>(c: Context<Edge>, look: () => Promise<T>) {
  c.header('Vary', 'Accept');
  if (!wantsPage(c)) return look();
  try {
    return page(c, { paper: await look() });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { status = kindStatus[error.kind] } = codeOf(error.code);
    return page(c, { refused: error.message }, status);
  }
}

interface Asked {
  c: Context<Edge>;
  deps: Deps;
  now: Date;
  params: { code: string };
}

const compare = ({ c, deps, now, params }: Asked, given: () => Promise<string> | string) =>
  answered(c, async () => {
    const view = await verifyPaper(deps.db, now, params.code);
    const hex = await given();
    return { ...view, given: hex, matches: hex === view.sha256 };
  });

/** 文书核验: for anybody who holds a paper, without signing in; also at the root, where a paper's QR code leads. */
export const verifying = [
  operation({
    method: 'get',
    path: '/verify',
    tag,
    summary: '输入验证码的页面',
    grants: 'open',
    query: z.strictObject({ code: code.optional() }),
    answer: 'text/html',
    run: ({ c, query }) =>
      query.code === undefined
        ? page(c, {})
        : c.redirect(`verify/${encodeURIComponent(query.code)}`),
  }),
  operation({
    method: 'get',
    path: '/verify/{code}',
    tag,
    summary: '凭验证码核验文书：文种、文号、日期、主送单位、页数、校验值、是否有效；浏览器得到网页',
    grants: 'open',
    params: ofCode,
    answer: paper,
    run: ({ c, deps, now, params }) => answered(c, () => verifyPaper(deps.db, now, params.code)),
  }),
  operation({
    method: 'post',
    path: '/verify/{code}',
    tag,
    summary: '比对手中的文件（或其 SHA-256）与签发的文书；文件不留存',
    grants: 'open',
    params: ofCode,
    body: z.strictObject({ sha256: digest }),
    form: {
      shape: z.strictObject({ file: file.openapi({ type: 'string', format: 'binary' }) }),
      limit: 'paper',
      run: ({ body, ...asked }) =>
        compare(asked, async () => sha256(new Uint8Array(await body.file.arrayBuffer()))),
    },
    answer: compared,
    run: ({ body, ...asked }) => compare(asked, () => body.sha256),
  }),
];
