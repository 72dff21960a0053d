import type { Work } from '../../../db/work.ts';

/**
 * Destroys the raw bytes and answers of the bank messages that spoke of a project, but not of those that spoke of another
 * one whose papers are kept, or whose items still wait for their account.
 *
 * @returns the messages, `bank/id`, in order
 */
export async function eraseMessages({ sql }: Work, projectId: number): Promise<string[]> {
  const names = ['bank-message.taken', 'bank-message.matched'];
  const mine = await sql<{ subject: string }[]>`
    select distinct subject from we.event where project_id = ${projectId} and name = any(${names}::text[])`;
  const subjects = mine.map((m) => m.subject);
  const kept = await sql<{ subject: string }[]>`
    select distinct e.subject from we.event e
    join we.project_directory d on d.project_id = e.project_id and d.erased_on is null
    where e.project_id <> ${projectId} and e.subject = any(${subjects}::text[]) and e.name = any(${names}::text[])`;
  const others = new Set(kept.map((k) => k.subject));
  const free = subjects.filter((subject) => !others.has(subject));
  const gone = await sql<{ subject: string }[]>`
    update we.bank_message m set raw_cipher = null, answer_cipher = null
    from unnest(${free.map(bankIn)}::text[], ${free.map(idIn)}::text[]) as u(bank_code, message_id)
    where m.bank_code = u.bank_code and m.message_id = u.message_id and m.raw_cipher is not null
      and not exists (select from we.bank_unmatched w where w.bank_code = m.bank_code and w.message_id = m.message_id)
    returning m.bank_code || '/' || m.message_id as subject`;
  return gone.map((g) => g.subject).sort();
}

const bankIn = (subject: string) => subject.slice(0, subject.indexOf('/'));
const idIn = (subject: string) => subject.slice(subject.indexOf('/') + 1);
