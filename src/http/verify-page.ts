import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { PaperView } from '../domain/notices/verifying.ts';
import { formatChinese } from '../lib/day.ts';

const STYLE = `:root{color-scheme:light dark}
body{font:1.125rem/1.7 system-ui,sans-serif;max-width:40rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}
dt{font-weight:600;margin-top:.6rem}dd{margin:0}
[role=status]{border:.15rem solid;border-radius:.4rem;padding:.6rem 1rem;font-weight:600}
label{display:block;margin-top:1rem}
input,button{font:inherit;min-height:2.75rem;box-sizing:border-box}input{width:100%}button{margin-top:.6rem;padding:0 1.2rem}`;

const HASH = createHash('sha256').update(STYLE).digest('base64');

/** The page loads nothing and runs nothing; its forms come back here. */
export const verifyPolicy = `default-src 'none'; style-src 'sha256-${HASH}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

/** What a page tells: a paper, compared with a file or not; why there is none; nothing yet. */
export interface Shown {
  paper?: PaperView & { matches?: boolean };
  refused?: string;
}

/** The page that a paper's QR code opens, without script, for small screens and for those who are read to. */
export const verifyPage = ({ paper, refused }: Shown) => html`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>文书核验</title><style>${raw(STYLE)}</style></head><body><main>
<h1>文书核验</h1>
${refused === undefined ? '' : html`<p role="status">${refused}</p>`}
${paper === undefined ? codeForm : paperPart(paper)}
</main></body></html>`;

/** Absolute: the page also answers below /verify/. */
const codeForm = html`<form method="get" action="/verify">
<label for="code">文书上的验证码（16 位，不分大小写）</label>
<input id="code" name="code" required maxlength="64" autocomplete="off" autocapitalize="characters" spellcheck="false">
<button>核验</button></form>`;

const paperPart = (
  paper: NonNullable<Shown['paper']>,
) => html`<p role="status">${verdictOf(paper)}</p>
<dl>${rowsOf(paper).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<h2>比对文件</h2>
<form method="post" enctype="multipart/form-data">
<label for="file">选择手中的 PDF 文件，与签发的文件逐字节比对；文件不留存</label>
<input id="file" name="file" type="file" accept="application/pdf" required>
<button>比对</button></form>
<p>请将以上各项与手中的文书逐一核对；有不一致的，以落款单位的答复为准。</p>`;

function verdictOf({ matches, inForce }: NonNullable<Shown['paper']>): string {
  const stands = inForce ? '该文书由本系统签发，有效。' : '该文书已撤回，不再有效。';
  if (matches === undefined) return stands;
  return `${matches ? '文件与签发的文书一致。' : '文件与签发的文书不一致！'}${stands}`;
}

const rowsOf = (paper: PaperView): [string, string][] => [
  ['文种', paper.kind],
  ['发文字号', paper.number],
  ['成文日期', formatChinese(paper.issuedOn)],
  ['主送单位', paper.addressee],
  ['页数', `${paper.pages} 页`],
  ['文件校验值（SHA-256）', paper.sha256],
  ['验证码', paper.code],
];
