import type { Callers, TestApp } from './app.ts';
import { type Visitor, visitorOf } from './pages.ts';
import { projectOf, workersOf } from './site.ts';

export const ACCOUNT = '32050165436000000456';
const TEAM = '木工班';

/** A project of the callers under a contract, with an account and three people of the contractor at work. */
export async function aSite(app: TestApp, callers: Callers, code = 'P-1', count = 3) {
  const { key } = callers.authority;
  const { uscc } = callers.contractor;
  const send = async (method: string, path: string, body: object) => {
    const answer = await app.call(method, path, { key, body });
    if (answer.status >= 400) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  const workers = workersOf(count);
  await send('PUT', `/projects/${code}`, { ...projectOf(callers), name: '<b>海州</b>安置房' });
  await send('PUT', `/projects/${code}/contract`, {
    signedOn: '2026-01-02',
    totalFen: 80_000_000_00,
    contractorSize: 'medium',
    labourCostRatio: 0.205,
    transferDay: 10,
    payDay: 15,
    payMonthOffset: 1,
  });
  await send('POST', `/projects/${code}/wage-accounts`, {
    bankCode: '102',
    accountNo: ACCOUNT,
    accountName: '海州安置房农民工工资专户',
    openedOn: '2026-01-15',
  });
  await send('POST', `/projects/${code}/engagements`, {
    engagements: workers.map((w) => ({
      ...w,
      employerUscc: uscc,
      team: TEAM,
      enteredOn: '2026-02-01',
    })),
  });
  return { send, workers, team: TEAM };
}

export interface Firm {
  clerk: Visitor;
  approver: Visitor;
  owner: Visitor;
  /** A clerk of a contractor that has nothing to do with the site. */
  stranger: Visitor;
}

/** The people of the callers' firms at the pages, and one of another firm. */
export async function aFirm(app: TestApp, callers: Callers, other: string): Promise<Firm> {
  const companyId = callers.contractor.uscc;
  await app.newCompany(other, '别的施工单位', ['contractor']);
  return {
    clerk: await visitorOf(app, {
      ...{ username: 'lizd', name: '李制单', role: 'contractor-clerk' },
      companyId,
    }),
    approver: await visitorOf(app, {
      ...{ username: 'wangfh', name: '王复核', role: 'contractor-approver' },
      companyId,
    }),
    owner: await visitorOf(app, {
      ...{ username: 'zhaojs', name: '赵建设', role: 'owner-clerk' },
      companyId: callers.owner.uscc,
    }),
    stranger: await visitorOf(app, {
      ...{ username: 'qiantr', name: '钱他人', role: 'contractor-clerk' },
      companyId: other,
    }),
  };
}
