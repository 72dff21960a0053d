/** The ids the server gave, under the refs of the story. */
export class Refs {
  readonly #ids = new Map<string, string>();
  readonly #refs = new Map<string, string>();

  /** Notes an id. @throws Error when the server gave none */
  set(ref: string, id: unknown): void {
    if (typeof id !== 'string' || id === '') throw new Error(`no id was given for ${ref}`);
    this.#ids.set(ref, id);
    this.#refs.set(id, ref);
  }

  /** The id of a ref. @throws Error when it is not known yet */
  get(ref: string): string {
    const id = this.#ids.get(ref);
    if (id === undefined) throw new Error(`${ref} is used before it was made`);
    return id;
  }

  /** The ref behind an id, else the id itself: for subjects of alerts. */
  refOf(id: string): string {
    return this.#refs.get(id) ?? id;
  }

  /** `{batchRef}#{n}` as the end-to-end id of the order. */
  endToEndId(lineRef: string): string {
    const [batchRef = '', line = ''] = lineRef.split('#');
    return `${this.get(batchNoRef(batchRef))}-${line}`;
  }
}

/** The ref under which a batch's number stands; the batch's own ref holds its id. */
export function batchNoRef(batchRef: string): string {
  return `${batchRef}/batchNo`;
}
