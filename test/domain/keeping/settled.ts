import { makeIdNumber } from '../../../src/demo/identities.ts';
import { changeAccount } from '../../../src/domain/accounts/accounts.ts';
import { postAttendance } from '../../../src/domain/registry/attendance.ts';
import { changeEngagement, engage } from '../../../src/domain/registry/engagements.ts';
import { putProject } from '../../../src/domain/registry/projects.ts';
import { say } from '../../../src/domain/said.ts';
import { testVault } from '../../helpers/app.ts';
import { next } from '../../helpers/insert.ts';
import { entry, noonOf, payout, type Said, type Stage, type StageDb } from '../stage.ts';

/** Without a labour cost no transfer is due. */
export const noTransfers = {
  labourCostFen: undefined,
  transferDay: undefined,
  transferMonthOffset: undefined,
};
export const FINISHED = '2026-09-30';

/** A project that paid June, said something, saw a stranger at its gate and came to its end. */
export async function settled(db: StageDb, messageId: string, together?: Stage): Promise<Stage> {
  const stage = await db.stage({ workers: 3, terms: noTransfers });
  if (together) await alsoHere(db, stage, together);
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  const paid = stage.workers.map(
    (worker, i) =>
      ({
        ...payout(batch, i + 1, 'paid', '2026-07-10'),
        payeeName: worker.name,
        payeeAccountNo: worker.cardNo,
      }) as Said,
  );
  const [first] = stage.workers;
  await db.bank(
    stage,
    [
      entry(stage, 'credit', 900_00, '2026-07-09', {
        counterpartyAccountNo: stage.payerNo,
        counterpartyName: '建设单位',
      }),
      entry(stage, 'debit', 100_00, '2026-07-10', {
        counterpartyAccountNo: first?.cardNo,
        counterpartyName: first?.name,
        text: `工资 ${first?.name}`,
      }),
      ...paid,
    ],
    { id: messageId },
  );
  await db.act(stage.contractor, '2026-06-20', (work) =>
    postAttendance(work, stage.id, [
      { idNumber: makeIdNumber(next()), at: noonOf('2026-06-20'), direction: 'in' },
    ]),
  );
  await db.sql()`insert into we.site_record (project_id, id, kind, version, on_day, role, name, id_bidx, id_cipher, id_last4, stated_by, holder, known_at)
    values (${stage.id}, gen_random_uuid(), 'site-person', 1, '2026-06-20', 'visitor', '来访人', ${testVault.blind('id', 'x')}, ${testVault.seal('x')},
      '0000', 'contractor', 'x', now())`;
  await db.act(stage.contractor, '2026-06-20', (work) => say(work, stage.id, '工人电话见附件'));
  return stage;
}

/** The first worker of another stage works here too. */
async function alsoHere(db: StageDb, stage: Stage, other: Stage): Promise<void> {
  const { idNumber, name, cardNo } = other.workers[0] as Stage['workers'][0];
  await db.act(stage.contractor, '2026-06-02', (work) =>
    engage(work, stage.id, [
      { idNumber, name, cardNo, employerUscc: stage.employerId, enteredOn: '2026-06-02' },
    ]),
  );
}

/** The end: people leave, the account is closed, the works are finished; what stays undone is voided. */
export async function finish(db: StageDb, stage: Stage): Promise<void> {
  const engagements = await db.sql()<
    { id: string }[]
  >`select id from we.engagement where project_id = ${stage.id}`;
  for (const { id } of engagements)
    await db.act(stage.contractor, '2026-07-31', (work) =>
      changeEngagement(work, stage.id, id, { exitedOn: '2026-07-31', phone: '13900000071' }),
    );
  await db.act(stage.contractor, FINISHED, (work) =>
    changeAccount(work, stage.id, stage.accountId, {
      bankCode: stage.bankCode,
      accountNo: stage.accountNo,
      accountName: '农民工工资专用账户',
      openedOn: '2026-01-20',
      filedOn: '2026-02-10',
      closedOn: FINISHED,
    }),
  );
  await db.act(stage.authority, FINISHED, (work) =>
    putProject(work, stage.code, {
      name: '海州安置房',
      regionCode: String(stage.region),
      ownerUscc: stage.ownerId,
      contractorUscc: stage.contractorId,
      fundSource: 'government',
      status: 'finished',
      startsOn: '2026-01-01',
    }),
  );
  await db.sql()`update we.obligation set ended_at = ${noonOf(FINISHED)}, ended_why = 'void'
    where project_id = ${stage.id} and ended_at = 'infinity' and met_on = 'infinity'`;
}
