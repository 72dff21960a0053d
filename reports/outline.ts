import type { KeptDocument } from './document.ts';

/** pdfkit's bookmark, with what its types leave out. */
interface Mark extends PDFKit.PDFOutline {
  outlineData: { Count?: number };
  children: Mark[];
  addItem(title: string, options?: object): Mark;
}

/** The bookmarks of a document, by the depth at which they stand: 0 a paper, 1 its headings, 2 what lies under a heading. */
export interface Outline {
  /** A bookmark to a height of the page that is being written. One without another above it stands at the top. */
  add(title: string, depth: number, top: number): void;
  /** Counts them; `shut`: only those at the top are shown at first. */
  end(shut: boolean): void;
}

/** The bookmarks of a new document. */
export function outlineOf(doc: KeptDocument): Outline {
  const root = doc.outline as unknown as Mark;
  const above: (Mark | undefined)[] = [];
  return {
    add(title, depth, top) {
      const parent = above.slice(0, depth).findLast((mark) => mark !== undefined) ?? root;
      // pdfkit takes what it calls `left` from the page's right.
      const mark = parent.addItem(title, { top, left: doc.page.width });
      above.length = depth;
      above.push(mark);
    },
    end(shut) {
      if (root.children.length > 0) count(root, true, shut);
    },
  };
}

/** PDF/A wants to know how many lie under each (ISO 19005-1 after PDF 1.4, 8.2.2): less than nothing where they are not shown. */
function count(mark: Mark, open: boolean, shut: boolean): number {
  const below = mark.children.reduce(
    (sum, child) => sum + 1 + Math.max(0, count(child, !shut, shut)),
    0,
  );
  if (below > 0) mark.outlineData.Count = open ? below : -below;
  return open ? below : -below;
}
