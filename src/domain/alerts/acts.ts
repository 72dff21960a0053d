import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { Problem } from '../../lib/problem.ts';
import { hidden } from '../access.ts';
import type { AlertStatus } from './filter.ts';

/** An alert as acts on it need it. */
export interface AlertRow {
  status: AlertStatus;
  level: number;
  amount_fen: number;
  replied_at: string | null;
  silenced_until: Day | null;
}

const STATUS: Readonly<Record<AlertStatus, string>> = {
  open: '待处理',
  held: '待核',
  replied: '已答复',
  cleared: '已解除',
  dismissed: '已核销',
};

/** An alert to act on, locked until the transaction ends. @throws Problem `not-found` */
export async function lockAlert(
  { sql }: Work,
  projectId: number,
  alertId: string,
): Promise<AlertRow> {
  const [row] = await sql<AlertRow[]>`
    select status, level, amount_fen, replied_at, silenced_until from we.alert
    where project_id = ${projectId} and id = ${alertId} for update`;
  if (!row) throw hidden();
  return row;
}

/** A 409 that says what is. */
export const alertConflict = ({ status }: Pick<AlertRow, 'status'>, act: string): Problem =>
  new Problem('conflict', 'alert-state', `该预警现为“${STATUS[status]}”，不能${act}。`, { status });

/** @throws Problem `authority-only` */
export function checkAuthority({ actor }: Work): void {
  if (actor.region === null)
    throw new Problem('forbidden', 'authority-only', '只有主管部门可以进行此操作。');
}
