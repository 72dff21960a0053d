import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { runCommandOn } from '../helpers/command.ts';
import { freshDb } from '../helpers/db.ts';
import { makeBrowser, PASSWORD } from '../helpers/people.ts';

const db = freshDb();
let app: TestApp;
let callers: Callers;

beforeAll(async () => {
  app = await makeApp(db(), { now: new Date().toISOString() });
  callers = await app.callers();
});
afterAll(() => app.end());

const admin = (...args: string[]) => runCommandOn(db(), 'admin', args);

const create = (...more: string[]) =>
  admin('create-user', '--name', '第一人', '--company', callers.authority.uscc, ...more);
const tokenIn = (out: string) => /"token":"([\w-]{43})"/.exec(out)?.[1] as string;
/** The command lives on real time. */
const accept = (token: string) => {
  app.setNow(new Date().toISOString());
  return makeBrowser(app).call('POST', '/invitation-acceptances', {
    body: { token, password: PASSWORD },
  });
};

test('the first account is made by the command, twice if need be, and not once it is somebody’s', {
  timeout: 120_000,
}, async () => {
  const first = create('--username', 'first');
  expect(first.status, first.err).toBe(0);
  const second = create('--username', 'First');
  expect(second.status, second.err).toBe(0);
  expect((await accept(tokenIn(first.out))).body.code).toBe('invitation-expired');
  expect((await accept(tokenIn(second.out))).status).toBe(200);
  const browser = makeBrowser(app);
  expect((await browser.signIn('first')).body).toEqual({ secondFactor: 'enrolment-needed' });
  const third = create('--username', 'first');
  expect([third.status, third.err.split('\n')[0]]).toEqual([
    1,
    '用户名已被使用，请换一个；对已有人员请重新邀请。',
  ]);
  expect(admin('list').out).toContain(
    `first  第一人  ${callers.authority.uscc}  administrator  active`,
  );
  const reset = admin('reset', '--username', 'first');
  expect((await browser.call('GET', '/session')).body.code).toBe('session-invalid');
  expect((await accept(tokenIn(reset.out))).status).toBe(200);
  await browser.signIn('first');
  expect(admin('disable', '--username', 'first', '--reason', '离职').status).toBe(0);
  expect((await browser.call('GET', '/session')).body.code).toBe('account-disabled');
});

test('what is missing or wrong is said in Chinese, and nothing is written', {
  timeout: 120_000,
}, async () => {
  const bad: [() => ReturnType<typeof admin>, RegExp][] = [
    [() => admin(), /请写明要做什么：create-user/],
    [() => admin('create-user'), /请用 --username 写明用户名/],
    [() => create('--username', 'a b'), /--username 为3至32位/],
    [() => create('--username', 'second', '--role', 'king'), /--role 应为 inspector、/],
    [() => create('--username', 'second', '--role', 'bank-machine'), /不能登录/],
    [
      () => admin('create-user', '--username', 'second', '--name', '某', '--company', '123'),
      /--company 有误/,
    ],
    [() => admin('disable', '--username', 'nobody', '--reason', '无'), /没有这条记录/],
  ];
  for (const [run, says] of bad) {
    const { status, err } = run();
    expect([status, says.test(err)], err).toEqual([1, true]);
    expect(err).toContain('用法：');
  }
  const [row] =
    await app.ownerDb`select count(*)::int as n from we.person where username = 'second'`;
  expect(row?.n).toBe(0);
});
