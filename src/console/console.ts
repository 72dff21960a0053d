import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Edge } from '../http/edge.ts';
import { anonymous, counted } from '../http/rates.ts';
import { Problem } from '../lib/problem.ts';
import { alertActs } from './alert-acts.tsx';
import { alertPages } from './alerts.tsx';
import { answerProblem } from './answer.tsx';
import { type Asset, assets } from './assets.ts';
import { attendancePages } from './attendance.tsx';
import { bankPages } from './banks.tsx';
import { batchActs } from './batch-acts.tsx';
import { calendarPages } from './calendar.tsx';
import { complaintPages } from './complaints.tsx';
import { delayPages } from './delays.tsx';
import { instalmentPages } from './instalments.tsx';
import { keyPages } from './keys.tsx';
import { messagePages } from './messages.tsx';
import { myWages } from './my-wages.tsx';
import { noticePages } from './notices.tsx';
import { overview } from './overview.tsx';
import { ownBankPages } from './own-bank.tsx';
import { paths } from './paths.ts';
import { payrollPages } from './payrolls.tsx';
import { projectPayrolls } from './payrolls-of.tsx';
import { peoplePages } from './people.tsx';
import { posters } from './poster.tsx';
import { progressPages } from './progress.tsx';
import { projectPages } from './projects.tsx';
import { regionPages } from './regions.tsx';
import { resendPages } from './resend.tsx';
import { ruleActs } from './rule-acts.tsx';
import { rulePages } from './rules.tsx';
import { runPages } from './runs.tsx';
import { searchRooms } from './search.tsx';
import { secondFactor } from './second-factor.tsx';
import { settlementActs } from './settlement-acts.tsx';
import { settlementPages } from './settlements.tsx';
import { sheetRooms } from './sheet-acts.tsx';
import { signingIn } from './sign-in.tsx';
import { standardPages } from './standards.tsx';
import { today } from './today.tsx';
import type { Room } from './visit.ts';

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
  ...settlementPages,
  ...noticePages,
  ...complaintPages,
  ...peoplePages,
  ...keyPages,
  ...bankPages,
  ...runPages,
  ...progressPages,
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
