import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readCertificate } from '../../reports/signature.ts';
import {
  listCertificates,
  putCertificate,
  removeCertificate,
} from '../domain/registry/certificates.ts';
import { readUscc } from '../lib/identity.ts';
import { Problem } from '../lib/problem.ts';
import { asOwner, runCommand, withHouse } from './owner.ts';

const USAGE = `用法：
  npm run certificate -- --authority <统一社会信用代码> --file office.p12 --password-file password.txt
      登记或更换主管部门的签名证书（PKCS#12）；此后签发的文书带该证书的电子签名。口令写在文件的第一行
  npm run certificate -- --authority <统一社会信用代码> --remove
      撤下证书；此后签发的文书不带电子签名
  npm run certificate -- --list
      列出已登记的证书及其有效期`;

const options = {
  authority: { type: 'string' },
  file: { type: 'string' },
  'password-file': { type: 'string' },
  remove: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
} as const;

await runCommand(USAGE, async () => {
  const { values } = parseArgs({ options });
  if (values.list) {
    await withHouse(async (house, now) => {
      console.table((await asOwner(house, now, listCertificates)).map(shown));
    });
    return;
  }
  const uscc = authority(values.authority);
  if (values.remove) {
    await withHouse(async (house, now) => {
      const gone = await asOwner(house, now, (work) => removeCertificate(work, uscc));
      console.log(gone ? `${uscc} 的签名证书已撤下。` : `${uscc} 没有登记签名证书。`);
    });
    return;
  }
  const container = {
    p12: new Uint8Array(given(values.file, '--file')),
    password: String(given(values['password-file'], '--password-file')).split(/\r?\n/, 1)[0] ?? '',
  };
  const about = await readCertificate(container);
  await withHouse(async (house, now) => {
    await asOwner(house, now, (work) => putCertificate(work, uscc, container, about));
  });
  console.log(`${uscc} 的签名证书已登记：${about.subject}，有效期至 ${day(about.validTo)}。`);
  console.log(`指纹（SHA-256，请公布供核对）：${about.fingerprint}`);
});

function authority(text: string | undefined): string {
  const read = readUscc(text ?? '');
  if (read.ok) return read.value;
  throw new Problem('invalid', 'uscc-invalid', `--authority 有误：${read.problem}。`);
}

function given(path: string | undefined, flag: string): Buffer {
  if (path === undefined) throw new Problem('invalid', 'flag-missing', `请用 ${flag} 写明文件。`);
  return readFileSync(path);
}

function day(at: Date): string {
  return at.toLocaleDateString('zh-CN', { timeZone: 'Asia/Shanghai' });
}

function shown(one: Awaited<ReturnType<typeof listCertificates>>[number]) {
  const { authorityId, subject, validFrom, validTo, fingerprint } = one;
  return {
    单位: authorityId,
    证书: subject,
    起: day(validFrom),
    止: day(validTo),
    指纹: fingerprint,
  };
}
