import { z } from 'zod';
import { type Grant, isGrant } from '../../domain/people/grants.ts';
import {
  getKey,
  type KeyView,
  listKeys,
  makeKey,
  revokeKey,
  rotateKey,
} from '../../domain/people/keys.ts';
import { actorOf } from '../../http/edge.ts';
import { day, text, uscc } from '../../http/shapes.ts';
import { addDays, startOf } from '../../lib/day.ts';
import { ShownOnce } from '../frame/acting.tsx';
import { keyColumns } from '../frame/list-columns.ts';
import { type Listed, listFile, rowsShown } from '../frame/list-file.ts';
import { act, page } from '../frame/page.tsx';
import { Company, InstantText, Pager, Refusal, type Refused, Table } from '../frame/parts.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import type { PageSpec, Visit } from '../frame/visit.ts';
import { GRANT, Key, KeyForm, stateOf } from './key.tsx';

const ROWS = 50;
const grants = ['keys:write'] as const;

const query = z.object({
  ended: z.literal('true').optional(),
  after: z.string().max(500).optional(),
});
type Query = z.infer<typeof query>;

interface ListOf {
  items: readonly KeyView[];
  next: string | null;
  query: Query;
  now: Date;
  refused: Refused | undefined;
}

function List({ items, next, query: { ended, after }, now, refused }: ListOf) {
  const t = useSay();
  return (
    <>
      <div class="head">
        <h1>{t('接口密钥', 'Keys of the interface')}</h1>
        <a href={paths.keys({ ended: ended ? undefined : 'true' })}>
          {ended ? t('看有效的', 'Those in use') : t('看已停用和到期的', 'Those that ended')}
        </a>
      </div>
      <Refusal refused={refused} />
      <div class="columns">
        <section class="card">
          <Table
            caption={t('辖区内的密钥，新的在前', 'Keys within the region, the newest first')}
            rows={items}
            empty={t('没有密钥。', 'No key.')}
            columns={[
              {
                name: t('前缀', 'Prefix'),
                cell: ({ prefix }) => (
                  <a class="num" href={paths.key(prefix)}>
                    {prefix}
                  </a>
                ),
              },
              { name: t('单位', 'Organisation'), cell: (one) => <Company {...one} /> },
              { name: t('持有人', 'Held by'), cell: ({ holder }) => holder },
              { name: t('最近使用', 'Last used'), cell: (one) => <InstantText at={one.usedAt} /> },
              {
                name: t('到期', 'Ends'),
                cell: (one) => <InstantText at={one.revokedAt ?? one.expiresAt} />,
              },
              { name: t('状态', 'State'), cell: (one) => stateOf(t, one, now) },
            ]}
          />
          <Pager
            first={after ? paths.keys({ ended }) : null}
            next={next ? paths.keys({ ended, after: next }) : null}
            file={paths.keys({ ended })}
          />
        </section>
        <KeyForm refused={refused} />
      </div>
    </>
  );
}

const keys: Listed<unknown, Query, KeyView> = {
  name: 'keys',
  columns: ({ t, now }) => keyColumns(t, now),
  rows: (work, { c, query: asked }, rows) =>
    listKeys(work, actorOf(c).region, { live: !asked.ended, ...rows }),
};

const listPage: PageSpec<unknown, Query> = {
  path: paths.keys(),
  grants,
  nav: { zh: '密钥', en: 'Keys' },
  query,
  file: listFile(keys),
  show: async (visit) => {
    const { t, now, query: asked, refused } = visit;
    const { items, next } = await rowsShown(keys, visit, ROWS);
    return {
      title: t('接口密钥', 'Keys of the interface'),
      main: <List {...{ items, next, now, refused }} query={asked} />,
    };
  },
};

const params = z.object({ prefix: z.string().max(16) });
type Params = z.infer<typeof params>;

const keyPage: PageSpec<Params, unknown> = {
  path: paths.key(':prefix'),
  grants,
  params,
  show: async ({ c, t, read, now, params: { prefix }, refused }) => {
    const held = await read(null, (work) => getKey(work, actorOf(c).region, prefix));
    return {
      title: `${t('密钥', 'Key')} ${prefix}`,
      main: <Key held={held} now={now} refused={refused} />,
    };
  },
};

const grantsTicked = (form: Readonly<Record<string, unknown>>): Grant[] =>
  Object.keys(form)
    .filter((name) => name.startsWith(GRANT))
    .map((name) => name.slice(GRANT.length))
    .filter(isGrant);

/** The one time that a key is shown. */
function showKey({ t }: Visit, { key, prefix }: { key: string; prefix: string }) {
  const title = t('密钥已生成', 'Key made');
  const main = (
    <ShownOnce
      title={title}
      words={t(
        '请交给持有人本人妥善保存。密钥只显示这一次；丢失只能换发。',
        'Hand it to its holder. It is shown once; a lost one can only be replaced.',
      )}
      label={t('密钥', 'Key')}
      secret={key}
      on={paths.key(prefix)}
    />
  );
  return { title, main };
}

const days = z
  .string()
  .regex(/^\d{1,2}$/)
  .transform(Number)
  .pipe(z.int().max(90, '应为 0 至 90 天。'));

/** 接口密钥. */
export const keyPages = [
  page(listPage),
  act({
    path: paths.keys(),
    grants,
    body: z.looseObject({
      companyId: uscc,
      holder: text(50),
      expiresOn: day.optional(),
      addresses: z.string().max(2000).optional(),
    }),
    page: listPage,
    run: async (visit) => {
      const { companyId, holder, expiresOn, addresses, ...form } = visit.body;
      const ticked = grantsTicked(form);
      const input = {
        companyId,
        holder,
        grants: ticked.length > 0 ? ticked : undefined,
        expiresAt: expiresOn ? startOf(addDays(expiresOn, 1)) : undefined,
        addresses: addresses?.split(/[\s,，]+/).filter(Boolean),
      };
      const made = await visit.issue(null, (work) => makeKey(work, input, actorOf(visit.c).region));
      return showKey(visit, made);
    },
  }),
  page(keyPage),
  act({
    path: paths.keyAct(':prefix', 'rotation'),
    grants,
    params,
    body: z.object({ act: z.string().optional(), days }),
    page: keyPage,
    run: async (visit) => {
      const { c, issue, params: of, body } = visit;
      const made = await issue(null, (work) =>
        rotateKey(work, of.prefix, body.days, actorOf(c).region),
      );
      return showKey(visit, made);
    },
  }),
  act({
    path: paths.keyAct(':prefix', 'revocation'),
    grants,
    params,
    body: z.object({ act: z.string().optional() }),
    page: keyPage,
    run: async ({ c, write, params: { prefix } }) => {
      await write(null, (work) => revokeKey(work, prefix, actorOf(c).region));
      return withQuery(paths.key(prefix), { done: 'key-revoked' });
    },
  }),
];
