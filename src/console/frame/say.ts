import { createContext, useContext } from 'hono/jsx';

export type Language = 'zh' | 'en';

/** Picks the wording of the reader's language. Sentences of rules, papers and law are Chinese for everybody. */
export type Say = (zh: string, en: string) => string;

export const sayIn =
  (language: Language): Say =>
  (zh, en) =>
    language === 'en' ? en : zh;

export const isLanguage = (text: unknown): text is Language => text === 'zh' || text === 'en';

/** The wording of the page that is being drawn. */
export const Saying = createContext<Say>(sayIn('zh'));
export const useSay = (): Say => useContext(Saying);
