import { z } from 'zod';
import { listRegions, putRegion, type Region } from '../../domain/registry/regions.ts';
import { regionCode, text } from '../../http/shapes.ts';
import { act, page } from '../frame/page.tsx';
import { Card, Field, Once, Refusal, type Refused, Table } from '../frame/parts.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import type { PageSpec } from '../frame/visit.ts';

const grants = ['calendar:write'] as const;

function Regions({
  regions,
  refused,
}: {
  regions: readonly Region[];
  refused: Refused | undefined;
}) {
  const t = useSay();
  return (
    <>
      <div class="head">
        <h1>{t('区划', 'Districts')}</h1>
      </div>
      <Refusal refused={refused} />
      <div class="columns">
        <section class="card">
          <Table
            caption={t('辖区内的区县和开发区', 'Districts and development zones of the region')}
            rows={regions}
            empty={t('还没有登记。', 'None entered.')}
            columns={[
              { name: t('代码', 'Code'), cell: ({ code }) => <span class="num">{code}</span> },
              { name: t('名称', 'Name'), cell: ({ name }) => name },
              { name: t('项目', 'Projects'), cell: ({ projects }) => projects, figures: true },
            ]}
          />
        </section>
        <Card title={t('登记或改名', 'Enter or rename')}>
          <form method="post" action={paths.regions}>
            <Once refused={refused} />
            <Field
              name="code"
              label={t('代码（6 位）', 'Code (6 digits)')}
              hint={t(
                '行政区划代码；开发区用其统计用代码。已有的代码即改名',
                'The division’s code, or a zone’s statistical one. A known code is renamed',
              )}
              inputmode="numeric"
              maxlength={6}
              refused={refused}
              required
            />
            <Field
              name="name"
              label={t('名称', 'Name')}
              maxlength={30}
              refused={refused}
              required
            />
            <button type="submit">{t('登记', 'Enter')}</button>
          </form>
        </Card>
      </div>
    </>
  );
}

const regionsPage: PageSpec<unknown, unknown> = {
  path: paths.regions,
  grants,
  nav: { zh: '区划', en: 'Districts' },
  show: async ({ t, read, refused }) => ({
    title: t('区划', 'Districts'),
    main: <Regions regions={await read(null, listRegions)} refused={refused} />,
  }),
};

/** 区划: districts and development zones. */
export const regionPages = [
  page(regionsPage),
  act({
    path: paths.regions,
    grants,
    body: z.object({ code: regionCode, name: text(30) }),
    page: regionsPage,
    run: async ({ write, body: { code, name } }) => {
      await write(null, (work) => putRegion(work, code, name));
      return withQuery(paths.regions, { done: 'stored' });
    },
  }),
];
