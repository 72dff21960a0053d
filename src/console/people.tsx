import { z } from 'zod';
import { type Invited, inviteAgain, invitePerson } from '../domain/people/invitations.ts';
import {
  changeRole,
  disablePerson,
  getPerson,
  listPeople,
  type PersonView,
  resetSecondFactor,
} from '../domain/people/persons.ts';
import { isRole, type RoleName, roles } from '../domain/people/roles.ts';
import { actorOf } from '../http/edge.ts';
import { region, role, username } from '../http/people.ts';
import { text, uscc } from '../http/shapes.ts';
import { Fold, own, Reason } from './acting.tsx';
import { act, page } from './page.tsx';
import { Card, Facts, Field, Once, Pager, Refusal, type Refused, Table } from './parts.tsx';
import { paths, withQuery } from './paths.ts';
import { type Say, useSay } from './say.ts';
import type { PageSpec, Visit } from './visit.ts';
import { wordOf } from './words.ts';

const ROWS = 50;
const grants = ['people:write'] as const;
const DAYS_VALID = 3;

/** Roles that people have; machines do not sign in. */
const roleWords = (): [RoleName, string][] =>
  (Object.keys(roles) as RoleName[])
    .filter((name) => !('machine' in roles[name]))
    .map((name) => [name, roles[name].title]);

const titleOf = (name: string) => (isRole(name) ? roles[name].title : name);

const regionText = (t: Say, { region: of }: PersonView) =>
  of === null ? t('本单位', 'Own firm') : `${of.lo}–${of.hi}`;

function Invite({ refused }: { refused: Refused | undefined }) {
  const t = useSay();
  return (
    <Card title={t('邀请一人', 'Invite somebody')}>
      <form method="post" action={paths.people()}>
        <Once refused={refused} />
        <Field
          name="username"
          label={t('用户名', 'User name')}
          hint={t('3 至 32 位小写字母、数字', '3 to 32 small letters and digits')}
          refused={refused}
          maxlength={32}
          required
        />
        <Field name="name" label={t('姓名', 'Name')} refused={refused} maxlength={50} required />
        <Field
          name="companyId"
          label={t('单位的统一社会信用代码', 'Organisation (USCC)')}
          refused={refused}
          maxlength={24}
          required
        />
        <Field
          name="role"
          label={t('角色', 'Role')}
          options={roleWords()}
          value={refused?.values.role}
          refused={refused}
        />
        <Field
          name="region"
          label={t('辖区', 'Region')}
          hint={t(
            '只有主管部门的人员填写：行政区划代码前 2、4 或 6 位；不填为本单位辖区',
            'Authorities only: the first 2, 4 or 6 digits; else the organisation’s own',
          )}
          refused={refused}
          maxlength={6}
          inputmode="numeric"
        />
        <button type="submit">{t('邀请', 'Invite')}</button>
      </form>
    </Card>
  );
}

interface ListOf {
  items: readonly PersonView[];
  next: string | null;
  after: string | undefined;
  refused: Refused | undefined;
}

function List({ items, next, after, refused }: ListOf) {
  const t = useSay();
  return (
    <>
      <div class="head">
        <h1>{t('人员', 'People')}</h1>
      </div>
      <Refusal refused={refused} />
      <div class="columns">
        <section class="card">
          <Table
            caption={t('辖区内的人员', 'People within the region')}
            rows={items}
            empty={t('还没有人员，请在旁边邀请。', 'Nobody yet; invite somebody.')}
            columns={[
              {
                name: t('用户名', 'User name'),
                cell: (one) => <a href={paths.person(one.username)}>{one.username}</a>,
              },
              { name: t('姓名', 'Name'), cell: (one) => one.name },
              { name: t('角色', 'Role'), cell: (one) => titleOf(one.role) },
              { name: t('单位', 'Organisation'), cell: (one) => one.companyId },
              { name: t('辖区', 'Region'), cell: (one) => regionText(t, one) },
              { name: t('状态', 'Status'), cell: (one) => wordOf(t, 'personStatus', one.status) },
            ]}
          />
          <Pager
            first={after ? paths.people() : null}
            next={next ? paths.people({ after: next }) : null}
          />
        </section>
        <Invite refused={refused} />
      </div>
    </>
  );
}

interface Whole {
  person: PersonView;
  refused: Refused | undefined;
}

function Person({ person, refused }: Whole) {
  const t = useSay();
  const at = (name: string) => ({
    to: paths.personAct(person.username, name),
    act: name,
    refused,
  });
  const changing = own({ act: 'role', refused });
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
              options={roleWords()}
              value={person.role}
              refused={changing}
            />
            <Field
              name="region"
              of="role"
              label={t('辖区', 'Region')}
              hint={t('变更后其登录随即失效', 'Their sessions end')}
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
        <section class="card">
          <Facts
            rows={[
              [t('用户名', 'User name'), person.username],
              [t('角色', 'Role'), titleOf(person.role)],
              [t('单位', 'Organisation'), person.companyId],
              [t('辖区', 'Region'), regionText(t, person)],
              [
                t('动态验证码', 'Second factor'),
                person.secondFactor ? t('已绑定', 'enrolled') : t('未绑定', 'none'),
              ],
            ]}
          />
        </section>
      </div>
    </>
  );
}

/** The one time that an invitation is shown. */
function showInvited({ c, t, deps }: Visit, { username: name, token }: Invited) {
  const origin = deps.publicUrl ?? new URL(c.req.url).origin;
  const main = (
    <section class="card narrow">
      <h1>{t('邀请已生成', 'Invitation made')}</h1>
      <p>
        {t(
          `请把下面的链接交给 ${name} 本人，由其设置密码。链接只显示这一次，${DAYS_VALID} 天内有效。`,
          `Hand this link to ${name}. It is shown once and holds ${DAYS_VALID} days.`,
        )}
      </p>
      <Field
        name="link"
        label={t('链接', 'Link')}
        value={`${origin}${withQuery(paths.invitation, { token })}`}
      />
      <p>
        <a class="button plain" href={paths.person(name)}>
          {t('完成', 'Done')}
        </a>
      </p>
    </section>
  );
  return { title: t('邀请', 'Invitation'), main };
}

const query = z.object({ after: z.string().max(500).optional() });

const listPage: PageSpec<unknown, z.infer<typeof query>> = {
  path: paths.people(),
  grants,
  nav: { zh: '人员', en: 'People' },
  query,
  show: async ({ c, t, read, query: { after }, refused }) => {
    const { items, next } = await read(null, (work) =>
      listPeople(work, actorOf(c).region, { after, limit: ROWS }),
    );
    return {
      title: t('人员', 'People'),
      main: <List items={items} next={next} after={after} refused={refused} />,
    };
  },
};

const params = z.object({ username: z.string().max(64) });
type Params = z.infer<typeof params>;

const personPage: PageSpec<Params, unknown> = {
  path: paths.person(':username'),
  grants,
  params,
  show: async ({ c, read, params: { username: name }, refused }) => {
    const person = await read(null, (work) => getPerson(work, actorOf(c).region, name));
    return { title: person.name, main: <Person person={person} refused={refused} /> };
  },
};

const reason = z.object({ act: z.string().optional(), reason: text(500) });

/** 人员. */
export const peoplePages = [
  page(listPage),
  act({
    path: paths.people(),
    grants,
    body: z.object({
      username,
      name: text(50),
      companyId: uscc,
      role,
      region: region.optional(),
    }),
    page: listPage,
    run: async (visit) => {
      const { c, write, body } = visit;
      return showInvited(
        visit,
        await write(null, (work) => invitePerson(work, actorOf(c).region, body)),
      );
    },
  }),
  page(personPage),
  act({
    path: paths.personAct(':username', 'role'),
    grants,
    params,
    body: z.object({ act: z.string().optional(), role, region: region.optional() }),
    page: personPage,
    run: async ({ c, write, params: { username: name }, body: { act: _, ...to } }) => {
      await write(null, (work) => changeRole(work, actorOf(c).region, name, to));
      return withQuery(paths.person(name), { done: 'role-changed' });
    },
  }),
  act({
    path: paths.personAct(':username', 'invitation'),
    grants,
    params,
    body: z.object({ act: z.string().optional() }),
    page: personPage,
    run: async (visit) => {
      const { c, write, params: of } = visit;
      return showInvited(
        visit,
        await write(null, (work) => inviteAgain(work, actorOf(c).region, of.username)),
      );
    },
  }),
  act({
    path: paths.personAct(':username', 'second-factor'),
    grants,
    params,
    body: reason,
    page: personPage,
    run: async ({ c, write, params: { username: name }, body }) => {
      await write(null, (work) => resetSecondFactor(work, actorOf(c).region, name, body.reason));
      return withQuery(paths.person(name), { done: 'factor-reset' });
    },
  }),
  act({
    path: paths.personAct(':username', 'disablement'),
    grants,
    params,
    body: reason,
    page: personPage,
    run: async ({ c, write, params: { username: name }, body }) => {
      await write(null, (work) => disablePerson(work, actorOf(c).region, name, body.reason));
      return withQuery(paths.person(name), { done: 'disabled' });
    },
  }),
];
