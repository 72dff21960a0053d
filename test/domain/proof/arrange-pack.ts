import { crc32, deflateRawSync } from 'node:zlib';
import { inflateEntry, listZip } from '../../../src/adapters/excel/zip.ts';
import { describe } from '../../../src/deps.ts';
import { commentAlert } from '../../../src/domain/alerts/tending.ts';
import { editNotice } from '../../../src/domain/notices/edit.ts';
import { approveNotice } from '../../../src/domain/notices/life.ts';
import { gatherEvidence } from '../../../src/domain/proof/gather.ts';
import { makePack, wantedProofs } from '../../../src/domain/proof/pack.ts';
import { proveEvents } from '../../../src/domain/trail/proofs.ts';
import { sealBlock } from '../../../src/domain/trail/seal.ts';
import { newSealKey, readSealKey } from '../../../src/lib/signer.ts';
import { anAlert } from '../alerts/arrange-alert.ts';
import { aNotice, press } from '../notices/arrange-notice.ts';
import type { Said, Stage, StageDb } from '../stage.ts';

export const DAY = '2026-07-31';

/** An entry of a stage's account that names a worker in full, as banks do. */
export const entryOf = (stage: Stage, entryId: string, amountFen = 600_000): Said => ({
  kind: 'entry',
  accountNo: stage.accountNo,
  entryId,
  direction: 'debit',
  amountFen,
  bookedAt: new Date('2026-06-29T10:00:00+08:00'),
  counterpartyName: stage.workers[0]?.name,
  counterpartyAccountNo: stage.workers[0]?.cardNo,
  text: '=HYPERLINK("http://x")',
});

/**
 * A stage with an alert of July, the paper about it and a draft, a paper about another alert, messages of its bank and some of others; four blocks, of
 * which the second and the last hold nothing of its own, and one comment that is not sealed yet. `tag` goes before the messages' ids.
 */
export async function aCase(db: StageDb, tag = '') {
  const signer = readSealKey(newSealKey());
  const seal = () => db.byNight(DAY, (work) => sealBlock(work, signer));
  const [stage, other] = [await db.stage(), await db.stage()];
  await db.bank(stage, [entryOf(stage, 'e-1')], { id: `${tag}alone`, day: '2026-07-15' });
  await db.bank(stage, [entryOf(stage, 'e-2'), entryOf(other, 'e-3')], {
    id: `${tag}both`,
    day: '2026-07-16',
  });
  const nobody = { ...entryOf(stage, 'e-4'), accountNo: '6222020000000000000' } as Said;
  await db.bank(stage, [entryOf(stage, 'e-5'), nobody], { id: `${tag}waiting`, day: '2026-07-17' });
  const odd = entryOf(stage, 'e-9', 100_000_000_000_01);
  await db.bank(stage, [entryOf(stage, 'e-10'), odd], { id: `${tag}refused`, day: '2026-07-18' });
  await db.bank(stage, [entryOf(stage, 'e-6')], { id: `${tag}before`, day: '2026-06-30' });
  await db.bank(stage, [entryOf(stage, 'e-7')], { id: `${tag}first-day`, day: '2026-07-01' });
  const alertId = await anAlert(db.at(), stage, {
    ruleId: 'F01',
    subject: stage.ownerId,
    period: '2026-07',
    openedOn: '2026-07-16',
  });
  await db.sql()`update we.alert set facts = ${JSON.stringify(FACTS)}::text::jsonb where id = ${alertId}`;
  const first = await seal();
  if (!first) throw new Error('nothing was sealed');
  const trail = { blockNo: first.blockNo, hash: first.hash };
  await db.bank(other, [entryOf(other, 'e-11')], { id: `${tag}between`, day: '2026-07-19' });
  await seal();
  const noticeId = await aNotice(db.at(), stage, {
    alertIds: [alertId],
    facts: { trail, parties: null },
  });
  const editor = { ...stage.authority, holder: '拟稿人' };
  const addition = { addition: '请派人到场说明。' };
  await db.act(editor, DAY, (work) => editNotice(work, stage.id, noticeId, addition, press));
  await db.act(stage.authority, DAY, (work) => approveNotice(work, stage.id, noticeId, press));
  const apart = await anAlert(db.at(), stage);
  const paper = await aNotice(db.at(), stage, { level: 1, alertIds: [apart] });
  await db.act(stage.authority, DAY, (work) => approveNotice(work, stage.id, paper, press));
  await db.bank(other, [entryOf(other, 'e-8')], { id: `${tag}elsewhere`, day: '2026-07-20' });
  await aNotice(db.at(), stage, { level: 3, alertIds: [alertId] });
  await seal();
  await db.bank(other, [entryOf(other, 'e-12')], { id: `${tag}after`, day: '2026-07-21' });
  await seal();
  const said = '已电话核实，卡号 6222021234567890123';
  await db.act(stage.authority, DAY, (work) =>
    commentAlert(work, stage.id, alertId, { text: said }),
  );
  return { stage, other, signer, alertId, noticeId };
}

export type Case = Awaited<ReturnType<typeof aCase>>;

/** Facts of F01 with a text that a spreadsheet would run. */
export const FACTS = {
  day: '2026-07-31',
  period: '2026-07',
  dueDay: '2026-07-10',
  nominalDay: '2026-07-10',
  knownDay: '2026-07-01',
  daysLate: 21,
  agreedFen: 100_000_000,
  balanceFen: 0,
  nextPayrollFen: null,
  wagesLate: false,
  reason: '=cmd|"/c calc"!A1',
};

/** The pack of a case as a person of the authority gets it. */
export async function packOf(
  db: StageDb,
  { stage, signer, alertId }: Case,
  reason: string | null,
  keys = [signer],
  words: typeof describe = describe,
) {
  const gathered = await db.look(stage.authority, DAY, (work) =>
    gatherEvidence(work, stage.id, alertId),
  );
  const proofs = await db.byNight(DAY, (work) =>
    proveEvents(work, stage.id, wantedProofs(gathered)),
  );
  return db.act(stage.authority, DAY, (work) =>
    makePack(work, { gathered, proofs, describe: words, keys }, reason),
  );
}

/** The files of an archive, by name. */
export const filesIn = (zip: Uint8Array): Map<string, Buffer> =>
  new Map(listZip(zip).map((entry) => [entry.name, inflateEntry(zip, entry)]));

/** The same files as other programs would pack them: deflated, in a folder. */
export function deflated(files: ReadonlyMap<string, Buffer>): Buffer {
  const [locals, directory]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const [name, content] of files) {
    const path = Buffer.from(`证据包/${name}`);
    const packed = deflateRawSync(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, path, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\0\0'), fields, rest, path]));
    locals.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.size, 6);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, ...directory, Buffer.from('PK\x05\x06'), end]);
}
