import { createInterface } from 'node:readline';
import { checkPretext } from '../domain/settlement/pretext/check.ts';

// One text a line in, one JSON object a line out: npm run -s pretext < texts.txt

for await (const line of createInterface({
  input: process.stdin,
  crlfDelay: Number.POSITIVE_INFINITY,
})) {
  process.stdout.write(`${JSON.stringify(checkPretext(line))}\n`);
}
