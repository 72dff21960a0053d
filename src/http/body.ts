import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Problem } from '../lib/problem.ts';
import type { Edge, Limits, Sizes } from './edge.ts';

/**
 * Refuses a body above a limit: by its length where that is told, else while it is read.
 * @throws Problem too-large `body-too-large`, invalid `body-cut-short`
 */
export function limited(which: (c: Context<Edge>) => keyof Sizes): MiddlewareHandler<Edge> {
  return (c, next) => {
    const { limits } = c.var.deps;
    const maxSize = limits[which(c)];
    const onError = () => {
      const detail = `请求体不得超过 ${maxSize} 字节，${limits.cure}。`;
      throw new Problem('too-large', 'body-too-large', detail, { maxBytes: maxSize });
    };
    let read = false;
    const go = () => {
      read = true;
      return next();
    };
    return bodyLimit({ maxSize, onError })(c, go).catch((error) => {
      throw read ? error : cutShort(error);
    });
  };
}

/** A client that broke off reads no answer, but no fault of ours is logged. */
const cutShort = (error: unknown): Problem =>
  error instanceof Problem
    ? error
    : new Problem('invalid', 'body-cut-short', '请求体没有传完，连接就断了；请原样重发。');

/**
 * Refuses more rows than this runtime can hold.
 * @throws Problem too-large `rows-too-many`
 */
export function limitRows(count: number, { rows, cure }: Limits): void {
  if (count <= rows) return;
  const detail = `这里一次最多受理 ${rows} 行，本次有 ${count} 行，${cure}。`;
  throw new Problem('too-large', 'rows-too-many', detail, { maxRows: rows });
}

/** Whether the request says that it carries this media type; parameters do not matter. */
export function isMedia(c: Context<Edge>, type: string): boolean {
  const given = c.req.header('content-type') ?? '';
  return given.split(';')[0]?.trim().toLowerCase() === type;
}

/** The body as it came. @throws Problem `body-cut-short` */
export async function readBytes(c: Context<Edge>): Promise<Uint8Array> {
  try {
    return new Uint8Array(await c.req.arrayBuffer());
  } catch (error) {
    throw cutShort(error);
  }
}

/**
 * Reads UTF-8 JSON.
 * @throws Problem `invalid-json`
 */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Problem(
      'invalid',
      'invalid-json',
      '请求体应为 UTF-8 编码的 JSON，请检查括号、引号和编码。',
    );
  }
}

/**
 * Reads `multipart/form-data`.
 * @throws Problem `invalid-form`
 */
export async function parseForm(c: Context<Edge>): Promise<FormData> {
  try {
    return await c.req.raw.formData();
  } catch {
    throw new Problem(
      'invalid',
      'invalid-form',
      '上传的表单无法读取，请以 multipart/form-data 重新上传。',
    );
  }
}

/** A form's members; one that is there several times is a list. */
export function membersOf(form: FormData): Record<string, unknown> {
  const names = [...new Set(form.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = form.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

/** @throws Problem `media-type-unknown`, status 415 */
export function refuseMedia(taken: readonly string[]): never {
  const detail = `请以 ${taken.join(' 或 ')} 提交。`;
  throw new Problem('invalid', 'media-type-unknown', detail, { taken });
}
