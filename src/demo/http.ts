/** One HTTP request, for whatever carries it: a socket, or an app in the same process. */
export interface ApiRequest {
  method: 'GET' | 'POST' | 'PUT';
  /** With the base path and the query. */
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
}

export interface ApiAnswer {
  status: number;
  bytes: Uint8Array;
}

export type Send = (request: ApiRequest) => Promise<ApiAnswer>;

/** Where every route begins. */
export const BASE = '/api/v1';

const LONGEST_BODY_SHOWN = 2_000;

/** A request answered in a way the story has no place for. */
export class UnexpectedAnswer extends Error {
  readonly status: number;

  constructor(request: Pick<ApiRequest, 'method' | 'path'>, answer: ApiAnswer, why = '') {
    const body = textOf(answer).slice(0, LONGEST_BODY_SHOWN);
    const reason = why === '' ? '' : ` (${why})`;
    super(`${request.method} ${request.path} answered ${answer.status}${reason}: ${body}`);
    this.name = 'UnexpectedAnswer';
    this.status = answer.status;
  }
}

/** The body of an answer as JSON. @throws UnexpectedAnswer when it is none */
export function jsonOf(request: ApiRequest, answer: ApiAnswer): Record<string, unknown> {
  if (answer.bytes.length === 0) return {};
  try {
    const value: unknown = JSON.parse(textOf(answer));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below, with the body.
  }
  throw new UnexpectedAnswer(request, answer, 'no JSON object');
}

/** Sends over fetch to a server's address. */
export function overHttp(url: string): Send {
  return async ({ method, path, headers, body }) => {
    const given = body === undefined ? {} : { body };
    const answer = await fetch(new URL(path, url), { method, headers, ...given });
    return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
  };
}

function textOf({ bytes }: ApiAnswer): string {
  return new TextDecoder().decode(bytes);
}
