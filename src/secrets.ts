import { SHORTEST_SECRET } from './lib/secret.ts';

/** One version of the secret that all keys are made of. */
export interface Secret {
  version: number;
  secret: string;
}

/**
 * All secrets by version: `WAGE_SECRET` is version 1, `WAGE_SECRET_2` the second; `lines` of a file name theirs.
 * Every fault is added to `wrong`, in Chinese.
 */
export function readSecrets(
  environment: Readonly<Record<string, string | undefined>>,
  lines: readonly string[],
  wrong: string[],
): Map<number, string> {
  const found = new Map<number, string>();
  const add = (name: string, version: string, secret: string) => {
    const no = Number(version);
    if (!/^[1-9]\d{0,2}$/.test(version)) wrong.push(`${name} 的版本应为 1 至 999 的整数`);
    else if ((found.get(no) ?? secret) !== secret) wrong.push(`${name}：版本 ${no} 已另有一个密钥`);
    else found.set(no, secret);
    if (secret.length < SHORTEST_SECRET) wrong.push(`${name} 至少 ${SHORTEST_SECRET} 个字符`);
  };
  for (const [name, value] of Object.entries(environment)) {
    const version = /^WAGE_SECRET(?:_(.*))?$/.exec(name);
    if (version && value?.trim()) add(name, version[1] ?? '1', value.trim());
  }
  for (const [i, line] of lines.entries()) {
    const at = line.indexOf('=');
    const name = `WAGE_KEYS_FILE 第 ${i + 1} 行`;
    if (at > 0) add(name, line.slice(0, at).trim(), line.slice(at + 1).trim());
    else if (line.trim() !== '' && !line.startsWith('#')) wrong.push(`${name}应为“版本=密钥”`);
  }
  return found;
}
