import encodeQR from 'qr';
import { z } from 'zod';
import { write } from '../../../db/work.ts';
import { acceptInvitation } from '../../domain/people/invitations.ts';
import { type Enrolment, enrol, proveSecondFactor } from '../../domain/people/second-factor.ts';
import { stranger } from '../../domain/people/sessions.ts';
import { setSessionCookie } from '../../http/cookies.ts';
import { settled } from '../../http/sign-in.ts';
import { answerShown } from '../frame/answer.tsx';
import { act, page } from '../frame/page.tsx';
import { Field, Refusal } from '../frame/parts.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import { keptIn } from '../frame/typed.ts';
import type { PageSpec } from '../frame/visit.ts';
import { mine, onward } from './sign-in.tsx';
import { CodeForm, codeAsked } from './sign-in-form.tsx';

const query = z.object({ to: z.string().max(2048).optional() });
type Query = z.infer<typeof query>;

const code: PageSpec<unknown, Query> = {
  path: paths.secondFactor,
  grants: 'session',
  query,
  show: (visit) => {
    const { t, refused, session } = visit;
    if (!session?.person.twoFactorEnabled && !refused)
      return visit.c.redirect(withQuery(paths.enrolment, { to: visit.query.to }), 303);
    const kept = refused ? keptIn(refused.values) : { to: visit.query.to ?? '', members: {} };
    return codeAsked(t, kept, refused);
  },
};

const enrolment: PageSpec<unknown, Query> = {
  path: paths.enrolment,
  grants: 'session',
  query,
  show: ({ t, refused, query: { to } }) => ({
    title: t('绑定动态验证码', 'Set up the second factor'),
    main: (
      <section class="card narrow">
        <h1>{t('绑定动态验证码', 'Set up the second factor')}</h1>
        <Refusal refused={refused} />
        <p>
          {t(
            '您的角色须使用动态验证码。请先在手机上装好验证器应用，再输入密码取得二维码；密钥和恢复码只显示一次。',
            'Your role needs a second factor. Have an authenticator app ready; the secret and the recovery codes are shown once.',
          )}
        </p>
        <form method="post" action={paths.enrolment} data-quiet>
          <input type="hidden" name="to" value={refused?.values.to ?? to ?? ''} />
          <Field
            name="password"
            label={t('密码', 'Password')}
            type="password"
            autocomplete="current-password"
            refused={refused}
          />
          <button type="submit">{t('取得二维码', 'Show the QR code')}</button>
        </form>
      </section>
    ),
  }),
};

function Enrolled({ given: { uri, recoveryCodes }, to }: { given: Enrolment; to: string }) {
  const t = useSay();
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  return (
    <section class="card narrow">
      <h1>{t('绑定动态验证码', 'Set up the second factor')}</h1>
      <p>
        {t(
          '一、用验证器应用扫描二维码，或者手工输入密钥。',
          '1. Scan this with the app, or type the secret.',
        )}
      </p>
      <QrCode text={uri} name={t('验证器应用的二维码', 'QR code for the authenticator app')} />
      <p class="num">{secret.replace(/(.{4})(?=.)/g, '$1 ')}</p>
      <p>
        {t(
          '二、把恢复码抄下收好，只显示这一次。',
          '2. Write the recovery codes down; they are shown only now.',
        )}
      </p>
      <ul class="num">
        {recoveryCodes.map((one) => (
          <li>{one}</li>
        ))}
      </ul>
      <p>{t('三、输入应用显示的验证码，绑定即生效。', '3. Type the code that the app shows.')}</p>
      <CodeForm kept={{ to, members: {} }} />
    </section>
  );
}

const QUIET_ZONE = 4;

/** A QR code as one path, dark on white whatever the theme. */
export function QrCode({ text, name }: { text: string; name: string }) {
  const rows = encodeQR(text, 'raw', { border: QUIET_ZONE });
  const path = rows
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return (
    <svg
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      width="240"
      height="240"
      role="img"
      aria-label={name}
    >
      <path fill="#fff" d={`M0 0h${rows.length}v${rows.length}H0z`} />
      <path fill="#000" d={path} />
    </svg>
  );
}

const invitation: PageSpec<unknown, { token?: string | undefined }> = {
  path: paths.invitation,
  grants: 'open',
  query: z.object({ token: z.string().max(128).optional() }),
  show: ({ t, refused, query: { token } }) => ({
    title: t('接受邀请', 'Accept an invitation'),
    main: (
      <section class="card narrow">
        <h1>{t('接受邀请', 'Accept an invitation')}</h1>
        <Refusal refused={refused} />
        <form method="post" action={paths.invitation} data-quiet>
          <Field
            name="token"
            label={t('邀请码', 'Invitation code')}
            value={token}
            refused={refused}
            autocomplete="off"
            maxlength={128}
            required
          />
          <Field
            name="password"
            label={t('设定密码', 'Choose a password')}
            hint={t('至少 15 个字符，可用一句话。', 'At least 15 characters; a sentence is fine.')}
            type="password"
            autocomplete="new-password"
            refused={refused}
            required
          />
          <button type="submit">{t('设定', 'Set')}</button>
        </form>
      </section>
    ),
  }),
};

/** 动态验证码、邀请. */
export const secondFactor = [
  page(code),
  act({
    path: paths.secondFactor,
    grants: 'session',
    body: z.looseObject({
      code: z
        .string()
        .regex(/^\d{6}$/)
        .optional(),
      recoveryCode: z.string().trim().max(32).optional(),
    }),
    page: code,
    run: async (visit) => {
      const { code: six, recoveryCode = '' } = visit.body;
      const proof = six === undefined ? { recoveryCode } : { code: six };
      const token = settled(
        await visit.write(null, (work) =>
          proveSecondFactor(work, visit.deps.signIn, mine(visit), proof),
        ),
      );
      setSessionCookie(visit.c, token);
      return onward(visit, visit.body);
    },
  }),
  page(enrolment),
  act({
    path: paths.enrolment,
    grants: 'session',
    body: z.looseObject({ password: z.string().optional(), to: z.string().optional() }),
    page: enrolment,
    run: async (visit) => {
      const { body, t } = visit;
      const given = settled(
        await visit.write(null, (work) =>
          enrol(work, visit.deps.signIn, mine(visit), body.password),
        ),
      );
      const main = <Enrolled given={given} to={body.to ?? ''} />;
      return answerShown(visit.c, { title: t('绑定动态验证码', 'Second factor'), main }, []);
    },
  }),
  page(invitation),
  act({
    path: paths.invitation,
    grants: 'open',
    body: z.object({
      token: z.string().trim().min(1).max(128),
      password: z.string().min(1).max(512),
    }),
    page: invitation,
    run: async ({ deps, now, day, body }) => {
      settled(
        await write(deps.db, stranger, now, day, (work) =>
          acceptInvitation(work, deps.signIn, body),
        ),
      );
      return withQuery(paths.signIn, { done: 'joined' });
    },
  }),
];
