import { z } from 'zod';
import { listNotices } from '../../domain/notices/notices.ts';
import { projectsLit } from '../../domain/registry/overview.ts';
import { type FoundEngagement, findCompanies, findWorker } from '../../domain/search.ts';
import { idNumber, text } from '../../http/shapes.ts';
import { readUscc } from '../../lib/identity.ts';
import { refused as refusal } from '../../lib/problem.ts';
import { halfWidth } from '../../lib/text.ts';
import { act, page } from '../frame/page.tsx';
import { Card, Field, Once, Refusal, type Refused } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import type { PageSpec, Visit } from '../frame/visit.ts';
import { type Found, Results, Workers } from './search-found.tsx';

const ROWS = 20;
const grants = ['read'] as const;
const disclosing = ['personal:disclose'] as const;

/** Apart from the words in the head of the page, for it wants a reason. */
function AskForWorker({ given, refused }: { given?: string; refused: Refused | undefined }) {
  const t = useSay();
  return (
    <Card title={t('按身份证号查工人', 'A worker by identity number')}>
      <form method="post" action={paths.searchWorker} autocomplete="off">
        <Once refused={refused} />
        <p class="hint">
          {t(
            '须为完整的号码。谁在何时查了谁、为何查，都会记录备查。',
            'The whole number. Who looked for whom, when and why is kept.',
          )}
        </p>
        <Field
          name="idNumber"
          label={t('身份证号', 'Identity number')}
          value={given}
          refused={refused}
          maxlength={18}
          autocomplete="off"
          required
        />
        <Field
          name="reason"
          label={t('理由', 'Reason')}
          refused={refused}
          rows={2}
          maxlength={1000}
          required
        />
        <button type="submit">{t('查找', 'Find')}</button>
      </form>
    </Card>
  );
}

interface ShownOf {
  q?: string | undefined;
  found?: Found;
  workers?: readonly FoundEngagement[];
  /** A number that was typed among the words. */
  given?: string;
}

function shown(visit: Visit, { q, found, workers, given }: ShownOf) {
  const { t, c, refused } = visit;
  const discloses = c.var.actor?.grants.includes('personal:disclose') ?? false;
  return {
    title: t('查找', 'Search'),
    main: (
      <>
        <div class="head">
          <h1>{q === undefined ? t('查找', 'Search') : t(`查找“${q}”`, `Search for “${q}”`)}</h1>
        </div>
        <Refusal refused={refused} />
        <div class="columns">
          <div>
            {workers && <Workers found={workers} />}
            {found && q !== undefined && <Results found={found} q={q} />}
            {!workers && !found && (
              <p class="card">
                {t(
                  '在页首填写项目名称或编码、单位名称或统一社会信用代码、文书的完整文号。',
                  'In the head of the page: a project’s name or code, a company’s name or USCC, the whole number of a paper.',
                )}
              </p>
            )}
          </div>
          {discloses && <AskForWorker {...(given !== undefined && { given })} refused={refused} />}
        </div>
      </>
    ),
  };
}

const plainOf = (q: string) => halfWidth(q).replaceAll(/\s/g, '');

/** What may be an identity number is not kept in an address. */
const isNumber = (q: string): boolean =>
  /^\d{15,17}[\dXx]?$/.test(plainOf(q)) && !readUscc(plainOf(q)).ok;

/** 文号 as papers have it, whatever brackets were typed. */
const asNumbered = (q: string) => q.replace(/[[(（【](\d{4})[\])）】]/, '〔$1〕');

async function foundBy(visit: Visit, q: string): Promise<Found> {
  const { items, next, ...rest } = await visit.read(null, async (work) => ({
    ...(await projectsLit(work, { q }, { limit: ROWS })),
    companies: await findCompanies(work, q, ROWS),
    notices: (await listNotices(work, { number: q }, { limit: ROWS })).items,
  }));
  return { projects: items, more: next !== null, ...rest };
}

const query = z.object({ q: text(100).optional() });

const searchPage: PageSpec<unknown, z.infer<typeof query>> = {
  path: paths.search(),
  grants,
  query,
  show: async (visit) => {
    const { q } = visit.query;
    if (q === undefined || isNumber(q)) return shown(visit, {});
    return shown(visit, { q, found: await foundBy(visit, q) });
  },
};

const blank = { show: (visit: Visit) => shown(visit, {}) };

/** 查找: words go into an address, a worker's number into none. */
export const searchRooms = [
  page(searchPage),
  act({
    path: paths.search(),
    grants,
    body: z.object({ q: text(100) }),
    page: blank,
    run: async (visit) => {
      const { q } = visit.body;
      if (!isNumber(q)) return paths.search({ q: asNumbered(q) });
      if (visit.c.var.actor?.grants.includes('personal:disclose'))
        return shown(visit, { given: plainOf(q) });
      const message = '这里查不了身份证号；按身份证号查工人由监察员办理。';
      throw refusal('invalid-input', message, [{ pointer: '/q', code: 'number-apart', message }]);
    },
  }),
  act({
    path: paths.searchWorker,
    grants: disclosing,
    body: z.object({ idNumber, reason: text(1000) }),
    page: blank,
    run: async (visit) => {
      const { body } = visit;
      const workers = await visit.write(null, (work) =>
        findWorker(work, body.idNumber, body.reason),
      );
      return shown(visit, { workers });
    },
  }),
];
