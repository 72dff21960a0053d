import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { isLanguage, type Language } from './say.ts';

const COOKIE = 'language';
const YEAR_SECONDS = 31_536_000;

/** The language that the reader chose; Chinese where none was chosen. */
export function languageOf(c: Context): Language {
  const chosen = getCookie(c, COOKIE);
  return isLanguage(chosen) ? chosen : 'zh';
}

/** Keeps the reader's choice. */
export const chooseLanguage = (c: Context, language: Language) =>
  setCookie(c, COOKIE, language, {
    path: '/',
    maxAge: YEAR_SECONDS,
    sameSite: 'Lax',
    httpOnly: true,
  });
