import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isNetwork } from './lib/address.ts';
import { isWellKnown } from './lib/secret.ts';
import { readSecrets, type Secret } from './secrets.ts';

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
  /** Private key of the trail's seals; null: one is made in `dataDir`. */
  sealKey: string | null;
  /** null: `anchors` in `dataDir`. */
  anchorDir: string | null;
  /** The city's own fonts; '': none. */
  fontDir: string;
  /** Versions after the first, while keys change and afterwards. */
  newerSecrets: readonly Secret[];
  /** Where the public reaches the service, without a slash at its end; null: papers carry a code and no address. */
  publicUrl: string | null;
  /** null: people sign in with passwords of ours only. */
  signOn: { issuer: string; clientId: string; clientSecret: string; publicUrl: string } | null;
  dataDir: string;
  logLevel: string;
  production: boolean;
  /** How many processes serve; above 1 a primary starts and minds them. */
  processes: number;
  /** null: metrics only over the API, with a key. */
  metricsPort: number | null;
  metricsHost: string;
  /** Addresses and networks whose `X-Forwarded-For` is believed. */
  trustedProxies: string[];
  /** Requests a minute of one caller; 0: not limited. */
  rates: { anonymous: number; failed: number; key: number; bank: number };
  /** Seconds between "not ready" and the end of new connections after SIGTERM. */
  stopGrace: number;
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
  WAGE_SEAL_KEY: {
    flag: null,
    preset: '',
    about:
      '存证区块的签名私钥（Ed25519，PEM 或其 base64）；不填则在 DATA_DIR 内生成，生产环境用自备数据库时必填',
  },
  ANCHOR_DIR: { flag: null, preset: '', about: '每日锚点文件的目录，默认 DATA_DIR 内的 anchors' },
  FONT_DIR: {
    flag: null,
    preset: '',
    about:
      '字体目录：按文件名认出有授权的仿宋、小标宋、楷体、黑体（.ttf、.otf）并优先使用，rare-*.ttf 供生僻字；不填则用自带的思源宋体',
  },
  PUBLIC_URL: {
    flag: null,
    preset: '',
    about: '公众访问本系统的地址，如 https://gz.example；印在文书的验证二维码里，统一登录也要用',
  },
  SIGN_ON_ISSUER: {
    flag: null,
    preset: '',
    about: '统一登录（OpenID Connect）的签发地址；与下两项、PUBLIC_URL 一并设置才启用',
  },
  SIGN_ON_CLIENT_ID: { flag: null, preset: '', about: '在统一登录处登记的客户端标识' },
  SIGN_ON_CLIENT_SECRET: { flag: null, preset: '', about: '及其密钥' },
  DATA_DIR: { flag: 'data-dir', preset: '.data', about: '自带数据库和文件的目录' },
  LOG_LEVEL: {
    flag: 'log-level',
    preset: 'info',
    about: 'trace、debug、info、warn、error 或 silent',
  },
  PROCESSES: { flag: 'processes', preset: '1', about: '服务进程数，1 至 64' },
  METRICS_PORT: {
    flag: 'metrics-port',
    preset: '',
    about: '指标（Prometheus）的专用端口，不需要密钥；不填则只在接口上凭密钥读取',
  },
  METRICS_HOST: { flag: null, preset: '127.0.0.1', about: '指标端口的监听地址' },
  STOP_GRACE: {
    flag: null,
    preset: '5',
    about: '收到 SIGTERM 后先报未就绪、过这些秒再停止接受连接，0 至 300；没有负载均衡可设 0',
  },
  TRUSTED_PROXIES: {
    flag: null,
    preset: '',
    about: '前置代理的地址或网段，以逗号分隔；只采信它们给出的 X-Forwarded-For',
  },
  RATE_KEY: { flag: null, preset: '6000', about: '一个密钥每分钟的请求数，0 为不限' },
  RATE_BANK: { flag: null, preset: '6000', about: '一家银行每分钟的报文数，0 为不限' },
  RATE_ANONYMOUS: {
    flag: null,
    preset: '600',
    about: '一个地址每分钟不带密钥的请求数，0 为不限',
  },
  RATE_FAILED: {
    flag: null,
    preset: '60',
    about: '一个地址每分钟未通过验证（密钥、签名）的请求数，0 为不限',
  },
  NODE_ENV: {
    flag: null,
    preset: '',
    about: 'production 时缺少密钥，或密钥、数据库密码是示例或过于简单的，拒绝启动',
  },
} as const;

type Name = keyof typeof settings;

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
  const secrets = readSecrets(environment, linesOf(get('WAGE_KEYS_FILE'), wrong), wrong);
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
    sealKey: get('WAGE_SEAL_KEY') || null,
    anchorDir: get('ANCHOR_DIR') || null,
    publicUrl: publicUrlOf(get('PUBLIC_URL')),
    fontDir: get('FONT_DIR'),
    signOn: signOnOf(get),
    dataDir: get('DATA_DIR'),
    logLevel: get('LOG_LEVEL'),
    production: get('NODE_ENV') === 'production',
    processes: Number(get('PROCESSES')),
    metricsPort: get('METRICS_PORT') === '' ? null : Number(get('METRICS_PORT')),
    metricsHost: get('METRICS_HOST'),
    trustedProxies: get('TRUSTED_PROXIES')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
    rates: {
      anonymous: Number(get('RATE_ANONYMOUS')),
      failed: Number(get('RATE_FAILED')),
      key: Number(get('RATE_KEY')),
      bank: Number(get('RATE_BANK')),
    },
    stopGrace: Number(get('STOP_GRACE')),
  };
  wrong.push(...faultsOf(config));
  if (wrong.length > 0) throw new Error(`配置有误：${wrong.join('；')}`);
  return config;
}

/** All of its four settings or none. @throws Error in Chinese that names what is missing or no address */
export function signOnOf(get: (name: SignOnName) => string): Config['signOn'] {
  const given = SIGN_ON.filter((name) => get(name) !== '');
  if (!given.some((name) => name !== 'PUBLIC_URL')) return null;
  const missing = SIGN_ON.filter((name) => !given.includes(name));
  if (missing.length > 0) throw new Error(`配置有误：启用统一登录还缺 ${missing.join('、')}`);
  const [publicUrl, issuer] = (['PUBLIC_URL', 'SIGN_ON_ISSUER'] as const).map((name) =>
    addressOf(name, get(name)),
  ) as [string, string];
  const clientId = get('SIGN_ON_CLIENT_ID');
  return { issuer, publicUrl, clientId, clientSecret: get('SIGN_ON_CLIENT_SECRET') };
}

/** Where the public reaches the service; null: not told. @throws Error in Chinese for what is no address */
export const publicUrlOf = (text: string): string | null =>
  text === '' ? null : addressOf('PUBLIC_URL', text);

function addressOf(name: string, text: string): string {
  if (!/^https?:\/\/[^/\s]+/.test(text))
    throw new Error(`配置有误：${name} 应为 https:// 开头的地址`);
  return text.replace(/\/+$/, '');
}

const SIGN_ON = [
  'PUBLIC_URL',
  'SIGN_ON_ISSUER',
  'SIGN_ON_CLIENT_ID',
  'SIGN_ON_CLIENT_SECRET',
] as const;
type SignOnName = (typeof SIGN_ON)[number];

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

function linesOf(path: string, wrong: string[]): string[] {
  if (path === '') return [];
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/);
  } catch {
    wrong.push(`WAGE_KEYS_FILE 指的文件 ${path} 读不出`);
    return [];
  }
}

function faultsOf(config: Config): string[] {
  const wrong = numberFaultsOf(config);
  const { databaseUrl } = config;
  if (!LEVELS.includes(config.logLevel)) wrong.push(`LOG_LEVEL 应为 ${LEVELS.join('、')} 之一`);
  wrong.push(...secretFaults(config));
  for (const proxy of config.trustedProxies.filter((each) => !isNetwork(each)))
    wrong.push(`TRUSTED_PROXIES 中的 ${proxy} 不是地址或网段（如 10.0.0.0/8）`);
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

function secretFaults(config: Config): string[] {
  const { wageSecret, newerSecrets, sealKey, databaseUrl, production } = config;
  const wrong: string[] = [];
  const hasSecret = wageSecret !== null || newerSecrets.length > 0;
  if (!hasSecret && (production || databaseUrl !== null))
    wrong.push('使用自备数据库或生产环境时必须设置 WAGE_SECRET');
  for (const secret of [wageSecret, ...newerSecrets.map((each) => each.secret)])
    if (secret !== null && production && isWellKnown(secret))
      wrong.push('WAGE_SECRET 是示例或过于简单，请用 openssl rand -base64 32 生成');
  if (production) wrong.push(...passwordFaults(config));
  if (sealKey === null && production && databaseUrl !== null)
    wrong.push('生产环境使用自备数据库时必须设置 WAGE_SEAL_KEY');
  return wrong;
}

/** No password at all is left to the server: it may know its users otherwise. */
function passwordFaults({ databaseUrl, databaseUrlApp, databaseUrlNight }: Config): string[] {
  const urls = {
    DATABASE_URL: databaseUrl,
    DATABASE_URL_APP: databaseUrlApp,
    DATABASE_URL_NIGHT: databaseUrlNight,
  };
  return Object.entries(urls)
    .filter(([, url]) => url !== null && URL.canParse(url) && isGuessed(new URL(url)))
    .map(([name]) => `${name} 的密码是示例或与用户名相同，请更换`);
}

const isGuessed = ({ username, password }: URL): boolean =>
  password !== '' && (password === username || GUESSED.test(password));

const GUESSED = /^(postgres|password|passwd|secret|admin|root|test|change.?me|example|12345\d*)$/i;

function numberFaultsOf({ port, processes, metricsPort, stopGrace, rates }: Config): string[] {
  const bounds = [
    ['PORT', port, 0, 65_535],
    ['PROCESSES', processes, 1, 64],
    ['METRICS_PORT', metricsPort ?? 0, 0, 65_535],
    ['STOP_GRACE', stopGrace, 0, 300],
    ['RATE_KEY', rates.key, 0, 10_000_000],
    ['RATE_BANK', rates.bank, 0, 10_000_000],
    ['RATE_ANONYMOUS', rates.anonymous, 0, 10_000_000],
    ['RATE_FAILED', rates.failed, 0, 10_000_000],
  ] as const;
  return bounds
    .filter(([, n, least, most]) => !Number.isInteger(n) || n < least || n > most)
    .map(([name, , least, most]) => `${name} 应为 ${least} 至 ${most} 的整数`);
}
