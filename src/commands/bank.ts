import { parseArgs } from 'node:util';
import { addBankSecret, addBankSm2Key } from '../domain/people/founding.ts';
import { Problem } from '../lib/problem.ts';
import { asOwner, runCommand, withHouse } from './owner.ts';

const USAGE = `用法：
  npm run bank -- --code 102 --name 中国工商银行
      登记银行并生成签名密钥（Standard Webhooks）；再次运行即轮换，旧密钥七日内仍有效
  npm run bank -- --code 102 --name 中国工商银行 --sm2 <公钥>
      登记只能用国密签名的银行的 SM2 公钥（04 开头的 130 位十六进制数）；轮换同上`;

await runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: { code: { type: 'string' }, name: { type: 'string' }, sm2: { type: 'string' } },
  });
  const code = values.code ?? '';
  if (!/^\d{3}$/.test(code))
    throw new Problem('invalid', 'bank-code-invalid', '请用 --code 写明三位银行代码。');
  if (!values.name) throw new Problem('invalid', 'name-missing', '请用 --name 写明银行名称。');
  const { name, sm2: publicKey } = values;
  await withHouse(async (house, now) => {
    if (publicKey !== undefined) {
      await asOwner(house, now, (work) => addBankSm2Key(work, { code, name, publicKey }));
      console.log(`${name}（${code}）的 SM2 公钥已登记。`);
      return;
    }
    const secret = await asOwner(house, now, (work) => addBankSecret(work, { code, name }));
    console.log(`${name}（${code}）签名密钥（只显示这一次）：${secret}`);
  });
});
