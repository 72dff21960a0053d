import { Webhook } from 'standardwebhooks';
import type { Draft } from './draft.ts';
import {
  type ApiAnswer,
  type ApiRequest,
  BASE,
  jsonOf,
  type Send,
  UnexpectedAnswer,
} from './http.ts';
import type { Actor } from './story.ts';

/** What carries the story to a server. */
export interface Client {
  send: Send;
  /** Puts the server's clock; called before the requests of that instant. */
  setClock(at: Date): void;
  /** The API key of an actor, or a bank's `whsec_` secret; asked for once each. */
  credentialOf(actor: Actor): Promise<string>;
}

/** Signs and sends requests for the actors of a story, and refuses every answer but success. */
export class Caller {
  readonly #client: Client;
  readonly #credentials = new Map<string, Promise<string>>();
  requests = 0;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Sends a draft as an actor; `onceKey` goes where a route wants an Idempotency-Key. */
  async ask(actor: Actor, draft: Draft, onceKey: string): Promise<Record<string, unknown>> {
    const { method, path, json, file } = draft;
    const headers: Record<string, string> = {
      authorization: `Bearer ${await this.#credential(actor)}`,
    };
    if (draft.once) headers['idempotency-key'] = onceKey;
    const request: ApiRequest = { method, path: BASE + path, headers };
    if (file !== undefined) {
      headers['content-type'] = file.contentType;
      request.body = file.bytes;
    } else if (json !== undefined) {
      headers['content-type'] = 'application/json';
      request.body = JSON.stringify(json);
    }
    return jsonOf(request, await this.#send(request));
  }

  /** Sends a bank's message, signed at an instant (Standard Webhooks). */
  async notify(
    actor: Extract<Actor, { role: 'bank' }>,
    message: { id: string; at: Date; path: string; contentType: string; body: string },
  ): Promise<void> {
    const { id, at, path, contentType, body } = message;
    const signature = new Webhook(await this.#credential(actor)).sign(id, at, body);
    const headers = {
      'content-type': contentType,
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': signature,
    };
    const request: ApiRequest = { method: 'POST', path: BASE + path, headers, body };
    const answer = await this.#send(request);
    const { unmatched, rejected } = jsonOf(request, answer);
    const refused = Array.isArray(rejected) && rejected.length > 0;
    if (refused || unmatched !== 0) throw new UnexpectedAnswer(request, answer, 'not all taken');
  }

  /** Reads a file. */
  async fetchBytes(actor: Actor, path: string): Promise<Uint8Array> {
    const headers = { authorization: `Bearer ${await this.#credential(actor)}` };
    return (await this.#send({ method: 'GET', path: BASE + path, headers })).bytes;
  }

  /** Reads a list to its end. */
  async fetchAll(actor: Actor, path: string): Promise<Record<string, unknown>[]> {
    const items: Record<string, unknown>[] = [];
    const query = path.includes('?') ? `${path}&limit=200` : `${path}?limit=200`;
    let after: unknown = null;
    do {
      const page: string =
        typeof after === 'string' ? `${query}&after=${encodeURIComponent(after)}` : query;
      const answer = await this.ask(actor, { method: 'GET', path: page }, '');
      if (Array.isArray(answer.items)) items.push(...answer.items);
      after = answer.next;
    } while (typeof after === 'string');
    return items;
  }

  async #send(request: ApiRequest): Promise<ApiAnswer> {
    this.requests += 1;
    const answer = await this.#client.send(request);
    if (answer.status < 200 || answer.status > 299) throw new UnexpectedAnswer(request, answer);
    return answer;
  }

  #credential(actor: Actor): Promise<string> {
    const name = actor.role === 'bank' ? `bank:${actor.bankCode}` : `${actor.role}:${actor.uscc}`;
    const known = this.#credentials.get(name);
    if (known !== undefined) return known;
    const made = this.#client.credentialOf(actor);
    this.#credentials.set(name, made);
    return made;
  }
}
