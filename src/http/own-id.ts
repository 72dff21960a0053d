import { parseId } from '../lib/id.ts';

/** Finds nothing. */
const NO_ID = '00000000-0000-0000-0000-000000000000';

/** The id inside a public one, if it is of this project: that of another one finds nothing here. */
export function ownId(project: number, publicId: string): string {
  const { projectId, id } = parseId(publicId);
  return projectId === project ? id : NO_ID;
}
