// postgres.js 3.4.9 (the latest) does not bear a server that ends a connection in the middle of something (its issues
// 1066, 1154 and 1208 and what `test/db/driver.test.ts` shows), and it leaves Nagle's algorithm on. Until a release
// mends it, these places are mended after every install. Safe to repeat; a version it does not know stops it.
import { readFileSync, writeFileSync } from 'node:fs';

const connection = [
  // It wrote to a socket that was gone: an uncaught TypeError, or no answer for ever.
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
  // A rollback sent between a socket's error and its close was never answered. And what a cut answer had come to (rows,
  // the error, the query) went into the next one on the same connection: its first row was then missing.
  [
    "    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))\n",
    `    ;(query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
    query = results = errorResponse = final = stream = null
    result = new Result()
    rows = 0
`,
  ],
  // A connection that was opened to be reserved was never handed over, unless it first asked for the types.
  [
    `      initial && !initial.reserve && execute(initial)
      options.shared.retries = retries = 0
      initial = null
      return
`,
    `      const first = initial
      options.shared.retries = retries = 0
      initial = null
      if (first && !first.reserve) {
        execute(first)
        return
      }
`,
  ],
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

// A transaction waited a round trip for its `begin`, though a connection answers in order. And one whose connection had been
// closed went on to speak on it when it served somebody else.
const index = [
  [
    "      await sql.unsafe('begin ' + options.replace(/[^a-z ]/ig, ''), [], { onexecute }).execute()\n",
    `      let started
      const begun = sql.unsafe('begin ' + options.replace(/[^a-z ]/ig, ''), [], {
        onexecute: c => (started(), onexecute(c))
      }).execute()
      begun.catch(e => gone = gone || e)
      await Promise.race([begun, new Promise(resolve => started = resolve)])
      connection && move(connection, reserved)
`,
  ],
  [
    '        scope(connection, fn),\n',
    '        Promise.all([scope(connection, fn), begun]).then(([result]) => result),\n',
  ],
  [
    '        new Promise((_, reject) => connection.onclose = reject)',
    `        new Promise((_, reject) => connection.onclose = (e) => {
          gone = e
          while (queries.length)
            queries.shift().reject(e)
          reject(e)
        })`,
  ],
  [
    '    let savepoints = 0\n      , connection\n',
    '    let savepoints = 0\n      , gone = null\n      , connection\n',
  ],
  [
    '        q.catch(e => uncaughtError || (uncaughtError = e))\n        c.queue',
    '        q.catch(e => uncaughtError || (uncaughtError = e))\n        if (gone)\n          return q.reject(gone)\n        c.queue',
  ],
];

function mend(file, places) {
  const path = new URL(`../node_modules/postgres/${file}`, import.meta.url);
  let text = readFileSync(path, 'utf8');
  for (const [published, mended] of places) {
    if (text.includes(mended)) continue;
    if (!text.includes(published))
      throw new Error('postgres.js has changed: look at db/patch-driver.mjs');
    text = text.replace(published, () => mended);
  }
  writeFileSync(path, text);
}

// The two builds that are used: Node's and that of Workers.
for (const build of ['src', 'cf/src']) {
  mend(`${build}/connection.js`, connection);
  mend(`${build}/index.js`, index);
}
