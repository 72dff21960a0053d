import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** One version of the secret that all keys are made of. */
export interface Secret {
  version: number;
  secret: string;
}

/** What the program is told from outside. Every variable has its line in `settings`. */
export interface Config {
  port: number;
  host: string;
  /** null: the program starts its own PostgreSQL in `dataDir`. */
  databaseUrl: string | null;
  databaseUrlApp: string | null;
  databaseUrlNight: string | null;
  /** null only with the embedded database outside production, which makes one in `dataDir`. */
  wageSecret: string | null;
  /** Versions after the first, while keys change and afterwards. */
  newerSecrets: readonly Secret[];
  dataDir: string;
  /** How many balancers of ours stand before the program; 0: none. */
  trustProxy: number;
  logLevel: string;
  production: boolean;
}

/** Name, default and meaning of each variable; a flag, where there is one, goes before it. */
export const settings = {
  PORT: { flag: 'port', preset: '8720', about: '服务端口，0 为任选空闲端口' },
  HOST: { flag: 'host', preset: '127.0.0.1', about: '监听地址' },
  DATABASE_URL: {
    flag: null,
    preset: '',
    about: 'PostgreSQL 属主连接；不填则在 DATA_DIR 内自带一个',
  },
  DATABASE_URL_APP: {
    flag: null,
    preset: '',
    about: '角色 we_app 的连接；不填则由 DATABASE_URL 推出',
  },
  DATABASE_URL_NIGHT: {
    flag: null,
    preset: '',
    about: '角色 we_night 的连接；不填则由 DATABASE_URL 推出',
  },
  WAGE_SECRET: {
    flag: null,
    preset: '',
    about:
      '加密身份证号、卡号等的密钥，至少 32 个字符；用自备数据库或生产环境时必填。更换：另设 WAGE_SECRET_2（再换 _3……），重启后运行 npm run rotate',
  },
  WAGE_KEYS_FILE: {
    flag: null,
    preset: '',
    about: '密钥文件，每行“版本=密钥”，代替 WAGE_SECRET 等变量；只应由运行程序的用户可读',
  },
  DATA_DIR: { flag: 'data-dir', preset: '.data', about: '自带数据库和文件的目录' },
  TRUST_PROXY: {
    flag: null,
    preset: '0',
    about: '前面有几层自己的反向代理，0 为没有；据此从 X-Forwarded-For 取调用方地址',
  },
  LOG_LEVEL: {
    flag: 'log-level',
    preset: 'info',
    about: 'trace、debug、info、warn、error 或 silent',
  },
  NODE_ENV: { flag: null, preset: '', about: 'production 时缺少密钥拒绝启动' },
} as const;

type Name = keyof typeof settings;

const SHORTEST_SECRET = 32;
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/**
 * Reads flags, then environment, then defaults. An empty variable counts as absent.
 * @throws Error in Chinese that names every bad setting
 */
export function readConfig(
  args: readonly string[] = process.argv.slice(2),
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  const flags = readFlags(args);
  const get = (name: Name): string => {
    const { flag, preset } = settings[name];
    return (flag === null ? undefined : flags[flag]) || environment[name]?.trim() || preset;
  };
  const wrong: string[] = [];
  const secrets = readSecrets(environment, get('WAGE_KEYS_FILE'), wrong);
  const config: Config = {
    port: Number(get('PORT')),
    host: get('HOST'),
    databaseUrl: get('DATABASE_URL') || null,
    databaseUrlApp: get('DATABASE_URL_APP') || null,
    databaseUrlNight: get('DATABASE_URL_NIGHT') || null,
    wageSecret: secrets.get(1) ?? null,
    newerSecrets: [...secrets]
      .filter(([version]) => version > 1)
      .map(([version, secret]) => ({ version, secret })),
    dataDir: get('DATA_DIR'),
    trustProxy: Number(get('TRUST_PROXY')),
    logLevel: get('LOG_LEVEL'),
    production: get('NODE_ENV') === 'production',
  };
  wrong.push(...faultsOf(config));
  if (wrong.length > 0) throw new Error(`配置有误：${wrong.join('；')}`);
  return config;
}

function readFlags(args: readonly string[]): Readonly<Record<string, string | undefined>> {
  const options = Object.fromEntries(
    Object.values(settings).flatMap(({ flag }) =>
      flag === null ? [] : [[flag, { type: 'string' } as const]],
    ),
  );
  try {
    return parseArgs({ args: [...args], options, strict: true }).values as Record<string, string>;
  } catch (cause) {
    const known = Object.keys(options).map((flag) => `--${flag}`);
    throw new Error(`不认识的参数；可用：${known.join(' ')}`, { cause });
  }
}

/** `WAGE_SECRET` is version 1, `WAGE_SECRET_2` the second; a file names its versions itself. */
function readSecrets(
  environment: Readonly<Record<string, string | undefined>>,
  path: string,
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
  for (const [i, line] of linesOf(path, wrong).entries()) {
    const at = line.indexOf('=');
    const name = `WAGE_KEYS_FILE 第 ${i + 1} 行`;
    if (at > 0) add(name, line.slice(0, at).trim(), line.slice(at + 1).trim());
    else if (line.trim() !== '' && !line.startsWith('#')) wrong.push(`${name}应为“版本=密钥”`);
  }
  return found;
}

function linesOf(path: string, wrong: string[]): string[] {
  if (path === '') return [];
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/);
  } catch {
    wrong.push(`WAGE_KEYS_FILE 指的文件 ${path} 读不出`);
    return [];
  }
}

const isWithin = (n: number, lo: number, hi: number) => Number.isInteger(n) && n >= lo && n <= hi;

function faultsOf(config: Config): string[] {
  const wrong: string[] = [];
  const { port, databaseUrl } = config;
  if (!isWithin(config.trustProxy, 0, 5)) wrong.push('TRUST_PROXY 应为 0 至 5');
  if (!isWithin(port, 0, 65_535)) wrong.push('PORT 应为 0 至 65535');
  if (!LEVELS.includes(config.logLevel)) wrong.push(`LOG_LEVEL 应为 ${LEVELS.join('、')} 之一`);
  const hasSecret = config.wageSecret !== null || config.newerSecrets.length > 0;
  if (!hasSecret && (config.production || databaseUrl !== null)) {
    wrong.push('使用自备数据库或生产环境时必须设置 WAGE_SECRET');
  }
  const urls = {
    databaseUrl,
    databaseUrlApp: config.databaseUrlApp,
    databaseUrlNight: config.databaseUrlNight,
  };
  for (const [name, url] of Object.entries(urls)) {
    if (url !== null && !/^postgres(ql)?:\/\//.test(url))
      wrong.push(`${name} 应以 postgres:// 开头`);
  }
  if (databaseUrl === null && (config.databaseUrlApp ?? config.databaseUrlNight) !== null) {
    wrong.push('只给了角色的连接而没有 DATABASE_URL');
  }
  return wrong;
}
