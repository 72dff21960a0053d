import { z } from 'zod';
import { write } from '../../../db/work.ts';
import { SHORTEST } from '../../domain/people/passwords.ts';
import { changePassword } from '../../domain/people/persons.ts';
import { roleOf } from '../../domain/people/roles.ts';
import {
  endSession,
  lacksSecondFactor,
  type Session,
  stranger,
} from '../../domain/people/sessions.ts';
import { signIn } from '../../domain/people/sign-in.ts';
import { dropSessionCookie, setSessionCookie } from '../../http/cookies.ts';
import { settled } from '../../http/sign-in.ts';
import { answerShown } from '../frame/answer.tsx';
import { chooseLanguage } from '../frame/language.ts';
import { act, page } from '../frame/page.tsx';
import { Field, Refusal } from '../frame/parts.tsx';
import { localPath, paths, withQuery } from '../frame/paths.ts';
import { isLanguage } from '../frame/say.ts';
import { keptIn } from '../frame/typed.ts';
import type { PageSpec, Visit } from '../frame/visit.ts';
import { codeAsked, Resume, SignInForm } from './sign-in-form.tsx';

const MOST_SECRET = 512;
const to = z.string().max(2048).optional();

export const mine = ({ session }: Pick<Visit, 'session'>): Session => {
  if (session === undefined) throw new Error('this page has no session');
  return session;
};

const door: PageSpec<unknown, { to?: string | undefined }> = {
  path: '/sign-in',
  grants: 'open',
  query: z.object({ to }),
  show: ({ t, query, refused }) => ({
    title: t('登录', 'Sign in'),
    main: (
      <SignInForm
        refused={refused}
        kept={refused ? keptIn(refused.values) : { to: query.to ?? '', members: {} }}
      />
    ),
  }),
};

/** Where somebody goes who just proved who they are; a form that was kept is shown once more. */
export function onward(visit: Visit, members: Readonly<Record<string, unknown>>) {
  const kept = keptIn(members);
  if (Object.keys(kept.members).length === 0) return localPath(kept.to);
  const shown = { title: visit.t('继续提交', 'Continue'), main: <Resume kept={kept} /> };
  return answerShown(visit.c, shown, []);
}

const leastFor = (session: Session | undefined) =>
  session && roleOf(session.person.role).secondFactor ? SHORTEST.withSecond : SHORTEST.alone;

const password: PageSpec<unknown, unknown> = {
  path: paths.password,
  grants: 'session',
  show: ({ t, refused, session }) => ({
    title: t('改密码', 'Change password'),
    main: (
      <section class="card narrow">
        <h1>{t('改密码', 'Change password')}</h1>
        <Refusal refused={refused} />
        <form method="post" action={paths.password} data-quiet>
          <Field
            name="password"
            label={t('现在的密码', 'Current password')}
            type="password"
            autocomplete="current-password"
            refused={refused}
            required
          />
          <Field
            name="newPassword"
            label={t('新密码', 'New password')}
            hint={t(
              `至少 ${leastFor(session)} 个字符，可用一句话；改后其他登录随即失效。`,
              `At least ${leastFor(session)} characters; a sentence is fine. Other sessions end.`,
            )}
            type="password"
            autocomplete="new-password"
            refused={refused}
            required
          />
          <button type="submit">{t('更改', 'Change')}</button>
        </form>
      </section>
    ),
  }),
};

/** 登录、退出、语言、密码. */
export const signingIn = [
  page(door),
  act({
    path: '/sign-in',
    grants: 'open',
    body: z.looseObject({
      username: z.string().trim().min(1).max(64),
      password: z.string().min(1).max(MOST_SECRET),
      to,
    }),
    page: door,
    run: async (visit) => {
      const { c, deps, now, day, body } = visit;
      const { token, person } = settled(
        await write(deps.db, stranger, now, day, (work) => signIn(work, deps.signIn, body)),
      );
      setSessionCookie(c, token);
      if (!lacksSecondFactor({ secondAt: null, person })) return onward(visit, body);
      const kept = keptIn(body);
      if (person.twoFactorEnabled && Object.keys(kept.members).length > 0)
        return codeAsked(visit.t, kept);
      return withQuery(person.twoFactorEnabled ? paths.secondFactor : paths.enrolment, {
        to: body.to,
      });
    },
  }),
  act({
    path: paths.signOut,
    grants: 'session',
    body: z.looseObject({}),
    page: door,
    run: async (visit) => {
      await visit.write(null, (work) => endSession(work, mine(visit)));
      dropSessionCookie(visit.c);
      return paths.signIn;
    },
  }),
  page(password),
  act({
    path: paths.password,
    grants: 'session',
    body: z.strictObject({
      password: z.string().min(1).max(MOST_SECRET),
      newPassword: z.string().min(1).max(MOST_SECRET),
    }),
    page: password,
    run: async (visit) => {
      settled(
        await visit.write(null, (work) =>
          changePassword(work, visit.deps.signIn, mine(visit), visit.body),
        ),
      );
      return withQuery(paths.home, { done: 'password' });
    },
  }),
  page({
    path: '/language/:language',
    grants: 'open',
    query: z.object({ to }),
    show: ({ c, query }) => {
      const language = c.req.param('language');
      if (isLanguage(language)) chooseLanguage(c, language);
      return c.redirect(localPath(query.to), 303);
    },
  }),
];
