import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Edge } from '../http/edge.ts';
import { anonymous, counted } from '../http/rates.ts';
import { Problem } from '../lib/problem.ts';
import { alertActs } from './alerts/alert-acts.tsx';
import { alertPages } from './alerts/alerts.tsx';
import { complaintPages } from './alerts/complaints.tsx';
import { overview } from './alerts/overview.tsx';
import { today } from './alerts/today.tsx';
import { bankPages } from './banks/banks.tsx';
import { messagePages } from './banks/messages.tsx';
import { ownBankPages } from './banks/own-bank.tsx';
import { secondFactor } from './door/second-factor.tsx';
import { signingIn } from './door/sign-in.tsx';
import { answerProblem } from './frame/answer.tsx';
import { type Asset, assets } from './frame/assets.ts';
import { paths } from './frame/paths.ts';
import type { Room } from './frame/visit.ts';
import { progressPages } from './nights/progress.tsx';
import { runPages } from './nights/runs.tsx';
import { noticePages } from './notices/notices.tsx';
import { attendancePages } from './payroll/attendance.tsx';
import { batchActs } from './payroll/batch-acts.tsx';
import { payrollPages } from './payroll/payrolls.tsx';
import { projectPayrolls } from './payroll/payrolls-of.tsx';
import { resendPages } from './payroll/resend.tsx';
import { sheetRooms } from './payroll/sheet-acts.tsx';
import { keyPages } from './people/keys.tsx';
import { peoplePages } from './people/people.tsx';
import { projectActs } from './projects/project-acts.ts';
import { projectPages } from './projects/projects.tsx';
import { ruleActs } from './rules/rule-acts.tsx';
import { rulePages } from './rules/rules.tsx';
import { searchRooms } from './search/search.tsx';
import { delayPages } from './settlement/delays.tsx';
import { instalmentPages } from './settlement/instalments.tsx';
import { settlementActs } from './settlement/settlement-acts.tsx';
import { settlementPages } from './settlement/settlements.tsx';
import { calendarPages } from './tables/calendar.tsx';
import { regionPages } from './tables/regions.tsx';
import { standardPages } from './tables/standards.tsx';
import { taskPages } from './tasks/task.tsx';
import { myWages } from './workers/my-wages.tsx';
import { posters } from './workers/poster.tsx';

/** Every page and act of the console; the menu follows their order. */
export const rooms: readonly Room[] = [
  ...today,
  ...payrollPages,
  ...projectPayrolls,
  ...attendancePages,
  ...batchActs,
  ...resendPages,
  ...sheetRooms,
  ...instalmentPages,
  ...delayPages,
  ...settlementActs,
  ...ownBankPages,
  ...messagePages,
  ...alertPages,
  ...alertActs,
  ...projectPages,
  ...projectActs,
  ...settlementPages,
  ...noticePages,
  ...complaintPages,
  ...peoplePages,
  ...keyPages,
  ...bankPages,
  ...runPages,
  ...progressPages,
  ...taskPages,
  ...rulePages,
  ...ruleActs,
  ...calendarPages,
  ...standardPages,
  ...regionPages,
  ...overview,
  ...searchRooms,
  ...signingIn,
  ...secondFactor,
  ...myWages,
  ...posters,
];

/** The web pages, from `/` down. */
export function makeConsole(): OpenAPIHono<Edge> {
  const app = new OpenAPIHono<Edge>();
  const serve = (path: string, { type, text }: Asset) =>
    app.get(path, (c) => {
      c.header('Content-Type', type);
      c.header('Cache-Control', 'public, max-age=31536000, immutable');
      return c.body(text);
    });
  serve(paths.style(assets.style.version), assets.style);
  serve(paths.script(assets.script.version), assets.script);
  for (const room of rooms) room.mount(app, rooms);
  leadUp(app);
  app.onError((error, c) => answerProblem(c, error, rooms));
  return app;
}

/**
 * An act's address opened as a page, from the bar above a form that was refused or after signing in, leads to the page above it.
 */
function leadUp(app: OpenAPIHono<Edge>): void {
  const pages = new Set(rooms.flatMap(({ about }) => (about.method === 'get' ? about.path : [])));
  for (const { about } of rooms) {
    if (about.method === 'get' || pages.has(about.path)) continue;
    const parts = about.path.split('/');
    while (!pages.has(parts.join('/') || paths.home)) parts.pop();
    const above = (path: string) => path.split('/').slice(0, parts.length).join('/') || paths.home;
    app.on('get', [about.path], anonymous, (c) => c.redirect(above(c.req.path), 303));
  }
}

/** Whether a request that nothing takes is somebody's who looks at pages. */
export const wantsPage = (c: Context<Edge>): boolean =>
  !c.req.path.startsWith('/api/') && (c.req.header('accept') ?? '').includes('text/html');

/** The page for an address that no page has. */
export async function pageMissing(c: Context<Edge>): Promise<Response> {
  await counted(c, 'anonymous');
  const detail = '没有这个页面，请核对地址，或从栏目进入。';
  return answerProblem(c, new Problem('not-found', 'not-found', detail), rooms);
}
