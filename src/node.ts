import cluster from 'node:cluster';
import { type Config, readConfig } from './config.ts';
import { openHouse } from './house.ts';
import { type Log, makeLog } from './lib/log.ts';
import { serveMetrics } from './metrics/port.ts';
import { watchState } from './metrics/state.ts';
import { runChild } from './processes/child.ts';
import { startProcesses } from './processes/primary.ts';
import { answer } from './processes/talk.ts';
import { startServer } from './serve.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);
const clock = { now: () => new Date() };

/**
 * How this process ends: once, at a signal or because of a cause, by what `by` was given. A balancer is given time to
 * learn of SIGTERM, a person at the keyboard is not kept waiting.
 */
function makeEnd(graceSeconds: number) {
  let stop = async (_graceSeconds: number) => {};
  let begun = false;
  const end = (grace: number, code: number) => {
    if (begun) return;
    begun = true;
    stop(grace).then(
      () => process.exit(code),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', () => end(graceSeconds, 0));
  process.on('SIGINT', () => end(0, 0));
  const by = (fn: typeof stop) => {
    stop = fn;
  };
  return { end, by };
}

type End = ReturnType<typeof makeEnd>;

/** Without its database the program is of no use: whoever minds it starts both again. */
const databaseExit = (logger: Log, { end }: End) => ({
  onDatabaseExit: () => {
    logger.error({}, 'database exited');
    end(0, 1);
  },
});

async function alone(config: Config, logger: Log, life: End) {
  const server = await startServer({
    ...config,
    ...databaseExit(logger, life),
    clock,
    log: say,
    logger,
    scheduled: true,
  });
  const metrics = await metricsPort(config, server.metricsText);
  life.by(async (grace) => {
    say('正在停止……');
    await server.stop(grace);
    metrics?.stop();
  });
  process.on('SIGUSR2', () => say('只有一个进程，不能逐个重启：请用 --processes 2 或更多启动。'));
  say(`服务已启动：${server.url}　接口说明：${server.url}/api/v1/docs`);
}

/** The primary: owns the database and the port, serves nothing but metrics. */
async function primary(config: Config, logger: Log, life: End) {
  const house = await openHouse({ ...config, ...databaseExit(logger, life) }, say, clock.now());
  life.by(() => house.close());
  const children = await startProcesses({
    processes: config.processes,
    logger,
    state: watchState(house.nightDb, clock),
  });
  life.by(async (grace) => {
    say('正在停止……');
    await children.stop(grace * 1000);
    metrics?.stop();
    await house.close();
  });
  const metrics = await metricsPort(config, children.metricsText);
  process.on('SIGUSR2', () => {
    say('正在逐个重启服务进程……');
    children.restart().then(() => say('服务进程已全部重启。'));
  });
  const url = `http://${config.host}:${children.port}`;
  say(`服务已启动：${url}（${config.processes} 个进程）　接口说明：${url}/api/v1/docs`);
}

async function child(config: Config, logger: Log, life: End) {
  const server = await runChild({ ...config, clock }, logger, say);
  life.by((grace) => server.stop(grace));
  // The primary's to act on, should the whole group get it.
  process.on('SIGUSR2', () => {});
  const finish = async () => {
    life.by(() => server.stop(0, true));
    life.end(0, 0);
  };
  answer(process, { finish });
}

async function metricsPort(config: Config, text: () => Promise<string>) {
  if (config.metricsPort === null) return null;
  const metrics = await serveMetrics(config.metricsHost, config.metricsPort, text);
  say(`指标：${metrics.url}`);
  return metrics;
}

let life: End | undefined;
try {
  const config = readConfig();
  const logger = makeLog(config.logLevel);
  life = makeEnd(config.stopGrace);
  if (cluster.isWorker) await child(config, logger, life);
  else if (config.processes > 1) await primary(config, logger, life);
  else await alone(config, logger, life);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  if (life) life.end(0, 1);
  else process.exit(1);
}
