import { connect, type Socket } from 'node:net';

/** How many requests a second a server answers, over `connections` that each ask again when answered. */
export async function requestsASecond(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  options: { connections: number; ms: number },
): Promise<number> {
  const { hostname, port } = new URL(url);
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = Buffer.from(
    `GET ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${head.join('')}\r\n`,
  );
  const sockets = await Promise.all(
    Array.from({ length: options.connections }, () => opened(hostname, Number(port))),
  );
  const size = await sizeOf(sockets[0] as Socket, request);
  let bytes = 0;
  const begun = performance.now();
  for (const socket of sockets) {
    let have = 0;
    socket.on('data', (chunk) => {
      bytes += chunk.length;
      have += chunk.length;
      if (have >= size) {
        have -= size;
        socket.write(request);
      }
    });
    socket.write(request);
  }
  await new Promise((resolve) => setTimeout(resolve, options.ms));
  const took = performance.now() - begun;
  for (const socket of sockets) socket.destroy();
  return ((bytes / size) * 1000) / took;
}

function opened(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

const QUIET_MS = 100;

/** Bytes of one answer, which are the same for all of them; it must be a 200. */
function sizeOf(socket: Socket, request: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const take = (chunk: Buffer) => {
      if (answer === '') {
        setTimeout(() => {
          socket.off('data', take);
          if (answer.startsWith('HTTP/1.1 200')) resolve(answer.length);
          else reject(new Error(`the server under load answered ${answer.slice(0, 300)}`));
        }, QUIET_MS);
      }
      answer += chunk.toString('latin1');
    };
    socket.on('data', take);
    socket.write(request);
  });
}
