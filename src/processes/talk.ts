import type { EventEmitter } from 'node:events';

// Questions between the primary and its processes, over the channel that node:cluster opens.

type Message = { ask: string; id: number } | { answer: unknown; id: number };
type Answers = Readonly<Record<string, () => Promise<unknown>>>;

interface Channel extends EventEmitter {
  send?(message: Message): unknown;
  isConnected?(): boolean;
}

const PATIENCE_MS = 4_000;
let last = 0;

/** Asks the other side. @throws Error when there is no answer within four seconds */
export function ask<T>(other: Channel, what: string): Promise<T> {
  last += 1;
  const id = last;
  return new Promise<T>((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      other.off('message', hear);
    };
    const hear = (message: Message) => {
      if (message === null || typeof message !== 'object') return;
      if (!('answer' in message) || message.id !== id) return;
      end();
      resolve(message.answer as T);
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error(`no answer to ${what}`));
    }, PATIENCE_MS);
    other.on('message', hear);
    tell(other, { ask: what, id });
  });
}

/** Answers the other side's questions; one that cannot be answered is left to the asker's patience. */
export function answer(other: Channel, answers: Answers): void {
  other.on('message', async (message: Message) => {
    if (message === null || typeof message !== 'object' || !('ask' in message)) return;
    const found = answers[message.ask];
    if (!found) return;
    const { id } = message;
    await found().then(
      (said) => tell(other, { answer: said, id }),
      () => {},
    );
  });
}

function tell(other: Channel, message: Message): void {
  try {
    other.send?.(message);
  } catch {
    // The other side has just ended: whoever waits is told by the clock.
  }
}
