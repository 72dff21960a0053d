import { z } from 'zod';
import { inviteAgain, invitePerson } from '../../domain/people/invitations.ts';
import {
  changeRole,
  disablePerson,
  getPerson,
  listPeople,
  type PersonView,
  resetSecondFactor,
} from '../../domain/people/persons.ts';
import { actorOf } from '../../http/edge.ts';
import { region, role, username } from '../../http/people.ts';
import { text, uscc } from '../../http/shapes.ts';
import { personColumns } from '../frame/list-columns.ts';
import { type Listed, listFile, rowsShown } from '../frame/list-file.ts';
import { act, page } from '../frame/page.tsx';
import {
  Card,
  Company,
  Field,
  Once,
  Pager,
  Refusal,
  type Refused,
  Table,
} from '../frame/parts.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import { roleOptions, roleTitle } from '../frame/titles.ts';
import type { PageSpec } from '../frame/visit.ts';
import { wordOf } from '../frame/words.ts';
import { Person, regionText, showInvited } from './person.tsx';

const ROWS = 50;
const grants = ['people:write'] as const;
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
          options={roleOptions(t)}
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
              { name: t('角色', 'Role'), cell: (one) => roleTitle(t, one.role) },
              { name: t('单位', 'Organisation'), cell: (one) => <Company {...one} /> },
              { name: t('辖区', 'Region'), cell: (one) => regionText(t, one) },
              { name: t('状态', 'Status'), cell: (one) => wordOf(t, 'personStatus', one.status) },
            ]}
          />
          <Pager
            first={after ? paths.people() : null}
            next={next ? paths.people({ after: next }) : null}
            file={paths.people()}
          />
        </section>
        <Invite refused={refused} />
      </div>
    </>
  );
}

const query = z.object({ after: z.string().max(500).optional() });

type Query = z.infer<typeof query>;

const people: Listed<unknown, Query, PersonView> = {
  name: 'people',
  columns: ({ t }) => personColumns(t),
  rows: (work, { c }, rows) => listPeople(work, actorOf(c).region, rows),
};

const listPage: PageSpec<unknown, Query> = {
  path: paths.people(),
  grants,
  nav: { zh: '人员', en: 'People' },
  query,
  file: listFile(people),
  show: async (visit) => {
    const { t, refused } = visit;
    const { items, next } = await rowsShown(people, visit, ROWS);
    return {
      title: t('人员', 'People'),
      main: <List items={items} next={next} after={visit.query.after} refused={refused} />,
    };
  },
};

const params = z.object({ username: z.string().max(64) });
type Params = z.infer<typeof params>;

const personPage: PageSpec<Params, unknown> = {
  path: paths.person(':username'),
  grants,
  params,
  show: async ({ c, read, session, params: { username: name }, refused }) => {
    const person = await read(null, (work) => getPerson(work, actorOf(c).region, name));
    return {
      title: person.name,
      main: <Person person={person} isSelf={session?.person.username === name} refused={refused} />,
    };
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
      const { c, issue, body } = visit;
      return showInvited(
        visit,
        await issue(null, (work) => invitePerson(work, actorOf(c).region, body)),
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
      const { c, issue, params: of } = visit;
      return showInvited(
        visit,
        await issue(null, (work) => inviteAgain(work, actorOf(c).region, of.username)),
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
