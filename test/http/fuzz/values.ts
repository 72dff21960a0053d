import fc from 'fast-check';

/** The part of JSON Schema that the document uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
}

/** What a stranger with the document may know besides: words for members of these names. */
export type Words = Record<string, readonly string[]>;

const MOST_ROWS = 3;
const MOST = Number.MAX_SAFE_INTEGER;

const dates = fc
  .date({ min: new Date('1999-12-01'), max: new Date('2100-02-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const recent = fc
  .date({ min: new Date('2025-11-01'), max: new Date('2026-06-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const instants = fc.oneof({ weight: 4, arbitrary: recent }, dates);

/** Names a table, as a leak would: what was stored of it comes back to whoever may read it. */
export const INJECTION = "'; drop table we.event; --";

/** Text that programs have stumbled over. */
export const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '__proto__',
    INJECTION,
    '%',
    '../../etc/passwd',
    '{{7*7}}',
    '<script>alert(1)</script>',
    'NaN',
    '1e309',
    '0',
    '-1',
    'a'.repeat(5000),
    '９９９',
    '\u202e',
  ),
);

/** Values of a schema: mostly what it asks for. */
export function valuesOf(
  schema: Schema,
  at: { resolve: (ref: string) => Schema; words: Words; name?: string },
): fc.Arbitrary<unknown> {
  if (schema.$ref) return valuesOf(at.resolve(schema.$ref), at);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return fc.oneof(...either.map((each) => valuesOf(each, at)));
  const [type = 'object'] = [schema.type ?? 'object'].flat();
  if (type === 'string') return textOf(schema, at);
  if (type === 'integer' || type === 'number') return numberOf(schema, type);
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'array') {
    const minLength = Math.min(schema.minItems ?? 0, 1);
    return fc.array(valuesOf(schema.items ?? {}, at), { minLength, maxLength: MOST_ROWS });
  }
  const members: [string, fc.Arbitrary<unknown>][] = Object.entries(schema.properties ?? {}).map(
    ([name, each]) => [name, valuesOf(each, { ...at, name })],
  );
  const model: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(members);
  return fc.record(model, { requiredKeys: schema.required ?? [] });
}

function textOf(
  { format, pattern }: Schema,
  { words, name = '' }: { words: Words; name?: string },
) {
  const known = words[name];
  const base =
    format === 'date'
      ? instants.map((text) => text.slice(0, 10))
      : format === 'date-time'
        ? instants
        : known
          ? fc.constantFrom(...known)
          : /month|period/i.test(name)
            ? instants.map((text) => text.slice(0, 7))
            : pattern
              ? fc.stringMatching(new RegExp(pattern))
              : fc.string({ minLength: 1, maxLength: 20 });
  return fc.oneof({ weight: 30, arbitrary: base }, oddText);
}

function numberOf({ minimum = -MOST, maximum = MOST }: Schema, type: string) {
  const [min, max] = [Math.max(minimum, -MOST), Math.min(maximum, MOST)];
  const near = fc.integer({ min: Math.max(min, -10), max: Math.max(min, Math.min(max, 31)) });
  const whole = fc.oneof(
    { weight: 3, arbitrary: near },
    fc.maxSafeInteger().map((n) => Math.min(max, Math.max(min, n))),
  );
  return type === 'integer' ? whole : fc.oneof(whole, fc.double({ min: 0, max: 1, noNaN: true }));
}

/** A value with one place of it replaced, doubled or taken away; or something else altogether. */
export function brokenOf(value: unknown): fc.Arbitrary<unknown> {
  const places = placesOf(value);
  if (places.length === 0) return fc.anything({ maxDepth: 2 });
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(fc.constantFrom(...places), replacement())
        .map(([path, to]) => put(value, path, to)),
    },
    { weight: 2, arbitrary: fc.constantFrom(...places).map((path) => put(value, path, undefined)) },
    { weight: 1, arbitrary: fc.json({ maxDepth: 3 }).map((text) => JSON.parse(text)) },
    {
      weight: 1,
      arbitrary: fc.constant({ ...(value as object), constructor: {}, toString: 1 }),
    },
  );
}

const replacement = () =>
  fc.oneof(
    oddText,
    fc.constantFrom<unknown>(null, [], {}, true, -1, 0.5, MOST, 1e300, -0, [[[]]], { length: 5 }),
    fc.integer(),
  );

type Path = (string | number)[];

function placesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return path.length > 0 ? [path] : [];
  const below = Object.entries(value).flatMap(([name, each]) =>
    placesOf(each, [...path, Array.isArray(value) ? Number(name) : name]),
  );
  return path.length > 0 ? [path, ...below] : below;
}

function put(value: unknown, [step, ...rest]: Path, to: unknown): unknown {
  if (step === undefined) return to;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  const next = put(copy[step], rest, to);
  if (next === undefined) delete copy[step];
  else copy[step] = next;
  return copy;
}
