import { INVITATION_DAYS, type Invited } from '../../domain/people/invitations.ts';
import type { PersonView } from '../../domain/people/persons.ts';
import { Fold, own, Reason, ShownOnce } from '../frame/acting.tsx';
import { Card, Company, Facts, Field, Refusal, type Refused } from '../frame/parts.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import { type Say, useSay } from '../frame/say.ts';
import { roleOptions, roleTitle } from '../frame/titles.ts';
import type { Visit } from '../frame/visit.ts';
import { wordOf } from '../frame/words.ts';

/** Whom a person is responsible for. */
export const regionText = (t: Say, { region: of }: PersonView) =>
  of === null ? t('本单位', 'Own firm') : `${of.lo}–${of.hi}`;

/** The digits that name a person's region; empty where it has no such name, or there is none. */
export function prefixOf({ region: of }: Pick<PersonView, 'region'>): string {
  if (of === null) return '';
  const [lo, hi] = [String(of.lo).padStart(6, '0'), String(of.hi).padStart(6, '0')];
  const length = [6, 4, 2].find((n) => lo.slice(0, n).padEnd(6, '9') === hi) ?? 0;
  return lo.slice(0, length);
}

interface Whole {
  person: PersonView;
  /** Whether it is the reader's own account. */
  isSelf: boolean;
  refused: Refused | undefined;
}

/** One person and what an administrator does about them. */
export function Person({ person, isSelf, refused }: Whole) {
  const t = useSay();
  const at = (name: string) => ({
    to: paths.personAct(person.username, name),
    act: name,
    refused,
  });
  const changing = own({ act: 'role', refused });
  if (isSelf) return <Own person={person} refused={refused} />;
  return (
    <>
      <div class="head">
        <h1>{person.name}</h1>
        <span class="tag">{wordOf(t, 'personStatus', person.status)}</span>
      </div>
      <Refusal refused={refused} />
      <div class="columns">
        <Card title={t('办理', 'Act')}>
          <Fold
            {...at('role')}
            title={t('变更角色或辖区', 'Change the role or region')}
            button={t('变更', 'Change')}
          >
            <Field
              name="role"
              of="role"
              label={t('角色', 'Role')}
              options={roleOptions(t)}
              value={person.role}
              refused={changing}
            />
            <Field
              name="region"
              of="role"
              label={t('辖区', 'Region')}
              hint={t(
                '主管部门的人员填代码前 2、4 或 6 位，留空即本单位辖区；变更后其登录随即失效',
                'Of an authority’s people the first 2, 4 or 6 digits; empty: the organisation’s own. Their sessions end',
              )}
              value={prefixOf(person)}
              maxlength={6}
              refused={changing}
            />
          </Fold>
          <Fold
            {...at('invitation')}
            title={t('重新邀请', 'Invite again')}
            button={t('重新邀请', 'Invite again')}
          >
            <p>
              {t(
                '忘记密码、被锁定或已停用的人：原密码和登录随即失效，凭新的邀请设置密码。',
                'For a lost password, a locked or a disabled account: the old password ends at once.',
              )}
            </p>
          </Fold>
          {person.secondFactor && (
            <Fold
              {...at('second-factor')}
              title={t('解除丢失的动态验证码', 'Reset a lost second factor')}
              button={t('解除', 'Reset')}
              danger
            >
              <Reason act="second-factor" refused={refused} />
            </Fold>
          )}
          {person.status !== 'disabled' && (
            <Fold
              {...at('disablement')}
              title={t('停用', 'Disable')}
              button={t('停用', 'Disable')}
              danger
            >
              <Reason act="disablement" refused={refused} />
            </Fold>
          )}
        </Card>
        <About person={person} />
      </div>
    </>
  );
}

function About({ person }: Pick<Whole, 'person'>) {
  const t = useSay();
  return (
    <section class="card">
      <Facts
        rows={[
          [t('用户名', 'User name'), person.username],
          [t('角色', 'Role'), roleTitle(t, person.role)],
          [t('单位', 'Organisation'), <Company {...person} />],
          [t('辖区', 'Region'), regionText(t, person)],
          [
            t('动态验证码', 'Second factor'),
            person.secondFactor ? t('已绑定', 'enrolled') : t('未绑定', 'none'),
          ],
        ]}
      />
    </section>
  );
}

/** Nobody changes an account of their own. */
function Own({ person, refused }: Omit<Whole, 'isSelf'>) {
  const t = useSay();
  return (
    <>
      <div class="head">
        <h1>{person.name}</h1>
        <span class="tag">{wordOf(t, 'personStatus', person.status)}</span>
      </div>
      <Refusal refused={refused} />
      <About person={person} />
      <p>
        {t(
          '这是您自己的账户，变更须由另一名管理员办理；改密码见页首。',
          'Your own account: another administrator changes it. The password is at the head of the page.',
        )}
      </p>
    </>
  );
}

/** The one time that an invitation is shown. */
export function showInvited({ c, t, deps }: Visit, { username: name, token }: Invited) {
  const origin = deps.publicUrl ?? new URL(c.req.url).origin;
  const main = (
    <ShownOnce
      title={t('邀请已生成', 'Invitation made')}
      words={t(
        `请把下面的链接交给 ${name} 本人，由其设置密码。链接只显示这一次，${INVITATION_DAYS} 天内有效。`,
        `Hand this link to ${name}. It is shown once and holds ${INVITATION_DAYS} days.`,
      )}
      label={t('链接', 'Link')}
      secret={`${origin}${withQuery(paths.invitation, { token })}`}
      on={paths.person(name)}
    />
  );
  return { title: t('邀请', 'Invitation'), main };
}
