import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { inFolder, makeCertificate } from '../helpers/certificate.ts';
import { runCommandOn } from '../helpers/command.ts';
import { freshDb } from '../helpers/db.ts';

const db = freshDb();
let app: TestApp;
let callers: Callers;

beforeAll(async () => {
  app = await makeApp(db(), { now: new Date().toISOString() });
  callers = await app.callers();
});
afterAll(() => app.end());

const certificate = (...args: string[]) => runCommandOn(db(), 'certificate', args);
const firstLine = ({ status, err }: ReturnType<typeof certificate>) => [status, err.split('\n')[0]];

test('an office’s certificate is registered, listed and taken away', { timeout: 120_000 }, () => {
  const made = makeCertificate();
  const { uscc } = callers.authority;
  inFolder((path) => {
    const given = (password: string) => {
      writeFileSync(path('office.p12'), made.p12);
      writeFileSync(path('password'), password);
      return ['--file', path('office.p12'), '--password-file', path('password')];
    };
    const set = certificate('--authority', uscc, ...given(`${made.password}\r\n`));
    expect([set.status, set.err]).toEqual([0, '']);
    expect(set.out).toContain('CN=虚构市住房和城乡建设局电子印章');
    expect(set.out).not.toContain(made.password);
    expect(certificate('--list').out).toContain(uscc);
    expect(firstLine(certificate('--authority', uscc, ...given('另一口令')))[1]).toContain(
      '打不开证书文件',
    );
    const { uscc: firm } = callers.owner;
    expect(firstLine(certificate('--authority', firm, ...given(made.password)))).toEqual([
      1,
      '没有登记这一主管部门，请核对代码。',
    ]);
  });
  expect(certificate('--authority', uscc, '--remove').out).toContain('已撤下');
  expect(certificate('--authority', uscc, '--remove').out).toContain('没有登记签名证书');
});

test('what is missing is asked for', { timeout: 60_000 }, () => {
  const { uscc } = callers.authority;
  expect(firstLine(certificate('--remove'))).toEqual([
    1,
    expect.stringContaining('--authority 有误'),
  ]);
  expect(firstLine(certificate('--authority', uscc))).toEqual([1, '请用 --file 写明文件。']);
});
