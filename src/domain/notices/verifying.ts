import type { Db } from '../../../db/client.ts';
import { type Actor, read, type Work } from '../../../db/work.ts';
import { type Day, dayOf } from '../../lib/day.ts';
import { Problem } from '../../lib/problem.ts';
import { instrumentNames } from '../../lib/terms.ts';
import { hashOfCode, newVerifyCode, readVerifyCode } from '../../lib/verify-code.ts';
import type { NoticeView } from './notices.ts';

/** What anybody who holds a paper may know of it: whether it is the authority's, whole, and in force. */
export interface PaperView {
  code: string;
  instrument: NoticeView['instrument'];
  /** The instrument's name in Chinese. */
  kind: string;
  number: string;
  issuedOn: Day;
  addressee: string;
  pages: number;
  /** SHA-256 of the PDF's bytes, hexadecimal. */
  sha256: string;
  /** False once it was withdrawn. */
  inForce: boolean;
}

/** Whoever shows a code: the row policy gives him that paper's row and no other. */
const holderOf = (codeHash: string): Actor => ({
  id: `paper:${codeHash}`,
  holder: 'paper',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [],
});

/**
 * The paper of a 验证码. Nobody signs in for it; a code that was never drawn and one that is mistyped tell nothing else.
 *
 * @throws Problem `code-mistyped` (the check digit), `paper-unknown`
 */
export async function verifyPaper(db: Db, now: Date, typed: string): Promise<PaperView> {
  const code = readVerifyCode(typed);
  if (code === null) {
    const detail = '验证码有误：应为 16 位数字和字母，请对照文书逐位核对后重新输入。';
    throw new Problem('invalid', 'code-mistyped', detail);
  }
  const view = await read(db, holderOf(hashOfCode(code)), now, dayOf(now), (work) =>
    paperOf(work, code),
  );
  if (view) return view;
  const detail = '没有查到以此验证码签发的文书。请核对验证码；如仍查不到，请向落款单位核实。';
  throw new Problem('not-found', 'paper-unknown', detail);
}

interface Row {
  instrument: NoticeView['instrument'];
  number: string;
  issued_on: Day;
  pages: number;
  sha256: string;
  status: string;
  facts_cipher: string;
}

async function paperOf({ sql, vault }: Work, code: string): Promise<PaperView | null> {
  const [row] = await sql<Row[]>`
    select n.instrument, n.number, n.issued_on, n.pages, n.sha256, n.status, n.facts_cipher
    from we.notice_directory d
    join we.notice n on n.project_id = d.project_id and n.id = d.notice_id
    where d.code_hash = ${hashOfCode(code)}`;
  if (!row) return null;
  // As it is printed, whatever the firm is called by now.
  const { addressee, also } = JSON.parse(vault.open(row.facts_cipher)) as Addressees;
  const { instrument, number, issued_on: issuedOn, pages, sha256, status } = row;
  return {
    ...{
      code,
      instrument,
      kind: instrumentNames[instrument],
      number,
      issuedOn,
      addressee: namesOf(addressee, also),
    },
    ...{ pages, sha256, inForce: status !== 'withdrawn' },
  };
}

interface Addressees {
  addressee: { name: string };
  /** Of a joint letter. */
  also?: { name: string }[] | null;
}

const namesOf = (first: { name: string }, also: Addressees['also']) =>
  [first, ...(also ?? [])].map(({ name }) => name).join('、');

/** A new code for a paper that is being approved, as its facts freeze it; `publicUrl` null: nobody knows where it is asked. */
export function drawCode(publicUrl: string | null): { code: string; url: string } {
  const code = newVerifyCode();
  return { code, url: publicUrl === null ? '' : `${publicUrl}/verify/${code}` };
}

/** Lists a paper under its code, in the transaction that freezes the code. */
export async function listCode(
  { sql }: Work,
  projectId: number,
  noticeId: string,
  code: string,
): Promise<void> {
  const hash = hashOfCode(code);
  await sql`update we.notice set code_hash = ${hash} where project_id = ${projectId} and id = ${noticeId}`;
  await sql`insert into we.notice_directory (code_hash, project_id, notice_id) values (${hash}, ${projectId}, ${noticeId})`;
}
