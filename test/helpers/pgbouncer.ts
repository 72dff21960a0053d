import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { killed } from './embedded.ts';

const BINARY = '/usr/sbin/pgbouncer';

/** Whether Debian's PgBouncer is on this machine. */
export const hasPgBouncer = existsSync(BINARY);

/**
 * PgBouncer in transaction mode before a server, two connections a user: far fewer than the callers have.
 *
 * @returns how a URL reads that goes through it
 */
export async function startPgBouncer(serverUrl: string, users: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'pgbouncer-'));
  await chmod(folder, 0o755);
  const { hostname, port: serverPort } = new URL(serverUrl);
  const port = await freePort();
  const list = users.map((url) => {
    const { username, password } = new URL(url);
    return `"${username}" "${decodeURIComponent(password)}"`;
  });
  writeFileSync(join(folder, 'users.txt'), `${list.join('\n')}\n`);
  writeFileSync(
    join(folder, 'pgbouncer.ini'),
    `[databases]
* = host=${hostname} port=${serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${join(folder, 'users.txt')}
pool_mode = transaction
default_pool_size = 2
max_client_conn = 200
`,
  );
  const asUser = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn(BINARY, [...asUser, join(folder, 'pgbouncer.ini')], { stdio: 'ignore' });
  for (let waited = 0; !(await listens(port)); waited += 50) {
    if (waited > 20_000 || child.exitCode !== null) throw new Error('pgbouncer did not start');
    await sleep(50);
  }
  return {
    through(url: string, query = '?prepare=false'): string {
      const way = new URL(url);
      way.hostname = '127.0.0.1';
      way.port = String(port);
      return `${way.href}${query}`;
    },
    async end() {
      await killed(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

const listens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
