import type { Day } from '../../src/lib/day.ts';

/**
 * A sentence of law that a rule rests on. `mark`: V1 seen in a full text of the law, V2 quoted by a
 * secondary source, R recalled or incomplete. `article` is null where the sentence was seen without
 * its number. `validTo` is the last day on which it may be cited; null: no end known.
 */
export interface LawText {
  id: string;
  /** 《…》 with its number, as a paper prints it. */
  title: string;
  article: string | null;
  text: string;
  mark: 'V1' | 'V2' | 'R';
  validFrom: Day;
  validTo: Day | null;
}

type Source = Pick<LawText, 'title' | 'mark' | 'validFrom' | 'validTo'>;

/** A law or measure that several texts are taken from. */
export const source = (
  title: string,
  mark: LawText['mark'],
  validFrom: Day,
  validTo: Day | null = null,
): Source => ({ title, mark, validFrom, validTo });

/** A sentence of a source, word for word; `……` stands for what is left out. */
export const text = (id: string, from: Source, article: string | null, words: string): LawText => ({
  id,
  title: from.title,
  article,
  text: words,
  mark: from.mark,
  validFrom: from.validFrom,
  validTo: from.validTo,
});

/** The State Council's regulation, which most texts are taken from. */
export const wageRegulation = source(
  '《保障农民工工资支付条例》（国务院令第724号）',
  'V1',
  '2020-05-01',
);

/** The province's regulation. The text read is that of the third amendment; older days are not served by it. */
export const jiangsuWages = source('《江苏省工资支付条例》', 'V1', '2026-05-27');

/** The city's own measures, which lapse. */
export const city = source(
  '《关于加快推进连云港建筑业高质量发展的实施意见》（连政规发〔2023〕2号）',
  'V1',
  '2023-04-01',
  '2028-03-31',
);
