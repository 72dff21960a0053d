import { csvOf } from '../../lib/csv.ts';
import { formatYuan } from '../../lib/fen.ts';
import { parseId } from '../../lib/id.ts';
import { sha256 } from '../../lib/vault.ts';
import { canonical } from '../events.ts';
import { headerOf } from '../trail/block.ts';
import type { Gathered, GatheredNotice, TrailEvent } from './gather.ts';
import type { PackInput } from './input.ts';
import type { MessageTold } from './messages.ts';
import { readme } from './readme.ts';
import { verifierPage } from './verifier.ts';

/** A file of a pack; `event` and `member`: which event's body holds its digest, and where. */
interface PackFile {
  name: string;
  bytes: Buffer;
  event?: number;
  member?: string;
}

const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 1)}\n`);

/**
 * The files of a pack, all in one folder, by name. `manifest.json`, whose digest the trail keeps, has the digest of every
 * other one.
 */
export function packFiles(input: PackInput): { files: Map<string, Buffer>; manifest: string } {
  const { gathered, raw, madeAt } = input;
  const { alert } = gathered;
  const laws = lawsOf(input);
  const content: PackFile[] = [
    { name: 'alert.json', bytes: json(alertsTold(input)) },
    { name: 'facts.json', bytes: json(factsOf(gathered)) },
    { name: 'facts.csv', bytes: Buffer.from(factsTable(gathered)) },
    ...gathered.notices.flatMap((notice, i) => noticeFiles(notice, i + 1, gathered.events)),
    { name: 'messages.json', bytes: json(gathered.messages) },
    { name: 'messages.csv', bytes: Buffer.from(messagesTable(gathered.messages)) },
    ...rawFiles(gathered, raw),
    { name: 'laws.txt', bytes: Buffer.from(laws.map(lawText).join('\n')) },
    { name: 'trail.json', bytes: json(trailOf(input)) },
    { name: 'verifier.html', bytes: Buffer.from(verifierPage) },
  ];
  const names = content.map(({ name }) => name);
  content.unshift({ name: 'README.txt', bytes: Buffer.from(readme({ ...input, names })) });
  const manifest = json({
    format: 'evidence-pack-1',
    ...{ alertId: alert.alertId, projectCode: alert.projectCode, madeAt: madeAt.toISOString() },
    files: content.map(({ bytes, ...file }) => ({
      ...file,
      size: bytes.length,
      sha256: sha256(bytes),
    })),
  });
  const files = new Map(content.map(({ name, bytes }) => [name, bytes]));
  return { files: files.set('manifest.json', manifest), manifest: sha256(manifest) };
}

const alertsOf = ({ alert, followers }: Gathered) => [alert, ...followers];

const alertsTold = ({ gathered, describe }: PackInput) =>
  alertsOf(gathered).map((view) => {
    const { title, sentence, clearsWhen } = describe({ rule: view.ruleId, facts: view.facts });
    return { ...view, title, sentence, clearsWhen };
  });

const factsOf = (gathered: Gathered) =>
  alertsOf(gathered).map(({ alertId, ruleId, period, facts }) => ({
    ...{ alertId, ruleId, period, facts },
  }));

function factsTable(gathered: Gathered): string {
  const rows = alertsOf(gathered).flatMap(({ ruleId, period, facts }) =>
    [...leavesOf(facts)].map(([name, value]) => [ruleId, period, name, ...shown(name, value)]),
  );
  return csvOf([['规则', '期间', '事实', '值', '单位'], ...rows]);
}

/** Every value in facts with its path, `a.0.b`. */
function* leavesOf(value: unknown, path = ''): Generator<[string, unknown]> {
  if (typeof value !== 'object' || value === null) yield [path, value];
  else
    for (const [key, member] of Object.entries(value))
      yield* leavesOf(member, path === '' ? key : `${path}.${key}`);
}

const shown = (name: string, value: unknown): [string, string] =>
  name.endsWith('Fen') && Number.isSafeInteger(value)
    ? [formatYuan(value as number), '元']
    : [value === null ? '' : String(value), ''];

function noticeFiles(
  { view, facts, pdf }: GatheredNotice,
  n: number,
  events: readonly TrailEvent[],
) {
  const id = parseId(view.noticeId).id;
  const approval = events.find(({ text }) => {
    const { name, subject } = JSON.parse(text);
    return name === 'notice.approved' && subject === id;
  });
  const sealed = (member: string) => (approval ? { event: approval.id, member } : {});
  // As `factsDigest` reads it: what is null says nothing.
  const text = canonical(withoutNulls(facts));
  const files: PackFile[] = [
    { name: `notice-${n}.json`, bytes: Buffer.from(text), ...sealed('factsDigest') },
  ];
  if (pdf) files.push({ name: `notice-${n}.pdf`, bytes: Buffer.from(pdf), ...sealed('sha256') });
  return files;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNulls(member)]));
}

const messagesTable = (messages: readonly MessageTold[]): string =>
  csvOf([
    ['银行/报文编号', '格式', '收到时间', '受理日期', '受理条数', '重复条数', 'SHA-256'],
    ...messages.map((m) => [
      ...[m.subject, m.kind, m.receivedAt, m.takenOn],
      ...[String(m.accepted), String(m.duplicates), m.digest],
    ]),
  ]);

function rawFiles({ messages, events }: Gathered, raw: PackInput['raw']): PackFile[] {
  const arrivals = new Map(
    events
      .map((event) => ({ id: event.id, ...JSON.parse(event.text) }))
      .filter(({ name }) => name === 'bank-message.received')
      .map(({ id, subject }) => [subject as string, id as number]),
  );
  return messages.flatMap(({ subject, kind }, i) => {
    const bytes = raw?.get(subject);
    if (!bytes) return [];
    const name = `message-${i + 1}.${kind === 'xml' ? 'xml' : 'json'}`;
    const event = arrivals.get(subject);
    return [{ name, bytes: Buffer.from(bytes), ...(event && { event, member: 'digest' }) }];
  });
}

interface LawText {
  title: string;
  article: string | null;
  text: string;
}

/** The texts that the alerts rest on and that papers quote, each once; one that was not checked is not printed. */
function lawsOf({ gathered, describe }: PackInput): LawText[] {
  const basis = alertsOf(gathered).flatMap(
    ({ ruleId: rule, facts }) =>
      describe({ rule, facts }).basis as (LawText & { verified: boolean })[],
  );
  const quoted = gathered.notices.flatMap(({ facts }) => (facts.laws ?? []) as LawText[]);
  const texts = [...basis.filter(({ verified }) => verified), ...quoted];
  return [...new Map(texts.map((law) => [lawText(law), law])).values()];
}

const lawText = ({ title, article, text }: LawText): string =>
  `${title.startsWith('《') ? title : `《${title}》`}${article ?? ''}\n${text}\n`;

/** The events with their way to the blocks' roots, and the blocks. */
function trailOf({ gathered, proofs, keys }: PackInput) {
  return {
    format: 'evidence-trail-1',
    events: gathered.events.map(({ id, day, text, digest }) => ({
      ...{ id, day, text, digest },
      place: proofs.places.get(id) ?? null,
    })),
    blocks: proofs.blocks.map((block) => ({
      header: headerOf(block),
      hash: block.hash,
      signature: block.signature,
    })),
    publicKeys: keys.map(({ pem }) => pem),
  };
}
