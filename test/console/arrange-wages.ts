import { parseId } from '../../src/lib/id.ts';
import { siteCode } from '../../src/lib/site-code.ts';
import { type Callers, type TestApp, testVault } from '../helpers/app.ts';
import type { At } from '../helpers/insert.ts';
import type { Duty, Project } from '../helpers/make.ts';
import { aLine } from '../helpers/make-payroll.ts';
import { projectOf } from '../helpers/site.ts';

export interface WageSite {
  project: Project;
  code: string;
  /** Of the worker and month: what the line is and what came of it. */
  wage(of: {
    engagementId: string;
    month: string;
    netFen?: number;
    paidFen?: number;
    state?: string;
    finalOn?: string;
  }): Promise<void>;
  engage(worker: { idNumber: string; name: string; enteredOn?: string }): Promise<string>;
}

/** A project with workers as the interface registers them, and lines of wages as the bank left them. */
export async function wageSite(
  app: TestApp,
  at: At,
  callers: Callers,
  projectCode: string,
): Promise<WageSite> {
  const { key } = callers.authority;
  await app.call('PUT', `/projects/${projectCode}`, { key, body: projectOf(callers) });
  const [row] = await app.ownerDb<{ id: number; region: number }[]>`
    select id, region_code as region from we.project where code = ${projectCode}`;
  const { uscc } = callers.contractor;
  const project = {
    ...(row as { id: number; region: number }),
    ...{ ownerId: callers.owner.uscc, contractorId: uscc },
  };
  return {
    project,
    code: siteCode(testVault, project.id),
    async engage({ idNumber, name, enteredOn = '2026-01-05' }) {
      const body = { engagements: [{ idNumber, name, employerUscc: uscc, enteredOn }] };
      const answer = await app.call('POST', `/projects/${projectCode}/engagements`, { key, body });
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      return answer.body.engagementIds[0] as string;
    },
    async wage({ engagementId, month, netFen = 6_000_00, paidFen = 0, state, finalOn }) {
      const { id } = parseId(engagementId);
      const duty = { id: '', project, kind: 'wage', subject: uscc, month, dueDay: `${month}-28` };
      const line = await aLine(at, duty as Duty, {
        netFen,
        engagement: { id, project, employerId: uscc },
      });
      await app.ownerDb`update we.payroll_line set paid_fen = ${paidFen}, state = ${state ?? 'claimed'},
        final_on = ${finalOn ?? null}, card_last4 = '8812'
        where project_id = ${project.id} and batch_id = ${line.batchId} and line_no = ${line.lineNo}`;
    },
  };
}
