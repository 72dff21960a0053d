import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
// @ts-expect-error it brings no types
import Provider from 'oidc-provider';

export interface SignOnProvider {
  issuer: string;
  /** Signs somebody on there as a browser would, from our redirect to theirs back to us. */
  pass(url: string, subject: string): Promise<string>;
  end(): Promise<void>;
}

/** A real OpenID Connect provider on this machine, with its own development screens of signing in. */
export async function startProvider(publicUrl: string): Promise<SignOnProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'wage',
        client_secret: 'invented for tests only',
        redirect_uris: [`${publicUrl}/api/v1/session/sign-on/callback`],
      },
    ],
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
  });
  server.on('request', provider.callback());
  return {
    issuer,
    pass: (url, subject) => walk(url, subject, publicUrl),
    end: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

/** Follows redirects and fills in the forms until the provider sends us back. */
async function walk(start: string, subject: string, publicUrl: string): Promise<string> {
  const cookies = new Map<string, string>();
  let [url, form]: [string, URLSearchParams | null] = [start, null];
  for (let step = 0; step < 12; step += 1) {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form ? { method: 'POST', body: form } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      cookies.set(name, value);
    }
    form = null;
    const to = answer.headers.get('location');
    if (to === null) {
      const page = await answer.text();
      const action = /action="([^"]+)"/.exec(page)?.[1];
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
      if (!action || !prompt) throw new Error(`${answer.status} ${page.slice(0, 500)}`);
      url = new URL(action, url).href;
      form = new URLSearchParams({
        prompt,
        ...(prompt === 'login' ? { login: subject, password: 'any' } : {}),
      });
    } else {
      url = new URL(to, url).href;
      if (url.startsWith(publicUrl)) return url;
    }
  }
  throw new Error(`never came back from ${url}`);
}
