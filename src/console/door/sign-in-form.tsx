import { Field, Refusal, type Refused } from '../frame/parts.tsx';
import { localPath, paths } from '../frame/paths.ts';
import { type Say, useSay } from '../frame/say.ts';
import { carried, type Kept } from '../frame/typed.ts';
import type { Shown } from '../frame/visit.ts';
import { wordsIn } from '../frame/words.ts';

export const Carried = ({ kept }: { kept: Kept }) => (
  <>
    {carried(kept).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
  </>
);

interface Door {
  refused?: Refused | undefined;
  kept: Kept;
  /** Whether a city's own sign-on is set up. */
  signOn?: boolean;
}

/** The form at the door. What was being sent comes with it. */
export function SignInForm({ refused, kept, signOn }: Door) {
  const t = useSay();
  return (
    <section class="card narrow">
      <h1>{t('登录', 'Sign in')}</h1>
      <Refusal refused={refused} />
      {Object.keys(kept.members).length > 0 && (
        <p>
          {t(
            '刚才填写的内容还在，登录后可以继续提交。',
            'What you typed is kept; you can send it after signing in.',
          )}
        </p>
      )}
      <form method="post" action={paths.signIn} data-quiet>
        <Carried kept={kept} />
        <Field
          name="username"
          label={t('用户名', 'User name')}
          refused={refused}
          autocomplete="username"
          maxlength={64}
          required
        />
        <Field
          name="password"
          label={t('密码', 'Password')}
          type="password"
          refused={refused}
          autocomplete="current-password"
          maxlength={512}
          required
        />
        <button type="submit">{t('登录', 'Sign in')}</button>
      </form>
      {signOn && (
        <p>
          <a href="/api/v1/session/sign-on">{t('使用统一登录', 'Use the city’s sign-on')}</a>
        </p>
      )}
    </section>
  );
}

/** Asks for the code of the second factor; what was being sent comes with it. */
export function CodeForm({ refused, kept }: { refused?: Refused | undefined; kept: Kept }) {
  const t = useSay();
  return (
    <form method="post" action={paths.secondFactor} data-quiet>
      <Carried kept={kept} />
      <Field
        name="code"
        label={t('动态验证码（6 位）', 'Code (6 digits)')}
        inputmode="numeric"
        autocomplete="one-time-code"
        maxlength={6}
        refused={refused}
      />
      <Field
        name="recoveryCode"
        label={t('或者恢复码', 'Or a recovery code')}
        hint={t(
          '手机不在身边时使用，每个只能用一次。',
          'For when the phone is not at hand; each works once.',
        )}
        autocomplete="off"
        maxlength={32}
        refused={refused}
      />
      <button type="submit">{t('确定', 'Continue')}</button>
    </form>
  );
}

/** The page of that form. */
export const codeAsked = (t: Say, kept: Kept, refused?: Refused): Shown => ({
  title: t('动态验证码', 'Second factor'),
  main: (
    <section class="card narrow">
      <h1>{t('动态验证码', 'Second factor')}</h1>
      <Refusal refused={refused} />
      <CodeForm refused={refused} kept={kept} />
    </section>
  ),
});

/** After the door: the form that was being sent, to be sent once more as it was typed. */
export function Resume({ kept }: { kept: Kept }) {
  const t = useSay();
  const names = new Map(wordsIn(t, 'typed'));
  return (
    <section class="card narrow">
      <h1>{t('继续提交', 'Continue')}</h1>
      <p>
        {t(
          '登录过期前填写的内容如下，尚未提交。',
          'This was typed before the session ended. It has not been sent yet.',
        )}
      </p>
      <dl class="facts">
        {Object.entries(kept.members)
          .filter(([name]) => names.has(name))
          .map(([name, value]) => (
            <>
              <dt>{names.get(name)}</dt>
              <dd>{value}</dd>
            </>
          ))}
      </dl>
      <form method="post" action={localPath(kept.to)}>
        {Object.entries(kept.members).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <p>
          <button type="submit">{t('提交', 'Send')}</button>{' '}
          <a class="button plain" href={paths.home}>
            {t('放弃', 'Discard')}
          </a>
        </p>
      </form>
    </section>
  );
}
