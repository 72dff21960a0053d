import { Problem } from '../lib/problem.ts';
import { sha256 } from '../lib/vault.ts';

/**
 * Reads `Idempotency-Key`, a quoted string (RFC 8941) or the same without quotes: 1 to 255 visible
 * ASCII characters.
 * @throws Problem `idempotency-key-missing`, `idempotency-key-invalid`
 */
export function readIdempotencyKey(header: string | undefined): string {
  const given = header?.trim() ?? '';
  if (given === '' || given === '""') {
    const detail = '请加上 Idempotency-Key 头：每次新的提交用一个新值，重试时用原值。';
    throw new Problem('invalid', 'idempotency-key-missing', detail);
  }
  const quoted = /^"((?:[^"\\]|\\["\\])*)"$/.exec(given)?.[1];
  const key = quoted === undefined ? given : quoted.replace(/\\(["\\])/g, '$1');
  if (!/^[!-~]{1,255}$/.test(key)) {
    throw new Problem(
      'invalid',
      'idempotency-key-invalid',
      '幂等键为 1 至 255 个可见 ASCII 字符，不含空格。',
    );
  }
  return key;
}

/** The fingerprint of a form: its fields and files, for the boundary differs from try to try. */
export async function formDigest(form: FormData): Promise<string> {
  const parts: string[] = [];
  for (const [name, value] of form.entries()) {
    const content = typeof value === 'string' ? value : new Uint8Array(await value.arrayBuffer());
    parts.push(`${name}:${sha256(content)}`);
  }
  return sha256(parts.sort().join('\n'));
}
