import type { Context } from 'hono';
import { raw } from 'hono/html';
import { roleOf } from '../../domain/people/roles.ts';
import { lacksSecondFactor } from '../../domain/people/sessions.ts';
import { membersOf, parseForm } from '../../http/body.ts';
import { codeOf, kindStatus } from '../../http/codes.ts';
import type { Edge } from '../../http/edge.ts';
import { problemOf } from '../../http/problem.ts';
import { Problem } from '../../lib/problem.ts';
import { SignInForm } from '../door/sign-in-form.tsx';
import { consolePolicy } from './assets.ts';
import { languageOf } from './language.ts';
import { Layout, type Reader } from './layout.tsx';
import { Banner } from './parts.tsx';
import { paths, withQuery } from './paths.ts';
import { type Say, sayIn } from './say.ts';
import { typedIn } from './typed.ts';
import type { Admits, Room, Shown } from './visit.ts';
import { hasWord, wordOf } from './words.ts';

const statusOf = ({ code, kind }: Problem) => codeOf(code).status ?? kindStatus[kind];

/** Answers with a page in its frame. */
export function answerShown(
  c: Context<Edge>,
  { title, main, here }: Shown,
  rooms: readonly Room[],
  problem?: Problem,
): Response {
  const { pathname, search } = new URL(c.req.url);
  const done = problem ? undefined : c.req.query('done');
  const t = sayIn(languageOf(c));
  c.header('Content-Security-Policy', consolePolicy);
  const body = (
    <Layout
      language={languageOf(c)}
      title={title}
      here={here ?? (c.req.method === 'GET' ? `${pathname}${search}` : pathname)}
      sent={c.req.method !== 'GET'}
      reader={readerOf(c, rooms)}
      requestId={c.var.requestId}
      main={
        <>
          {done && hasWord('done', done) && (
            <Banner kind="good">
              <p>{wordOf(t, 'done', done)}</p>
            </Banner>
          )}
          {main}
        </>
      }
    />
  );
  c.status((problem ? statusOf(problem) : 200) as 200);
  return c.html(`<!doctype html>${raw(body.toString())}`);
}

function readerOf(c: Context<Edge>, rooms: readonly Room[]): Reader | null {
  const { session } = c.var;
  if (!session) return null;
  const { role } = session.person;
  const { grants } = roleOf(role);
  const has = (admits: Admits) =>
    admits === 'people' ||
    (typeof admits !== 'string' &&
      admits.some((grant) => (grants as readonly string[]).includes(grant)));
  const nav = lacksSecondFactor(session)
    ? []
    : rooms.flatMap((room) => (room.nav && has(room.nav.grants) ? [room.nav] : []));
  const searches = nav.length > 0 && has(['read']);
  return { name: session.person.name, role, nav, searches };
}

/**
 * Answers what went wrong. Whoever is not signed in is led to the door and back; a form that was being sent then is kept for afterwards.
 */
export async function answerProblem(
  c: Context<Edge>,
  error: Error,
  rooms: readonly Room[],
): Promise<Response> {
  const known = problemOf(error);
  const { requestId, deps } = c.var;
  const { pathname, search } = new URL(c.req.url);
  if (known === null) deps.log.error({ requestId, err: error }, 'request failed');
  if (known?.code === 'second-factor-required')
    return c.redirect(withQuery(paths.secondFactor, { to: `${pathname}${search}` }), 303);
  if (known?.kind === 'unauthenticated' && c.req.method === 'GET')
    return c.redirect(withQuery(paths.signIn, { to: `${pathname}${search}` }), 303);
  const problem =
    known ?? new Problem('invalid', 'internal', `请求编号 ${requestId}，请连同时间告知管理员。`);
  if (problem.kind === 'unauthenticated') return answerKept(c, problem, rooms);
  const t = sayIn(languageOf(c));
  const { title, text } = toldOf(problem, t);
  const main = (
    <section class="card narrow">
      <h1>{title}</h1>
      <p>{text}</p>
      <p>
        <a href={search ? pathname : paths.home}>
          {search ? t('去掉条件再看', 'Open without conditions') : t('回到首页', 'Home')}
        </a>
      </p>
    </section>
  );
  return answerShown(c, { title, main }, rooms, problem);
}

const NOT_FOUND = 'There is no such page or record, or it is not for you to see.';

/** What went wrong, in words for somebody who looks at a page; what has none is told as over the interface. */
function toldOf(problem: Problem, t: Say): { title: string; text: string } {
  const { code, detail } = problem;
  const { title } = codeOf(code);
  switch (code) {
    case 'invalid-input':
      return {
        title: t(title, 'Not understood'),
        text: t('地址中的条件有误。', 'The address asks for something that does not exist.'),
      };
    case 'cursor-invalid':
      return {
        title: t('翻不到这一页', 'No such page of the list'),
        text: t(
          '这个翻页地址不完整或已经失效，请从第一页看起。',
          'Begin with the first page again.',
        ),
      };
    case 'not-found':
      return { title: t(title, 'Not found'), text: t(detail, NOT_FOUND) };
    case 'grant-missing':
      return {
        title: t(title, 'Not for your role'),
        text: t(
          '您的账户不能看这一页。确有需要的，请向管理员申请。',
          'Your account may not open this page; ask the administrator if you need it.',
        ),
      };
    default:
      return { title, text: tooLarge(problem, t) ?? detail };
  }
}

const MB = 1024 * 1024;

/** What a person can do about an upload that is too large; null for what is none. */
const tooLarge = ({ code, extra }: Problem, t: Say): string | null =>
  code === 'body-too-large' && typeof extra.maxBytes === 'number'
    ? t(
        `上传的内容太大，一次最多 ${Math.floor(extra.maxBytes / MB)} MB，未存入任何内容。请删去文件里的图片和多余的工作表，或按班组拆成几个文件。`,
        `Too large: ${Math.floor(extra.maxBytes / MB)} MB at most, nothing was stored. Take pictures and spare sheets out, or split the file by teams.`,
      )
    : null;

/** The door, with the form that was being sent: after signing in it can be sent as it was typed. */
async function answerKept(c: Context<Edge>, problem: Problem, rooms: readonly Room[]) {
  const members = typedIn(await smallForm(c));
  const t = sayIn(languageOf(c));
  const kept = { to: new URL(c.req.url).pathname, members };
  const main = <SignInForm refused={{ problem, values: {} }} kept={kept} />;
  return answerShown(c, { title: t('登录', 'Sign in'), main }, rooms, problem);
}

/** A form of somebody who is not known yet: read only where it says that it is small. */
async function smallForm(c: Context<Edge>): Promise<Record<string, unknown>> {
  const size = Number(c.req.header('content-length') ?? Number.NaN);
  if (!(size <= c.var.deps.limits.json)) return {};
  return parseForm(c).then(membersOf, () => ({}));
}
