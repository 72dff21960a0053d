import { readConfig } from './config.ts';
import { makeLog } from './lib/log.ts';
import { startServer } from './serve.ts';

const config = readConfig();
const logger = makeLog(config.logLevel);
const say = (line: string) => process.stderr.write(`${line}\n`);

try {
  const server = await startServer({
    ...config,
    clock: { now: () => new Date() },
    log: say,
    logger,
    scheduled: true,
    onDatabaseExit: () => logger.error({}, 'database exited'),
  });
  say(`服务已启动：${server.url}　接口说明：${server.url}/api/v1/docs`);
  const stop = () => {
    say('正在停止……');
    server.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
