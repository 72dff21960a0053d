import type { Work } from '../../../db/work.ts';
import { Problem } from '../../lib/problem.ts';
import { authOn, LONGEST_PASSWORD, type SignInMeans } from './auth.ts';
import { roleOf } from './roles.ts';
import type { Person } from './sessions.ts';

// After NIST SP 800-63B: length, a block list and nothing else. All of Unicode is welcome, blanks too.

/** With a second factor, and as the only proof. */
export const SHORTEST = { withSecond: 8, alone: 15 };

/** What people choose first, without the digits and marks they put around it. */
const COMMON = new Set(
  `password passwd pass word qwerty qwertyuiop qwert asdfgh asdfghjkl asdf zxcvbnm zxcvbn qazwsx qazwsxedc qweasd qweasdzxc
  admin administrator root user login guest test demo default changeme welcome secret letmein master hello monkey dragon
  iloveyou sunshine princess football baseball superman abc abcd abcde abcdef abcdefg abcdefgh abcabc aaa aa a
  woaini woaiwojia wodemima mima zhongguo china beijing shanghai jiangsu lianyungang lyg haizhou
  gongzi nongmingong jianguan rensheju zhujianju zhuanhu jianli wage wages escrow monitor wageescrow`.split(
    /\s+/,
  ),
);

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};
const RUNS = [
  '0123456789',
  '9876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  '1qaz2wsx3edc',
];

/**
 * Whether a password may be taken.
 * @throws Problem invalid `password-too-short`, `password-too-long`, `password-common`
 */
export function checkPassword(
  password: string,
  person: Pick<Person, 'username' | 'name' | 'role'>,
) {
  const text = password.normalize('NFKC');
  const { withSecond, alone } = SHORTEST;
  const least = roleOf(person.role).secondFactor ? withSecond : alone;
  if ([...text].length < least) {
    throw new Problem('invalid', 'password-too-short', `密码至少 ${least} 个字符，可用一句话。`);
  }
  if (text.length > LONGEST_PASSWORD) {
    throw new Problem('invalid', 'password-too-long', `密码最多 ${LONGEST_PASSWORD} 个字符。`);
  }
  if (isCommon(text.toLowerCase(), person)) {
    const detail = '这个密码太常见、太有规律，或含有用户名、姓名，请换一个。';
    throw new Problem('invalid', 'password-common', detail);
  }
}

function isCommon(text: string, { username, name }: { username: string; name: string }): boolean {
  const own = [username, name].filter((word) => [...word].length >= 2);
  if (own.some((word) => text.replaceAll(word.toLowerCase(), '').length < text.length / 2)) {
    return true;
  }
  if (new Set(text).size <= 3 || repeats(text) || isRun(text)) return true;
  const core = (word: string) => word.replace(/[^\p{L}]+/gu, '');
  const plain = text.replace(/[013457@$!]/g, (mark) => LEET[mark] ?? mark);
  const trimmed = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return [core(text), core(plain), trimmed.replace(/[013457@$!]/g, (m) => LEET[m] ?? m)].some(
    (word) => (word === '' && text.length < SHORTEST.alone) || COMMON.has(word),
  );
}

/** One piece over and over: `abc123abc123`. */
const repeats = (text: string): boolean => /^(.{1,12})\1+.{0,2}$/su.test(text);

/** Steps along a keyboard or an alphabet, forwards, for nearly all of its length. */
function isRun(text: string): boolean {
  const steps = [...text].slice(1).filter((ch, at) => {
    const pair = `${[...text][at]}${ch}`;
    return RUNS.some((run) => run.includes(pair));
  });
  return steps.length >= [...text].length - 2;
}

/** Gives a person a password, in place of any before. */
export async function setPassword(
  work: Work,
  means: SignInMeans,
  personId: string,
  password: string,
): Promise<void> {
  const { password: library } = await (await authOn(work, means.secrets)).$context;
  const hash = await library.hash(password);
  await work.sql`insert into we.person_account (id, user_id, provider_id, account_id, password, created_at, updated_at)
    values (${crypto.randomUUID()}, ${personId}, 'credential', ${personId}, ${hash}, ${work.now}, ${work.now})
    on conflict (user_id, provider_id) do update set password = excluded.password, updated_at = excluded.updated_at`;
}

/** Whether a person has this password. */
export async function hasPassword(
  work: Work,
  means: SignInMeans,
  personId: string,
  password: string,
): Promise<boolean> {
  const [row] = await work.sql<{ hash: string }[]>`
    select password as hash from we.person_account where user_id = ${personId} and provider_id = 'credential'`;
  if (!row) return false;
  const { password: library } = await (await authOn(work, means.secrets)).$context;
  return library.verify({ hash: row.hash, password });
}
