import { runCommand, withHouse } from './owner.ts';

const USAGE = `用法：
  npm run migrate    把数据库（DATABASE_URL 所指，或自带的）升级到本版本；可重复运行`;

await runCommand(USAGE, () =>
  withHouse(async () => {
    console.log('数据库已是本版本。');
  }),
);
