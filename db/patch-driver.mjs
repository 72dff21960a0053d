// postgres.js 3.4.9 (the latest) writes to a socket that is gone when a backend dies in the middle of a write: an
// uncaught TypeError ends the process, or the connection hangs (its issues 1066, 1154 and 1208), and it leaves
// Nagle's algorithm on. Until a release mends it, these places are mended after every install. Safe to repeat; a version it does not know stops it.
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL('../node_modules/postgres/src/connection.js', import.meta.url);
const mends = [
  [
    '  function nextWrite(fn) {\n    const x = socket.write(chunk, fn)',
    `  function nextWrite(fn) {
    if (socket === null) {
      chunk = nextWriteTimer = null
      error(Errors.connection('CONNECTION_CLOSED', options, socket))
      return true
    }
    const x = socket.write(chunk, fn)`,
  ],
  [
    "    clearImmediate(nextWriteTimer)\n    socket.removeListener('data', data)",
    "    clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n    socket.removeListener('data', data)",
  ],
  // A rollback sent between a socket's error and its close was never answered.
  ['    !hadError && (query || sent.length) && error(', '    ;(query || sent.length) && error('],
  // A COPY out that ended while the reader was slow left the socket paused: what came after it was never read.
  [
    '    stream && stream.push(null)\n    stream = null',
    '    stream && stream.push(null)\n    stream = null\n    socket && socket.resume()',
  ],
  // A COPY is many small writes: without this each waits 40 ms for the other side's delayed acknowledgement.
  [
    '      keep_alive && socket.setKeepAlive &&',
    '      socket.setNoDelay && socket.setNoDelay(true)\n      keep_alive && socket.setKeepAlive &&',
  ],
];

let text = readFileSync(path, 'utf8');
for (const [before, after] of mends) {
  if (text.includes(after)) continue;
  if (!text.includes(before))
    throw new Error('postgres.js has changed: look at db/patch-driver.mjs');
  text = text.replace(before, after);
}
writeFileSync(path, text);
