import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { codes } from './codes.ts';

const STYLE = `body{font:16px/1.6 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem}
code{font-family:ui-monospace,monospace}table{border-collapse:collapse;width:100%}
td{border-top:1px solid #ccc;padding:.3rem .6rem;vertical-align:top}td:first-child{white-space:nowrap}`;

const HASH = createHash('sha256').update(STYLE).digest('base64');

/** The page loads nothing and runs nothing. */
export const docsPolicy = `default-src 'none'; style-src 'sha256-${HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

interface Document {
  info: { title: string; version: string };
  paths?: object;
}

interface About {
  summary?: string;
  description?: string;
  tags?: string[];
}

/** The page that lists a document's operations and every problem code. */
export function docsPage(document: Document) {
  const { title, version } = document.info;
  const paths: Record<string, Record<string, About>> = { ...document.paths };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, about]) => ({
      path,
      method: method.toUpperCase(),
      ...about,
    })),
  );
  const tags = [...Map.groupBy(operations, ({ tags }) => tags?.[0] ?? '')];
  return html`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>${title}接口</title><style>${raw(STYLE)}</style></head><body>
<h1>${title}接口 ${version}</h1>
<p>完整定义见 <a href="/api/v1/openapi.json">openapi.json</a>（OpenAPI 3.1）。路径均在 <code>/api/v1</code> 之下；金额为整数分，日期为北京时间。</p>
${tags.map(([tag, some]) => html`<h2>${tag}</h2><table>${some.map(operationRow)}</table>`)}
<h2>错误代码</h2><table>${Object.entries(codes).map(codeRow)}</table>
</body></html>`;
}

const operationRow = (about: {
  method: string;
  path: string;
  summary?: string;
  description?: string;
}) =>
  html`<tr><td><code>${about.method} ${about.path}</code></td><td>${about.summary}<br><small>${about.description}</small></td></tr>`;

const codeRow = ([code, { title }]: [string, { title: string }]) =>
  html`<tr id="${code}"><td><code>${code}</code></td><td>${title}</td></tr>`;
