import type { KeptDocument } from './document.ts';

/** Standard structure types of PDF 1.4 that papers use: those that hold others, and those that hold what is seen. */
export type Role =
  | ('Document' | 'Part' | 'Table' | 'TR')
  | ('H1' | 'H2' | 'H3' | 'P' | 'TH' | 'TD' | 'Figure');

const HOLDERS: ReadonlySet<Role> = new Set<Role>(['Document', 'Part', 'Table', 'TR']);

/** What a part is called, and what a figure shows, for whoever cannot see it. */
export interface About {
  title?: string;
  alt?: string;
}

/**
 * The tree of a document's parts in the order in which they are read (tagged PDF): what is drawn between `open` and `close` belongs to the part.
 * What belongs to none is marked as an artifact: rules, page numbers, the heads of tables that are repeated.
 */
export interface Tags {
  open(role: Role, about?: About): void;
  close(): void;
  /** What is drawn next is text. */
  text(): void;
  /** What is drawn next is a rule, a path or a picture, which belong to figures only. */
  graphic(): void;
  /** Ends what is being marked: before another page. */
  rest(): void;
}

const ARTIFACT = Symbol('artifact');

/** The tree of a document that was opened as a tagged one. */
export function treeOf(doc: KeptDocument): Tags {
  const root = doc.struct('Document');
  doc.addStructure(root);
  const parts: { role: Role; element: typeof root }[] = [{ role: 'Document', element: root }];
  const innermost = () => parts.at(-1) as (typeof parts)[number];
  // What goes on belonging to the same part on the same page is marked once.
  let marked: typeof root | typeof ARTIFACT | null = null;
  const rest = () => {
    if (marked !== null) doc.endMarkedContent();
    marked = null;
  };
  const mark = (owner: typeof root | typeof ARTIFACT, role: Role) => {
    if (marked === owner) return;
    rest();
    if (owner === ARTIFACT) doc.markContent('Artifact');
    else owner.add(doc.markStructureContent(role));
    marked = owner;
  };
  return {
    rest,
    open(role, about = {}) {
      const element = doc.struct(role, about);
      innermost().element.add(element);
      parts.push({ role, element });
    },
    close() {
      innermost().element.end();
      parts.pop();
    },
    text() {
      const { role, element } = innermost();
      mark(HOLDERS.has(role) ? ARTIFACT : element, role);
    },
    graphic() {
      const { role, element } = innermost();
      mark(role === 'Figure' ? element : ARTIFACT, role);
    },
  };
}

/** For papers of a form that had none. */
export const NO_TAGS: Tags = {
  open: () => {},
  close: () => {},
  text: () => {},
  graphic: () => {},
  rest: () => {},
};
