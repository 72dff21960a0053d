import { makeIsolate } from './isolate.ts';

export default makeIsolate({
  clock: { now: () => new Date() },
  write: (line) => console.log(line),
});
