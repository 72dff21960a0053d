import type { Child } from 'hono/jsx';
import { assets } from './assets.ts';
import { paths } from './paths.ts';
import { type Language, Saying, sayIn, useSay } from './say.ts';
import { roleTitle } from './titles.ts';

export interface NavItem {
  path: string;
  zh: string;
  en: string;
}

/** Who reads a page; null before signing in. */
export interface Reader {
  name: string;
  role: string;
  nav: readonly NavItem[];
  /** May look for projects, companies and papers. */
  searches: boolean;
}

export interface Frame {
  language: Language;
  title: string;
  /** The page's own address, for the language switch and the mark in the menu. */
  here: string;
  /** It answers a form that was sent: going back must not send that again. */
  sent: boolean;
  reader: Reader | null;
  requestId: string;
  main: Child;
}

/** The frame of every page. */
export function Layout({ language, title, here, sent, reader, requestId, main }: Frame) {
  const t = sayIn(language);
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <Saying.Provider value={t}>
      <html lang={language === 'zh' ? 'zh-CN' : 'en'}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{`${title} · ${t('农民工工资专户监测预警系统', 'Wage escrow monitor')}`}</title>
          <link rel="stylesheet" href={paths.style(assets.style.version)} />
          <link rel="icon" href="data:," />
          <script defer src={paths.script(assets.script.version)} />
        </head>
        <body data-here={sent ? here : undefined}>
          <a class="skip" href="#main">
            {t('跳到正文', 'Skip to content')}
          </a>
          <header class="bar">
            <div class="bar-in">
              <a class="brand" href={paths.home}>
                {t('农民工工资专户监测预警系统', 'Wage escrow monitor')}
              </a>
              {reader?.searches && <Find />}
              <div class="who">
                {reader && (
                  <span>
                    {reader.name} · {roleTitle(t, reader.role)}
                  </span>
                )}
                <a
                  href={paths.language(other, here)}
                  lang={other === 'zh' ? 'zh-CN' : 'en'}
                  hreflang={other === 'zh' ? 'zh-CN' : 'en'}
                >
                  {other === 'zh' ? '中文' : 'English'}
                </a>
                {reader && (
                  <>
                    <a href={paths.password}>{t('改密码', 'Password')}</a>
                    <form method="post" action={paths.signOut}>
                      <button type="submit">{t('退出', 'Sign out')}</button>
                    </form>
                  </>
                )}
              </div>
            </div>
          </header>
          {reader && reader.nav.length > 0 && <Nav items={reader.nav} here={here} />}
          <main id="main" tabindex={-1}>
            {main}
          </main>
          <footer class="foot">
            {t('页面编号', 'Page')} <span class="num">{requestId}</span>
          </footer>
        </body>
      </html>
    </Saying.Provider>
  );
}

function Find() {
  const t = useSay();
  const label = t('查找项目、单位、文号', 'Find a project, company or paper');
  return (
    <search class="find">
      <form method="post" action={paths.search()} data-quiet="">
        <input
          type="search"
          name="q"
          aria-label={label}
          placeholder={label}
          maxlength={100}
          autocomplete="off"
          required
        />
        <button type="submit">{t('查找', 'Find')}</button>
      </form>
    </search>
  );
}

function Nav({ items, here }: { items: readonly NavItem[]; here: string }) {
  const t = useSay();
  const at = here.split('?')[0] as string;
  const holds = (path: string) => at === path || (path !== paths.home && at.startsWith(`${path}/`));
  return (
    <nav class="nav" aria-label={t('栏目', 'Sections')}>
      <ul>
        {items.map(({ path, zh, en }) => (
          <li>
            <a href={path} aria-current={holds(path) ? 'page' : undefined}>
              {t(zh, en)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
