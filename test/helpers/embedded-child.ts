import { startEmbedded } from '../../db/embedded/server.ts';

// An owner that the tests can kill: says on one line what came of the start, then holds the folder.
const dataDir = process.argv[2] ?? '';
const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);
try {
  const { stop: _, ...info } = await startEmbedded({ dataDir, log: () => undefined });
  say(info);
  setInterval(() => undefined, 60_000);
} catch (error) {
  say({ refused: (error as { code?: string }).code ?? String(error) });
}
