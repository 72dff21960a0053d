import { parseArgs } from 'node:util';

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
  dataDir: string;
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
    about: '加密身份证号、卡号等的密钥，至少 32 个字符；用自备数据库或生产环境时必填',
  },
  WAGE_SEAL_KEY: {
    flag: null,
    preset: '',
    about:
      '存证区块的签名私钥（Ed25519，PEM 或其 base64）；不填则在 DATA_DIR 内生成，生产环境用自备数据库时必填',
  },
  ANCHOR_DIR: { flag: null, preset: '', about: '每日锚点文件的目录，默认 DATA_DIR 内的 anchors' },
  DATA_DIR: { flag: 'data-dir', preset: '.data', about: '自带数据库和文件的目录' },
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
  const config: Config = {
    port: Number(get('PORT')),
    host: get('HOST'),
    databaseUrl: get('DATABASE_URL') || null,
    databaseUrlApp: get('DATABASE_URL_APP') || null,
    databaseUrlNight: get('DATABASE_URL_NIGHT') || null,
    wageSecret: get('WAGE_SECRET') || null,
    sealKey: get('WAGE_SEAL_KEY') || null,
    anchorDir: get('ANCHOR_DIR') || null,
    dataDir: get('DATA_DIR'),
    logLevel: get('LOG_LEVEL'),
    production: get('NODE_ENV') === 'production',
  };
  const wrong = faultsOf(config);
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

function faultsOf(config: Config): string[] {
  const wrong: string[] = [];
  const { port, databaseUrl } = config;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) wrong.push('PORT 应为 0 至 65535');
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

function secretFaults({ wageSecret, sealKey, databaseUrl, production }: Config): string[] {
  const wrong: string[] = [];
  if (wageSecret === null && (production || databaseUrl !== null))
    wrong.push('使用自备数据库或生产环境时必须设置 WAGE_SECRET');
  if (wageSecret !== null && wageSecret.length < SHORTEST_SECRET)
    wrong.push(`WAGE_SECRET 至少 ${SHORTEST_SECRET} 个字符`);
  if (sealKey === null && production && databaseUrl !== null)
    wrong.push('生产环境使用自备数据库时必须设置 WAGE_SEAL_KEY');
  return wrong;
}
