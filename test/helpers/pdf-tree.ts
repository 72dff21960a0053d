import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A part of a tagged PDF that holds what is seen: what it is, its text, what stands for a figure, in which parts it lies, on which page. */
export interface Leaf {
  role: string;
  text: string;
  alt: string | undefined;
  within: string[];
  page: number;
}

interface Node {
  role: string;
  alt?: string;
  children: (Node | { type: string; id: string })[];
}

/** The parts of each page in the order of the tree; one that goes over a page's end is told once for each. */
export async function readTree(bytes: Uint8Array): Promise<Leaf[]> {
  const doc = await getDocument({ data: Uint8Array.from(bytes), verbosity: 0 }).promise;
  const leaves: Leaf[] = [];
  for (let page = 1; page <= doc.numPages; page++) {
    const one = await doc.getPage(page);
    const tree = (await one.getStructTree()) as Node | null;
    const texts = await textsOf(one);
    if (tree) leaves.push(...leavesOf(tree, [], texts, page));
  }
  await doc.loadingTask.destroy();
  return leaves;
}

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof getDocument>['promise']>['getPage']>>;

/** The text of each stretch of marked content. */
async function textsOf(page: Page): Promise<Map<string, string>> {
  const { items } = await page.getTextContent({
    includeMarkedContent: true,
    disableNormalization: true,
  });
  const texts = new Map<string, string>();
  const open: (string | undefined)[] = [];
  for (const item of items) {
    if ('str' in item) {
      const id = open.findLast((one) => one !== undefined);
      if (id !== undefined) texts.set(id, (texts.get(id) ?? '') + item.str);
    } else if (item.type === 'endMarkedContent') open.pop();
    else open.push(item.id);
  }
  return texts;
}

function leavesOf(
  node: Node,
  within: string[],
  texts: ReadonlyMap<string, string>,
  page: number,
): Leaf[] {
  const contents = node.children.filter((child) => 'id' in child);
  const text = contents.map(({ id }) => texts.get(id) ?? '').join('');
  const own = contents.length > 0 ? [{ role: node.role, text, alt: node.alt, within, page }] : [];
  const below = node.children.filter((child): child is Node => 'role' in child);
  return [
    ...own,
    ...below.flatMap((child) => leavesOf(child, [...within, node.role], texts, page)),
  ];
}
