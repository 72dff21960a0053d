import { z } from '@hono/zod-openapi';
import { codes, kindStatus } from './codes.ts';
import type { Described, EdgeApp } from './spec.ts';

const fault = z
  .object({
    pointer: z.string().openapi({ description: 'RFC 6901；路径和查询参数以 /path、/query 开头' }),
    code: z.string(),
    message: z.string(),
  })
  .openapi('Fault');

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(Object.keys(codes) as [string, ...string[]]),
    instance: z.string().openapi({ description: '请求编号' }),
    errors: z.array(fault).optional().openapi({ description: '每处错误，最多列 1,000 处' }),
    errorCount: z.int().optional().openapi({ description: '错误总数' }),
  })
  .openapi('Problem');

const PROBLEM = { 'application/problem+json': { schema: problem } };

const refusals: Readonly<Record<number, string>> = {
  400: '请求无法读取',
  401: '没有或不正确的密钥、登录、签名',
  403: '没有这项权限',
  404: '没有这条记录，或无权查看',
  409: '与现状冲突',
  413: '请求体过大',
  415: '内容类型不受理',
  422: '输入有误，或不能这样办理',
  429: '请求过于频繁，见 Retry-After',
  500: '系统内部错误',
  503: '暂时不可用，见 Retry-After',
};

/** The OpenAPI entry of an operation: its shapes, its answers and the refusals it may meet. */
export function describeOperation(spec: Described) {
  const { method, path, tag, summary, status = 200 } = spec;
  return {
    method,
    path,
    tags: [tag],
    summary,
    operationId: idOf(spec),
    ...securityOf(spec),
    ...requestOf(spec),
    responses: {
      [status]: { description: '成功', ...contentOf(spec.answer) },
      ...Object.fromEntries(
        statusesOf(spec).map((s) => [s, { description: refusals[s] ?? '', content: PROBLEM }]),
      ),
    },
  };
}

const idOf = ({ method, path }: Described): string =>
  method +
  path.replace(/[^A-Za-z]+(\w)?/g, (_, letter: string | undefined) => (letter ?? '').toUpperCase());

function securityOf({ grants }: Described) {
  if (grants === 'open') return { security: [] };
  if (grants === 'signed')
    return { security: [{ webhook: [] }], description: '由银行按 Standard Webhooks 签名。' };
  if (grants === 'session') return { security: [{ session: [] }], description: '须已登录。' };
  return {
    security: [{ key: [] }, { session: [] }],
    description: `需要权限：${grants.join(' 或 ')}。`,
  };
}

function statusesOf({
  grants,
  body,
  raw,
  idempotent,
  path,
  method,
  uncounted,
}: Described): number[] {
  const asks = path.startsWith('/verify');
  const signsIn = grants === 'open' && !asks && (method !== 'get' || path.includes('/sign-on'));
  const keyed = grants === 'signed' ? [401] : grants !== 'open' || signsIn ? [401, 403] : [];
  const hasBody = body !== undefined || raw !== undefined;
  return [
    ...keyed,
    ...(hasBody ? [400, 413, 415, 422] : []),
    ...(idempotent || method !== 'get' || /\.(xml|zip)$/.test(path) ? [409, 422] : []),
    ...(path.includes('{') ? [404, 422] : []),
    ...(uncounted ? [] : [429]),
    500,
    503,
  ];
}

function requestOf({ params, query, body, form, raw, idempotent, grants }: Described) {
  const headers = headersOf(idempotent === true, grants === 'signed');
  const content = {
    ...(body ? { 'application/json': { schema: body } } : {}),
    ...(form ? { 'multipart/form-data': { schema: form.shape } } : {}),
    ...(raw ? { [raw.mediaType]: { schema: raw.shape } } : {}),
  };
  const hasBody = Object.keys(content).length > 0;
  return {
    request: {
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(headers ? { headers } : {}),
      ...(hasBody ? { body: { required: true, content } } : {}),
    },
  };
}

function headersOf(idempotent: boolean, signed: boolean) {
  if (signed) {
    return z.object({
      'webhook-id': z.string(),
      'webhook-timestamp': z
        .string()
        .openapi({ description: 'Unix 秒，与服务器相差不超过 5 分钟' }),
      'webhook-signature': z.string(),
    });
  }
  const description =
    '1 至 255 个可见 ASCII 字符；原样重试得到首次的答复（Idempotent-Replayed: true），保留 7 天；只显示一次的密钥和邀请码不保留，重试为 409';
  return idempotent ? z.object({ 'Idempotency-Key': z.string().openapi({ description }) }) : null;
}

function contentOf(answer: Described['answer']) {
  if (typeof answer !== 'string') return { content: { 'application/json': { schema: answer } } };
  return { content: { [answer]: { schema: z.string().openapi({ format: 'binary' }) } } };
}

/** The OpenAPI 3.1 document of all operations mounted on an app. */
export function documentOf(app: EdgeApp, version: string) {
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-wage_session',
    description: '登录（POST /session）得到；改动类请求须带本系统的 Origin。本机为 wage_session。',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'webhook', {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
  });
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: '农民工工资专户监测预警系统',
      version,
      description: 'Money in whole fen; days YYYY-MM-DD, Asia/Shanghai.',
    },
    servers: [{ url: '/api/v1' }],
  });
  const meanings = Object.entries(codes).map(([code, { title }]) => [code, title]);
  return {
    ...document,
    'x-problem-codes': Object.fromEntries(meanings),
    'x-problem-statuses': kindStatus,
  };
}
