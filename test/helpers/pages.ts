import type { PersonInput } from '../../src/domain/people/invitations.ts';
import { roles } from '../../src/domain/people/roles.ts';
import type { TestApp } from './app.ts';
import { codeNow, enrol, join, makeBrowser, PASSWORD } from './people.ts';

/** A page as somebody's browser got it. */
export interface Seen {
  status: number;
  headers: Headers;
  html: string;
  /** As they came: for files. */
  bytes: Uint8Array;
  /** What a reader reads, tags taken out. */
  text: string;
  /** Where the browser is sent. */
  to: string | null;
}

/** Members by name; as text where a name comes several times. */
export type Form = Record<string, string | File> | string;

/** A browser that looks at pages: it keeps cookies, says where its requests come from, and follows nothing by itself. */
export function makeVisitor(app: TestApp) {
  const cookies = new Map<string, string>();
  const ask = async (
    path: string,
    init: { method: string; headers?: Record<string, string>; body?: FormData | URLSearchParams },
  ): Promise<Seen> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await app.request(path, {
      ...init,
      headers: {
        'Sec-Fetch-Site': 'same-origin',
        // As a browser sends it.
        ...(init.body instanceof URLSearchParams && {
          'Content-Length': String(Buffer.byteLength(init.body.toString())),
        }),
        ...(cookie && { Cookie: cookie }),
        ...init.headers,
      },
    } as Parameters<TestApp['request']>[1]);
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] as string).split(/=(.*)/s);
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const html = new TextDecoder().decode(bytes);
    const text = html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    return {
      ...{ status: answer.status, headers: answer.headers, html, bytes, text },
      to: answer.headers.get('location'),
    };
  };
  const get = (path: string, headers: Record<string, string> = {}) =>
    ask(path, { method: 'GET', headers });
  const post = (path: string, form: Form = {}, headers: Record<string, string> = {}) =>
    ask(path, { method: 'POST', headers, body: bodyOf(form) });
  return { get, post, cookies };
}

export type Visitor = ReturnType<typeof makeVisitor>;

function bodyOf(form: Form): FormData | URLSearchParams {
  if (typeof form === 'string') return new URLSearchParams(form);
  const entries = Object.entries(form);
  if (entries.every(([, value]) => typeof value === 'string'))
    return new URLSearchParams(entries as [string, string][]);
  const body = new FormData();
  for (const [name, value] of entries) body.append(name, value);
  return body;
}

/** Somebody of a role at the pages, signed in with all that the role asks for. */
export async function visitorOf(app: TestApp, input: PersonInput): Promise<Visitor> {
  await join(app, input);
  const visitor = makeVisitor(app);
  if (!roles[input.role].secondFactor) {
    await visitor.post('/sign-in', { username: input.username, password: PASSWORD });
    return visitor;
  }
  // The authenticator's codes run once each: the second one is for the pages.
  const browser = makeBrowser(app);
  await browser.signIn(input.username);
  const { uri } = await enrol(browser);
  await visitor.post('/sign-in', { username: input.username, password: PASSWORD });
  await visitor.post('/sign-in/second-factor', { code: codeNow(uri, 1) });
  return visitor;
}
