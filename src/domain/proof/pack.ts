import type { Work } from '../../../db/work.ts';
import { parseId, publicId } from '../../lib/id.ts';
import { packStored } from '../../lib/zip.ts';
import { record } from '../events.ts';
import { keepDisclosure, MESSAGES } from '../registry/disclosures.ts';
import { packFiles } from './files.ts';
import type { Gathered } from './gather.ts';
import type { PackInput } from './input.ts';
import { rawMessages } from './messages.ts';

/** What the proofs of what was gathered are asked for: its events, and the blocks that its papers print. */
export const wantedProofs = ({ events, notices }: Gathered) => ({
  eventIds: events.map(({ id }) => id),
  also: notices.flatMap(({ facts }) => (facts.trail as { blockNo: number } | null)?.blockNo ?? []),
});

/**
 * Makes the archive and keeps in the trail who made it, with the digest of its list of files. With a reason it holds the
 * bank messages as they came, and the trail keeps that too: their people stand in them in full.
 */
export async function makePack(
  work: Work,
  input: Omit<PackInput, 'raw' | 'madeAt'>,
  reason: string | null,
): Promise<Buffer> {
  const { projectId, alert, messages } = input.gathered;
  const { id } = parseId(alert.alertId);
  const raw = reason === null ? null : await rawMessages(work, messages);
  const { files, manifest } = packFiles({ ...input, raw, madeAt: work.now });
  const disclosureId =
    raw && reason !== null && raw.size > 0
      ? await keepDisclosure(work, projectId, id, [MESSAGES], reason)
      : null;
  await record(work, projectId, 'evidence.packed', id, {
    manifest,
    ...(disclosureId && {
      disclosureId: publicId(projectId, disclosureId),
      messages: [...(raw?.keys() ?? [])],
    }),
  });
  return packStored(files);
}
