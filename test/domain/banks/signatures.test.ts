import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { verifySignature } from '../../../src/domain/banks/signatures.ts';
import { testVault } from '../../helpers/app.ts';
import { refusal, stageDb } from '../stage.ts';

const db = stageDb();

// The vector of the specification's own repository.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const TIMESTAMP = '1614265330';
const BODY = '{"test": 2432232314}';
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const SENT_MS = Number(TIMESTAMP) * 1000;

let last = 200;
/** A bank with secrets, each valid from one second to another of the time of sending. */
async function aBank(...secrets: { secret?: string; from?: number; to?: number }[]) {
  last += 1;
  const code = String(last);
  for (const [i, { secret = SECRET, from = -1000, to }] of secrets.entries()) {
    await db.sql()`insert into we.bank_secret (bank_code, version, secret_cipher, valid_from, valid_to)
      values (${code}, ${i + 1}, ${testVault.seal(secret)}, ${new Date(SENT_MS + from * 1000)},
        ${to === undefined ? null : new Date(SENT_MS + to * 1000)})`;
  }
  return code;
}

const verify = (
  code: string,
  given: {
    id?: string | undefined;
    timestamp?: string;
    signature?: string | undefined;
    body?: string;
    seconds?: number;
  } = {},
) =>
  verifySignature(
    db.app(),
    code,
    {
      id: 'id' in given ? given.id : ID,
      timestamp: given.timestamp ?? TIMESTAMP,
      signature: 'signature' in given ? given.signature : SIGNATURE,
    },
    Buffer.from(given.body ?? BODY),
    new Date(SENT_MS + (given.seconds ?? 0) * 1000),
  );

test('the published vector is genuine', async () => {
  expect(new Webhook(SECRET).sign(ID, new Date(SENT_MS), BODY)).toBe(SIGNATURE);
  expect(await verify(await aBank({}))).toBe(ID);
});

test('five minutes are tolerated on both sides, a second more is not', async () => {
  const code = await aBank({});
  for (const seconds of [-300, 300]) expect(await verify(code, { seconds })).toBe(ID);
  for (const seconds of [-301, 301]) {
    expect((await refusal(verify(code, { seconds }))).code).toBe('signature-invalid');
  }
});

test('a wrong body, id, timestamp or signature is refused, and so is a missing one', async () => {
  const code = await aBank({});
  const wrong = [
    { body: `${BODY} ` },
    { id: `${ID}x` },
    { id: '' },
    { id: undefined },
    { timestamp: '1614265331' },
    { timestamp: 'yesterday' },
    { signature: undefined },
    { signature: SIGNATURE.replace('v1,', 'v1a,') },
    { signature: SIGNATURE.replace('g0h', 'h0h') },
    { signature: 'v1,' },
  ];
  for (const given of wrong) {
    expect((await refusal(verify(code, given))).code).toBe('signature-invalid');
  }
});

test('among several signatures one that is right is enough', async () => {
  const code = await aBank({});
  const signature = `v1,AAAA v1a,xyz ${SIGNATURE}`;
  expect(await verify(code, { signature })).toBe(ID);
});

test('four signatures are looked at, not a fifth', async () => {
  const code = await aBank({});
  const after = (others: number) => `${'v1,AAAA '.repeat(others)}${SIGNATURE}`;
  expect(await verify(code, { signature: after(3) })).toBe(ID);
  const fifth = verify(code, { signature: after(4) });
  await expect(fifth).rejects.toMatchObject({ code: 'signature-invalid' });
});

test('an unknown bank, a bank whose secret is over and a wrong signature are answered alike', async () => {
  const known = await aBank({});
  const over = await aBank({ to: -1 });
  const answers = await Promise.all([
    refusal(verify('999')),
    refusal(verify(over)),
    refusal(verify(known, { body: '{}' })),
  ]);
  expect(new Set(answers.map((a) => JSON.stringify(a))).size).toBe(1);
  expect(answers[0]?.code).toBe('signature-invalid');
});

test('during rotation two secrets are valid; the old one ends at its instant', async () => {
  const newer = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const code = await aBank({ to: 60 }, { secret: newer, from: -60 });
  const signature = new Webhook(newer).sign(ID, new Date(SENT_MS), BODY);
  expect(await verify(code, { seconds: 59 })).toBe(ID);
  expect(await verify(code, { signature, seconds: 59 })).toBe(ID);
  expect((await refusal(verify(code, { seconds: 60 }))).code).toBe('signature-invalid');
  expect(await verify(code, { signature, seconds: 60 })).toBe(ID);
});

test('a secret counts from its instant on, not before', async () => {
  const code = await aBank({ from: 60 });
  expect((await refusal(verify(code, { seconds: 59 }))).code).toBe('signature-invalid');
  expect(await verify(code, { seconds: 60 })).toBe(ID);
});

test('a message is named by up to 128 visible characters', async () => {
  const code = await aBank({});
  const named = (id: string) =>
    verify(code, { id, signature: new Webhook(SECRET).sign(id, new Date(SENT_MS), BODY) });
  const longest = `!~${'x'.repeat(126)}`;
  expect(await named(longest)).toBe(longest);
  for (const id of [`${longest}x`, 'msg 1', 'msg\t1', '报文-1'])
    expect((await refusal(named(id))).code, id).toBe('signature-invalid');
});

test('of a refused message nothing but the fact is kept', async () => {
  const sql = db.sql();
  await sql`truncate we.event`;
  await refusal(verify('998', { body: '{"secret": "6230580000000123456"}' }));
  const events = await sql`select name, subject, body from we.event`;
  expect(events.map((e) => [e.name, e.subject])).toEqual([['bank-message.refused', 'unknown']]);
  expect(events[0]?.body).not.toContain('6230580000000123456');
  expect(await sql`select from we.bank_message`).toHaveLength(0);
});
