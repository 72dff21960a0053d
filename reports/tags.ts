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
  /** A figure must be closed on the page on which it was opened. */
  open(role: Role, about?: About): void;
  close(): void;
  text(draw: () => void): void;
  /** Rules, paths and pictures: they belong to figures only. */
  graphic(draw: () => void): void;
}

/** The tree of a document that was opened as a tagged one. */
export function treeOf(doc: KeptDocument): Tags {
  const root = doc.struct('Document');
  doc.addStructure(root);
  const parts: { role: Role; element: typeof root }[] = [{ role: 'Document', element: root }];
  const innermost = () => parts.at(-1) as (typeof parts)[number];
  const marked = (begin: () => void, draw: () => void) => {
    begin();
    draw();
    doc.endMarkedContent();
  };
  const artifact = (draw: () => void) => marked(() => doc.markContent('Artifact'), draw);
  return {
    open(role, about = {}) {
      const element = doc.struct(role, about);
      innermost().element.add(element);
      parts.push({ role, element });
      if (role === 'Figure') element.add(doc.markStructureContent(role));
    },
    close() {
      const { role, element } = innermost();
      parts.pop();
      if (role === 'Figure') doc.endMarkedContent();
      element.end();
    },
    text(draw) {
      const { role, element } = innermost();
      if (role === 'Figure') draw();
      else if (HOLDERS.has(role)) artifact(draw);
      else marked(() => element.add(doc.markStructureContent(role)), draw);
    },
    graphic(draw) {
      if (innermost().role === 'Figure') draw();
      else artifact(draw);
    },
  };
}

/** For papers of a form that had none. */
export const NO_TAGS: Tags = {
  open: () => {},
  close: () => {},
  text: (draw) => draw(),
  graphic: (draw) => draw(),
};
