import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
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
  /** Versions after the first, while keys change and afterwards. */
  newerSecrets: readonly Secret[];
  dataDir: string;
  /** How many balancers of ours stand before the program; 0: none. */
  trustProxy: number;
  logLevel: string;
  production: boolean;
  /** How many processes serve; above 1 a primary starts and minds them. */
  processes: number;
  /** null: metrics only over the API, with a key. */
  metricsPort: number | null;
  metricsHost: string;
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
  NODE_ENV: { flag: null, preset: '', about: 'production 时缺少密钥拒绝启动' },
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
    dataDir: get('DATA_DIR'),
    trustProxy: Number(get('TRUST_PROXY')),
    logLevel: get('LOG_LEVEL'),
    production: get('NODE_ENV') === 'production',
    processes: Number(get('PROCESSES')),
    metricsPort: get('METRICS_PORT') === '' ? null : Number(get('METRICS_PORT')),
    metricsHost: get('METRICS_HOST'),
    stopGrace: Number(get('STOP_GRACE')),
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
  if (sealKey === null && production && databaseUrl !== null)
    wrong.push('生产环境使用自备数据库时必须设置 WAGE_SEAL_KEY');
  return wrong;
}

function numberFaultsOf({ port, trustProxy, processes, metricsPort, stopGrace }: Config): string[] {
  const bounds = [
    ['PORT', port, 0, 65_535],
    ['TRUST_PROXY', trustProxy, 0, 5],
    ['PROCESSES', processes, 1, 64],
    ['METRICS_PORT', metricsPort ?? 0, 0, 65_535],
    ['STOP_GRACE', stopGrace, 0, 300],
  ] as const;
  return bounds
    .filter(([, n, least, most]) => !Number.isInteger(n) || n < least || n > most)
    .map(([name, , least, most]) => `${name} 应为 ${least} 至 ${most} 的整数`);
}
