import type { ApiRequest } from './http.ts';

/** A request without who asks: method, path under the base, JSON or bytes; `once` where a key is needed. */
export interface Draft {
  method: ApiRequest['method'];
  path: string;
  json?: unknown;
  file?: { contentType: string; bytes: Uint8Array<ArrayBuffer> };
  once?: boolean;
}

/** A whole that replaces what was. */
export const put = (path: string, json: unknown): Draft => ({ method: 'PUT', path, json });

/** Something new, with a key so that it is there once. */
export const post = (path: string, json: unknown): Draft => ({
  method: 'POST',
  path,
  json,
  once: true,
});
