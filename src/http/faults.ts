import type { z } from 'zod';
import { type Fault, Problem } from '../lib/problem.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

const LISTED_FAULTS = 1000;

/**
 * A refusal `invalid-input` from zod's issues: the first 1,000 places are listed, all are counted.
 * No message repeats a value.
 * @param input what was validated, to tell what is missing from what is wrong
 * @param base pointer of the validated part: empty for a body, `/query` or `/path` else
 */
export function inputRefused(issues: readonly Issue[], input: unknown, base = ''): Problem {
  const errors: Fault[] = [];
  let errorCount = 0;
  for (const issue of issues) {
    const surplus = surplusOf(issue);
    if (surplus !== null) {
      errorCount += surplus;
      continue;
    }
    for (const fault of faultsOf(issue, input, base)) {
      errorCount += 1;
      if (errors.length < LISTED_FAULTS) errors.push(fault);
    }
  }
  const detail = `有 ${errorCount} 处错误，均未存入；请按 errors 逐处改正后重新提交。`;
  return new Problem('invalid', 'invalid-input', detail, { errors, errorCount });
}

/**
 * A value of a shape; without a shape nothing is asked and nothing given.
 * @throws Problem `invalid-input`, as `inputRefused`
 */
export function checked<T>(shape: z.ZodType<T> | undefined, value: unknown, base = ''): T {
  if (!shape) return undefined as T;
  const result = shape.safeParse(value);
  if (!result.success) throw inputRefused(result.error.issues, value, base);
  return result.data;
}

/** Issues that were counted and thrown away: see `rows` in shapes.ts. */
function surplusOf(issue: Issue): number | null {
  const more = issue.code === 'custom' ? issue.params?.surplus : undefined;
  return typeof more === 'number' ? more : null;
}

function faultsOf(issue: Issue, input: unknown, base: string): Fault[] {
  const at = (path: Path) => pointerOf(path, base);
  if (issue.code === 'unrecognized_keys') {
    const message = '没有这个字段，请去掉它或核对拼写。';
    return issue.keys.map((key) => ({
      pointer: at([...issue.path, key]),
      code: 'unknown-field',
      message,
    }));
  }
  return [{ pointer: at(issue.path), ...wordsOf(issue, input) }];
}

/** RFC 6901. A digit run as long as an identity or card number is hidden: a misplaced one is no name. */
export function pointerOf(path: Path, base = ''): string {
  const parts = path.map((part) =>
    String(part)
      .replaceAll('~', '~0')
      .replaceAll('/', '~1')
      .replace(/[\dXx]{12,}/g, '…')
      .slice(0, 64),
  );
  return [base, ...parts].join('/');
}

function wordsOf(issue: Issue, input: unknown): { code: string; message: string } {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue, input);
    case 'too_big':
      return tooBig(issue);
    case 'too_small':
      return tooSmall(issue);
    case 'invalid_value':
      return (
        missingIn(issue, input) ?? {
          code: 'value-not-allowed',
          message: `应为下列之一：${issue.values.map(String).join('、')}。`,
        }
      );
    case 'custom':
      return { code: String(issue.params?.fault ?? 'value-invalid'), message: issue.message };
    default:
      return (
        missingIn(issue, input) ?? {
          code: 'value-invalid',
          message: '格式不正确，请对照接口文档改正。',
        }
      );
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: '文本',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表',
  object: '对象',
};

function wrongType(issue: z.core.$ZodIssueInvalidType, input: unknown) {
  const whole = 'format' in issue && issue.format === 'safeint' ? 'int' : issue.expected;
  return (
    missingIn(issue, input) ?? {
      code: 'type-wrong',
      message: `应为${TYPES[whole] ?? '另一种类型'}，请改正类型；金额为整数分，不加引号。`,
    }
  );
}

function missingIn(issue: Issue, input: unknown) {
  if (valueAt(input, issue.path) !== undefined) return null;
  return { code: 'field-missing', message: '缺少必填项，请补上。' };
}

function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part))
      return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

function tooBig(issue: z.core.$ZodIssueTooBig) {
  if (issue.origin === 'string') {
    return { code: 'text-too-long', message: `最多 ${issue.maximum} 个字符，请缩短。` };
  }
  if (issue.origin === 'array') {
    return { code: 'too-many-items', message: `最多 ${issue.maximum} 项，请分几次提交。` };
  }
  return { code: 'number-too-large', message: `不得大于 ${issue.maximum}，请核对。` };
}

function tooSmall(issue: z.core.$ZodIssueTooSmall) {
  if (issue.origin === 'string') {
    const message = issue.minimum === 1 ? '不得为空，请填写。' : `至少 ${issue.minimum} 个字符。`;
    return { code: 'text-too-short', message };
  }
  if (issue.origin === 'array') {
    return { code: 'too-few-items', message: `至少 ${issue.minimum} 项，请补上。` };
  }
  return { code: 'number-too-small', message: `不得小于 ${issue.minimum}，请核对。` };
}
