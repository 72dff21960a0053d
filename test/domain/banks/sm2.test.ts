import { sm2 } from 'sm-crypto-v2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Db, openDb } from '../../../db/client.ts';
import { type Work, write } from '../../../db/work.ts';
import { verifySignature } from '../../../src/domain/banks/signatures.ts';
import { isSm2PublicKey, isSm2Signature } from '../../../src/domain/banks/sm2.ts';
import { addBankSecret, addBankSm2Key } from '../../../src/domain/people/founding.ts';
import { testVault } from '../../helpers/app.ts';
import { inspector } from '../arrange.ts';
import { refusal, stageDb } from '../stage.ts';

// The example of GM/T 0003.5-2012, annex A.
const PUBLIC_KEY =
  '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13';
const PRIVATE_KEY = '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8';
const SIGNATURE =
  'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa';

const db = stageDb();
const NOW = new Date('2026-09-15T09:00:00+08:00');
let owner: Db;
beforeAll(() => {
  owner = openDb(db.at().ownerUrl, testVault, 1);
});
afterAll(() => owner.end());
const asOwner = <T>(fn: (work: Work) => Promise<T>) =>
  write(owner, inspector, NOW, '2026-09-15', fn);
const genuine = (signature: string, text = 'message digest') =>
  isSm2Signature(PUBLIC_KEY, signature, Buffer.from(text));

test('the published vector is genuine, in hexadecimal and in Base64', () => {
  expect(genuine(SIGNATURE)).toBe(true);
  expect(genuine(SIGNATURE.toUpperCase())).toBe(true);
  expect(genuine(Buffer.from(SIGNATURE, 'hex').toString('base64'))).toBe(true);
});

test('another message, another signature and what is none are refused', () => {
  expect(genuine(SIGNATURE, 'message digest ')).toBe(false);
  expect(genuine(SIGNATURE.replace(/a$/, 'b'))).toBe(false);
  for (const bad of [
    '',
    'x',
    '00'.repeat(64),
    'ff'.repeat(64),
    SIGNATURE.slice(2),
    `${SIGNATURE}00`,
  ])
    expect(genuine(bad), bad).toBe(false);
});

test('a public key is a point of the curve', () => {
  expect(isSm2PublicKey(PUBLIC_KEY)).toBe(true);
  for (const bad of [
    PUBLIC_KEY.slice(2),
    PUBLIC_KEY.replace(/3$/, '4'),
    `04${'1'.repeat(128)}`,
    'x',
  ])
    expect(isSm2PublicKey(bad), bad).toBe(false);
});

const BODY = '{"type":"balance"}';
const seconds = (at = NOW) => String(Math.floor(at.getTime() / 1000));
const sign = (privateKey: string, id: string, timestamp: string, body: string) =>
  `sm2,${sm2.doSignature(Buffer.from(`${id}.${timestamp}.${body}`), privateKey, { hash: true })}`;
const verify = (code: string, signature: string, now = NOW, body = BODY) =>
  verifySignature(
    db.app(),
    code,
    { id: 'm-1', timestamp: seconds(), signature },
    Buffer.from(body),
    now,
  );

test('a bank with an SM2 key signs the same bytes; body, tolerance and another bank’s key count as ever', async () => {
  const other = sm2.generateKeyPairHex();
  await asOwner((work) =>
    addBankSm2Key(work, { code: '313', name: '甲银行', publicKey: PUBLIC_KEY.toUpperCase() }),
  );
  await asOwner((work) =>
    addBankSm2Key(work, { code: '314', name: '乙银行', publicKey: other.publicKey }),
  );
  const good = sign(PRIVATE_KEY, 'm-1', seconds(), BODY);
  expect(await verify('313', good)).toBe('m-1');
  expect(await verify('313', `v1,AAAA ${good}`)).toBe('m-1');
  const refused = [
    () => verify('313', good, NOW, `${BODY} `),
    () => verify('313', good, new Date(NOW.getTime() + 301_000)),
    () => verify('313', good.replace('sm2,', 'v1,')),
    () => verify('314', good),
    () => verify('313', sign(other.privateKey, 'm-1', seconds(), BODY)),
  ];
  for (const one of refused) expect((await refusal(one())).code).toBe('signature-invalid');
});

test('a bank may change from HMAC to SM2; a key that is none is refused', async () => {
  await asOwner((work) => addBankSecret(work, { code: '315', name: '丙银行' }));
  const bad = asOwner((work) =>
    addBankSm2Key(work, { code: '315', name: '丙银行', publicKey: '04abc' }),
  );
  expect((await refusal(bad)).code).toBe('sm2-key-invalid');
  await asOwner((work) =>
    addBankSm2Key(work, { code: '315', name: '丙银行', publicKey: PUBLIC_KEY }),
  );
  expect(await verify('315', sign(PRIVATE_KEY, 'm-1', seconds(), BODY))).toBe('m-1');
  const kinds =
    await db.sql()`select kind, valid_to is null as open from we.bank_secret where bank_code = '315' order by version`;
  expect(kinds.map((k) => [k.kind, k.open])).toEqual([
    ['hmac', false],
    ['sm2', true],
  ]);
});
