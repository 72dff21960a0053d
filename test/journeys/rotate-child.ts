import { openDb } from '../../db/client.ts';
import { rotate } from '../../src/domain/keys/rotate.ts';
import { keyFromSecret, makeVault } from '../../src/lib/vault.ts';
import { night } from '../domain/arrange.ts';
import { TEST_SECRET } from '../helpers/secret.ts';

export const OLD = keyFromSecret(TEST_SECRET);
export const NEW = keyFromSecret('the second secret of the tests', 2);

/** Changes all keys of a test database to the second version. */
export async function rotateAll(url: string) {
  const db = openDb(url, makeVault([OLD, NEW]), 1);
  try {
    return await rotate({
      db,
      actor: { ...night, id: 'command', holder: 'command' },
      now: new Date('2026-09-01T12:00:00+08:00'),
      day: '2026-09-01',
      progress: () => {},
    });
  } finally {
    await db.end({ timeout: 1 });
  }
}

// Started as a process of its own, so that it can be killed.
if (process.argv[1] === import.meta.filename) {
  await rotateAll(process.argv[2] as string);
  process.stdout.write('done\n');
}
