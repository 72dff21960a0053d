import fc from 'fast-check';
import { brokenOf, oddText, type Schema, valuesOf, type Words } from './values.ts';

/** One request of the fuzz, as data, so that a failure can be read and sent again. */
export interface Fuzzed {
  route: string;
  /** Which of the callers; absent: nobody. */
  who?: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  schema: Schema;
}

interface Operation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

/** The OpenAPI document, as anybody gets it. */
export interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const sometimes = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>, weight = 12) =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: odd });

/** Requests to every route of a document, by callers of these names. */
export function requestsOf(
  document: Document,
  callers: readonly string[],
  words: Words,
): fc.Arbitrary<Fuzzed> {
  const resolve = (ref: string) =>
    document.components.schemas[ref.replace('#/components/schemas/', '')] as Schema;
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  return fc.constantFrom(...routes).chain(({ path, method, operation }) => {
    const { parameters = [], requestBody } = operation;
    const of = (place: string) =>
      fc.record(
        Object.fromEntries(
          parameters
            .filter((each) => each.in === place)
            .map(({ name, schema }) => [
              name,
              sometimes(valuesOf(schema, { resolve, words, name }).map(String), oddText),
            ]),
        ),
        {
          requiredKeys:
            place === 'path' ? [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name) : [],
        },
      ) as fc.Arbitrary<Record<string, string>>;
    return fc
      .record({
        who: fc.option(fc.constantFrom(...callers), { freq: 5, nil: undefined }),
        method: sometimes(
          fc.constant(method.toUpperCase()),
          fc.constantFrom('PUT', 'POST', 'GET', 'DELETE', 'PATCH', 'OPTIONS'),
          20,
        ),
        params: of('path'),
        query: of('query'),
        extra: sometimes(
          fc.constant({}),
          fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), oddText, { maxKeys: 2 }),
        ),
        headers: headers(),
        body: bodyOf(requestBody?.content ?? {}, { resolve, words }),
      })
      .map(({ who, method: verb, params, query, extra, headers: more, body }) => ({
        route: `${method.toUpperCase()} ${path}`,
        ...(who && { who }),
        method: verb,
        path:
          path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(params[name] ?? '')) +
          queryOf({ ...query, ...extra }),
        headers: { ...(body && { 'Content-Type': body.type }), ...more },
        ...(body && !['GET', 'HEAD'].includes(verb) && { body: body.text }),
      }));
  });
}

const encoded = (text: string) => encodeURIComponent(text.toWellFormed()).replace('%25', '%');

function queryOf(query: Record<string, string>): string {
  const pairs = Object.entries(query).map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

const headers = (): fc.Arbitrary<Record<string, string>> =>
  fc
    .record(
      {
        'Idempotency-Key': sometimes(
          fc.uuid(),
          fc.constantFrom('""', 'a b', 'x'.repeat(300), '"\\'),
          8,
        ),
        'Content-Type': fc.constantFrom(
          'application/json',
          'text/plain',
          'multipart/form-data',
          'application/json; charset=gbk',
        ),
        'X-Forwarded-For': fc.constantFrom('127.0.0.1', 'x'.repeat(2000), ',,,'),
        'webhook-id': fc.constantFrom('msg_1', 'x'.repeat(200)),
        'webhook-timestamp': fc.constantFrom('0', '1778202000', 'NaN', '9'.repeat(40)),
        'webhook-signature': fc.constantFrom('v1,AAAA', 'v1a,AAAA v1,', ''),
      },
      { requiredKeys: ['Idempotency-Key'] },
    )
    .chain(({ 'Content-Type': type, ...rest }) =>
      fc
        .integer({ min: 0, max: 15 })
        .map(
          (n) =>
            (n === 0 && type ? { ...rest, 'Content-Type': type } : rest) as Record<string, string>,
        ),
    );

type Context = Omit<Parameters<typeof valuesOf>[1], 'name'>;

/** A body in one of the forms that the route takes: as asked, with one place broken, or torn. */
function bodyOf(content: Record<string, { schema: Schema }>, at: Context) {
  const forms = Object.entries(content);
  if (forms.length === 0) return fc.constant(undefined);
  return fc.constantFrom(...forms).chain(([type, { schema }]) => {
    if (type === 'multipart/form-data')
      return fc.constant({ type: `${type}; boundary=x`, text: FORM });
    if (type !== 'application/json')
      return oddText.map((text) => ({ type, text: `<Document>${text}` }));
    const good = valuesOf(schema, at);
    const bad = good.chain(brokenOf);
    const whole = fc
      .oneof({ weight: 3, arbitrary: good }, { weight: 2, arbitrary: bad })
      .map((value) => JSON.stringify(value) ?? '');
    const torn = whole.chain((text) => fc.nat(text.length).map((n) => text.slice(0, n)));
    return sometimes(whole, torn).map((text) => ({ type, text }));
  });
}

const FORM =
  '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n姓名,证件号\r\n--x--\r\n';
