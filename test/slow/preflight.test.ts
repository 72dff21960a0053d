import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnyPaper, drawPaper } from '../../reports/any-paper.ts';
import { nodeFonts } from '../../reports/node-fonts.ts';
import { drawPrintRun } from '../../reports/notice.ts';
import { sampleReports } from '../../reports/sample-reports.ts';
import { sampleNotices } from '../../reports/samples.ts';
import { signPdf } from '../../reports/signature.ts';
import { makeCertificate } from '../helpers/certificate.ts';

// PDF/A-1b, as Debian's PDFBox preflight (libpdfbox2-java and what it wants) reads ISO 19005-1: a validator that shares no code with us.

const run = promisify(execFile);
const JARS = [
  ...['preflight', 'pdfbox2', 'fontbox2', 'xmpbox', 'commons-logging', 'commons-io'],
  ...['javax.activation', 'jaxb-api'],
].map((name) => `/usr/share/java/${name}.jar`);

const missing = JARS.filter((path) => !existsSync(path));
const reason =
  missing.length > 0
    ? `no ${missing.join(', ')}`
    : await run('java', ['-version']).then(
        () => null,
        () => 'no Java',
      );

interface Verdict {
  valid: boolean;
  /** What is wrong, in the validator's words. */
  faults: string;
}

/** What the validator says of each file of a folder, by its name. */
async function verdictsOn(folder: string): Promise<Map<string, Verdict>> {
  const main = 'org.apache.pdfbox.preflight.Validator_A1b';
  const { stdout } = await run('java', ['-cp', JARS.join(':'), main, 'group', folder], {
    maxBuffer: 64e6,
  }).catch((error: { stdout: string }) => error);
  const said = stdout.matchAll(
    /^The file (\S+) is (a|not a) valid PDF\/A-1b file.*\n((?:(?!The file ).*\n)*)/gm,
  );
  return new Map(
    [...said].map(([, name = '', valid, faults = '']) => [
      name,
      { valid: valid === 'a', faults: faults.trim() },
    ]),
  );
}

const papers: AnyPaper[] = [
  ...sampleNotices().map((sample) => ({ ...sample, kind: 'notice' as const })),
  ...sampleReports(),
];
const BROKEN: Record<string, (pdf: string) => string> = {
  'without-profile': (pdf) => pdf.replace('/OutputIntents', '/OutputIntentz'),
  'font-elsewhere': (pdf) => pdf.replaceAll('/FontFile2', '/FontFileX'),
  'not-declared': (pdf) => pdf.replace('pdfaid:conformance>B', 'pdfaid:conformance>X'),
};

describe.skipIf(reason !== null)(`preflight${reason === null ? '' : `: ${reason}`}`, () => {
  let verdicts: Map<string, Verdict>;
  let onBroken: Map<string, Verdict>;
  const [folder, broken] = ['sound-', 'broken-'].map((name) => mkdtempSync(join(tmpdir(), name)));
  const pathOf = (name: string, at = folder) => join(at as string, `${name}.pdf`);
  afterAll(() => {
    for (const one of [folder, broken]) rmSync(one as string, { recursive: true });
  });
  beforeAll(async () => {
    const [fonts, office] = [nodeFonts(), makeCertificate()];
    for (const paper of papers) writeFileSync(pathOf(paper.name), await drawPaper(paper, fonts));
    const notices = sampleNotices().map(({ facts }) => facts);
    const meta = { title: '合并打印', author: '虚构市住房和城乡建设局', at: new Date(0) };
    writeFileSync(pathOf('print-run'), drawPrintRun({ ...meta, notices }, fonts));
    for (const { name, facts } of sampleNotices()) {
      const signed = await signPdf(
        await drawPaper({ kind: 'notice', facts }, fonts),
        office,
        new Date(0),
      );
      writeFileSync(pathOf(`${name}-signed`), signed);
    }
    const sound = readFileSync(pathOf('warning-short'), 'latin1');
    for (const [name, breaking] of Object.entries(BROKEN))
      writeFileSync(pathOf(name, broken), breaking(sound), 'latin1');
    verdicts = await verdictsOn(folder as string);
    onBroken = await verdictsOn(broken as string);
  }, 400_000);

  const signed = sampleNotices().map(({ name }) => `${name}-signed`);
  test.each([...papers.map(({ name }) => name), 'print-run', ...signed])(
    '%s is PDF/A-1b',
    (name) => {
      expect(verdicts.get(`${name}.pdf`)).toEqual({ valid: true, faults: '' });
    },
  );

  test.each(Object.keys(BROKEN))('a file broken on purpose is refused: %s', (name) => {
    expect(onBroken.get(`${name}.pdf`)).toMatchObject({ valid: false });
  });
});
