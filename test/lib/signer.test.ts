import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { newSealKey, readPublicKeys, readSealKey } from '../../src/lib/signer.ts';

const pem = newSealKey();
const signer = readSealKey(pem);

test('what it signs is verified by its public key, and nothing else is', () => {
  const signature = signer.sign('区块');
  const [key] = readPublicKeys(signer.pem);
  expect(key?.id).toBe(signer.id);
  expect(key?.verifies('区块', signature)).toBe(true);
  expect(key?.verifies('区決', signature)).toBe(false);
  expect(readSealKey(newSealKey()).verifies('区块', signature)).toBe(false);
  expect(key?.verifies('区块', '')).toBe(false);
});

test('a key may be a PEM, or one line of base64 of its PEM or DER', () => {
  const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  for (const form of [Buffer.from(pem).toString('base64'), der.toString('base64')])
    expect(readSealKey(form).id).toBe(signer.id);
});

test('anything else is refused, and never repeated', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  for (const bad of ['hush', '', rsa.export({ type: 'pkcs8', format: 'pem' }) as string]) {
    expect(() => readSealKey(bad)).toThrow('Ed25519');
  }
  expect(() => readSealKey('hush')).not.toThrow('hush');
  expect(() => readPublicKeys(pem)).toThrow('公钥');
});

test('several public keys may stand in one file', () => {
  const other = readSealKey(newSealKey());
  expect(readPublicKeys(`旧\n${other.pem}\n新\n${signer.pem}`).map((k) => k.id)).toEqual([
    other.id,
    signer.id,
  ]);
});
