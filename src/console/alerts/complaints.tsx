import { z } from 'zod';
import {
  type Clues,
  type ComplaintView,
  cluesOf,
  getComplaint,
  listComplaints,
  readComplaint,
} from '../../domain/site/complaint-list.ts';
import { closeComplaint } from '../../domain/site/complaints.ts';
import { day, projectCode, publicId, text } from '../../http/shapes.ts';
import { parseId } from '../../lib/id.ts';
import { Fold, own, Reason, Words } from '../frame/acting.tsx';
import { complaintColumns } from '../frame/list-columns.ts';
import { type Listed, listFile, rowsShown } from '../frame/list-file.ts';
import { act, page } from '../frame/page.tsx';
import {
  Card,
  DayText,
  Facts,
  Field,
  Pager,
  Refusal,
  type Refused,
  Table,
} from '../frame/parts.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import type { PageSpec, Visit } from '../frame/visit.ts';
import { wordOf, wordsIn } from '../frame/words.ts';
import { Checked } from './clues.tsx';

const ROWS = 50;
const grants = ['complaints:write'] as const;

const query = z.object({
  closed: z.literal('true').optional(),
  projectCode: projectCode.optional(),
  after: z.string().max(500).optional(),
});
type Query = z.infer<typeof query>;

const Project = ({ projectName, projectCode: code }: ComplaintView) => (
  <>
    <a href={paths.project(code)}>{projectName ?? code}</a>{' '}
    <span class="small quiet num">{code}</span>
  </>
);

interface ListOf {
  items: readonly ComplaintView[];
  next: string | null;
  query: Query;
}

function List({ items, next, query: { closed, projectCode: of, after } }: ListOf) {
  const t = useSay();
  return (
    <>
      <div class="head">
        <h1>{t('投诉', 'Complaints')}</h1>
        <a href={paths.complaints({ projectCode: of, closed: closed ? undefined : 'true' })}>
          {closed ? t('看未办结的', 'Open ones') : t('看已办结的', 'Closed ones')}
        </a>
      </div>
      <section class="card">
        <Table
          caption={t('投诉，新的在前', 'Complaints, the newest first')}
          rows={items}
          empty={
            closed ? t('没有已办结的投诉。', 'None closed.') : t('没有未办结的投诉。', 'None open.')
          }
          columns={[
            {
              name: t('事项', 'Of what'),
              cell: (one) => (
                <a href={paths.complaint(one.complaintId)}>
                  {wordOf(t, 'complaintKind', one.kind)}
                </a>
              ),
            },
            { name: t('日期', 'Day'), cell: (one) => <DayText day={one.on} /> },
            {
              name: t('项目', 'Project'),
              cell: Project,
            },
            { name: t('被投诉单位', 'About'), cell: (one) => one.aboutName ?? one.aboutUscc },
            ...(closed
              ? [
                  {
                    name: t('办结', 'Closed'),
                    cell: (one: ComplaintView) => (
                      <>
                        <DayText day={one.closedOn} />{' '}
                        {wordOf(t, 'complaintOutcome', one.outcome ?? '')}
                      </>
                    ),
                  },
                ]
              : []),
          ]}
        />
        <Pager
          first={after ? paths.complaints({ projectCode: of, closed }) : null}
          next={next ? paths.complaints({ projectCode: of, closed, after: next }) : null}
          file={paths.complaints({ projectCode: of, closed })}
        />
      </section>
    </>
  );
}

interface Whole {
  complaint: ComplaintView;
  clues: Clues;
  today: string;
  refused?: Refused | undefined;
  /** What was said, for who asked for it. */
  words?: string;
}

function Complaint({ complaint, clues, today, refused, words }: Whole) {
  const t = useSay();
  const { complaintId, kind, closedOn, outcome } = complaint;
  const at = (name: string) => ({ to: paths.complaintAct(complaintId, name), act: name, refused });
  return (
    <>
      <div class="head">
        <h1>{wordOf(t, 'complaintKind', kind)}</h1>
        <span class="tag">{closedOn ? t('已办结', 'Closed') : t('未办结', 'Open')}</span>
      </div>
      <Refusal refused={refused} />
      <div class="columns">
        <Card title={t('办理', 'Act')}>
          {words !== undefined && <blockquote>{words}</blockquote>}
          <Fold
            {...at('reading')}
            title={t('看投诉内容（谁看、为何看会记录）', 'Read what was said (this is kept)')}
            button={t('看', 'Read')}
          >
            <Reason act="reading" refused={refused} />
          </Fold>
          {closedOn === null && (
            <Fold {...at('closing')} title={t('办结', 'Close')} button={t('办结', 'Close')}>
              <Field
                name="outcome"
                of="closing"
                label={t('结果', 'Outcome')}
                options={wordsIn(t, 'complaintOutcome')}
                refused={own(at('closing'))}
              />
              <Field
                name="on"
                of="closing"
                type="date"
                label={t('办结日期', 'On')}
                value={today}
                refused={own(at('closing'))}
                required
              />
              <Words
                act="closing"
                refused={refused}
                label={t('查明的情况', 'What was found')}
                hint={t('密封保存', 'Kept sealed')}
              />
            </Fold>
          )}
        </Card>
        <section class="card">
          <Facts
            rows={[
              [t('项目', 'Project'), <Project {...complaint} />],
              [
                t('被投诉单位', 'About'),
                <a href={paths.alerts({ q: complaint.aboutUscc })}>
                  {complaint.aboutName ?? complaint.aboutUscc}
                </a>,
              ],
              [t('日期', 'Day'), <DayText day={complaint.on} />],
              [
                t('系统查得', 'What was found'),
                kind === 'wages' && <Checked complaint={complaint} clues={clues} />,
              ],
              [t('办结', 'Closed'), closedOn],
              [t('结果', 'Outcome'), outcome && wordOf(t, 'complaintOutcome', outcome)],
            ]}
          />
        </section>
      </div>
    </>
  );
}

const params = z.object({ complaintId: publicId });
type Params = z.infer<typeof params>;

async function shown(visit: Visit<Params>, words?: string) {
  const { projectId, id } = parseId(visit.params.complaintId);
  const told = await visit.read({ projectId }, async (work) => {
    const complaint = await getComplaint(work, projectId, id);
    return { complaint, clues: await cluesOf(work, projectId, complaint.aboutUscc) };
  });
  const { day: today, refused } = visit;
  return {
    title: visit.t('投诉', 'Complaint'),
    main: <Complaint {...{ ...told, today, refused }} {...(words !== undefined && { words })} />,
  };
}

const complaintPage: PageSpec<Params, unknown> = {
  path: paths.complaint(':complaintId'),
  grants,
  params,
  show: (visit) => shown(visit as Visit<Params>),
};

const complaints: Listed<unknown, Query, ComplaintView> = {
  name: 'complaints',
  columns: ({ t }) => complaintColumns(t),
  rows: (work, { query: { closed, projectCode: of } }, rows) =>
    listComplaints(work, { open: !closed, projectCode: of, ...rows }),
};

/** 投诉: the authority's alone. */
export const complaintPages = [
  page({
    path: paths.complaints(),
    grants,
    nav: { zh: '投诉', en: 'Complaints' },
    query,
    file: listFile(complaints),
    show: async (visit) => {
      const { items, next } = await rowsShown(complaints, visit, ROWS);
      return {
        title: visit.t('投诉', 'Complaints'),
        main: <List items={items} next={next} query={visit.query} />,
      };
    },
  }),
  page(complaintPage),
  act({
    path: paths.complaintAct(':complaintId', 'reading'),
    grants,
    params,
    body: z.object({ reason: text(500) }),
    page: complaintPage,
    run: async (visit) => {
      const { projectId, id } = parseId(visit.params.complaintId);
      const words = await visit.write({ projectId }, (work) =>
        readComplaint(work, projectId, id, visit.body.reason),
      );
      return shown(visit, words);
    },
  }),
  act({
    path: paths.complaintAct(':complaintId', 'closing'),
    grants,
    params,
    body: z.object({ on: day, outcome: z.enum(['settled', 'unfounded']), text: text(2000) }),
    page: complaintPage,
    run: async ({ write, params: { complaintId }, body }) => {
      const { projectId, id } = parseId(complaintId);
      await write({ projectId }, (work) => closeComplaint(work, projectId, id, body));
      return withQuery(paths.complaint(complaintId), { done: 'complaint-closed' });
    },
  }),
];
