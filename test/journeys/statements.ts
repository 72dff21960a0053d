import { Socket } from 'node:net';

const EXECUTE = 'E'.charCodeAt(0);
const SIMPLE_QUERY = 'Q'.charCodeAt(0);

/**
 * Counts the statements that this process sends to PostgreSQL, and kills it before the one of that number leaves.
 * Source: the message formats of PostgreSQL's frontend protocol 3.0; the driver writes whole messages.
 */
export function countStatements(deadly: number): () => number {
  let sent = 0;
  const write = Socket.prototype.write;
  Socket.prototype.write = function (this: Socket, ...args: unknown[]) {
    const bytes = args[0];
    if (Buffer.isBuffer(bytes) && bytes[0] !== 0) {
      for (let at = 0; at + 5 <= bytes.length; at += 1 + bytes.readInt32BE(at + 1)) {
        if (bytes[at] !== EXECUTE && bytes[at] !== SIMPLE_QUERY) continue;
        sent += 1;
        if (sent >= deadly) process.kill(process.pid, 'SIGKILL');
      }
    }
    return (write as (...args: unknown[]) => boolean).apply(this, args);
  } as typeof write;
  return () => sent;
}
