import type { Site } from './kinds.ts';
import { claimOf, personOf, type World } from './world.ts';

/** Lets something happen on both sites, so that every table of a project has rows of each. */
export async function furnish({ app, sites, callers }: World): Promise<void> {
  const key = await app.newKey(callers[0]?.org as string, '布置');
  for (const [n, site] of sites.entries()) await live(app, key, site, n);
}

async function live(app: World['app'], key: string, site: Site, n: number) {
  const [clerk, approver] = [
    await app.newKey(site.contractor, '经办'),
    await app.newKey(site.contractor, '复核'),
  ];
  const send = async (method: string, path: string, as: string, body?: unknown) => {
    const answer = await app.call(method, path, { key: as, body });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const at = `/projects/${site.code}`;
  const records = [1 + n * 10, 90 + n].map((seed) => ({
    idNumber: personOf(seed).idNumber,
    at: '2026-04-01T07:30:00+08:00',
    direction: 'in',
  }));
  await send('POST', `${at}/attendance`, clerk, { records });
  await send('PUT', `${at}/progress/2026-03`, key, { valueFen: 5, confirmedOn: '2026-04-02' });
  await send('PUT', `${at}/contract`, key, {
    signedOn: '2026-01-02',
    totalFen: 80_000_000_00,
    contractorSize: 'medium',
    payerAccounts: [{ name: '建设单位', accountNo: `3205016543700000${1000 + n}` }],
    fromMonth: '2026-07',
  });
  const [settlement] = site.rows.settlement ?? [];
  await send('POST', `/settlements/${settlement?.id}/steps`, clerk, {
    step: 'papers-complete',
    on: '2026-02-04',
    statedBy: 'contractor',
  });
  await send('POST', `/settlements/${settlement?.id}/steps`, key, {
    step: 'returned',
    on: '2026-02-05',
    statedBy: 'owner',
    reasonText: '等审计局审完再结算',
  });
  const { steps } = await send('POST', `/settlements/${settlement?.id}/steps`, key, {
    step: 'returned',
    on: '2026-02-06',
    statedBy: 'owner',
  });
  const read = steps.find((step: { verdict: unknown }) => step.verdict !== null);
  const review = `/settlements/${settlement?.id}/steps/${read?.seq}/pretext-review`;
  await send('PUT', review, key, { confirmed: false });
  const back = { amountFen: 1, on: '2026-04-01', statedBy: 'contractor' };
  await send('POST', `${at}/retention-returns`, clerk, back);
  const [alert] = site.rows.alert ?? [];
  await send('POST', `/alerts/${alert?.id}/replies`, clerk, { text: '正在办理' });
  const batch = await send(
    'POST',
    `${at}/payroll-batches`,
    clerk,
    claimOf(site.contractor, 3 + n * 10, '2026-02'),
  );
  await send('POST', `/payroll-batches/${batch.batchId}/confirmations`, clerk, {
    confirmations: [{ endToEndId: `${batch.batchNo}-1`, confirmedAt: '2026-04-13T09:00:00+08:00' }],
  });
  await send('POST', `/payroll-batches/${batch.batchId}/slips`, clerk, { issuedOn: '2026-04-14' });
  const [engagement] = site.rows.engagement ?? [];
  await send('POST', `/engagements/${engagement?.id}/exit-statements`, clerk, {
    ...{ kind: 'agreement', on: '2026-04-14', payOn: '2026-04-30' },
  });
  await send('PUT', `/engagements/${engagement?.id}`, clerk, { dayRateFen: 30_000 });
  await send('PUT', `/payroll-batches/${batch.batchId}/approval`, approver, {
    totalNetFen: 600_000,
  });
  await send('PUT', `/payroll-batches/${batch.batchId}/order`, clerk);
  const bank = await app.bank(site.bank);
  const { accountNo } = site;
  const bookedAt = '2026-04-14T10:00:00+08:00';
  const entry = (entryId: string, more: object) => ({
    accountNo,
    entryId,
    bookedAt,
    direction: 'debit',
    amountFen: 100,
    ...more,
  });
  await send('POST', `${at}/pay-reviews`, key, {
    employerUscc: site.contractor,
    wageMonth: '2026-03',
    about: 'pattern',
    note: '已核对考勤',
  });
  const wages = { employerUscc: site.contractor, wageMonth: '2026-03' };
  await send('POST', `${at}/arrears-reports`, clerk, { ...wages, plan: '五日内付清' });
  const outside = { on: '2026-04-20', channel: 'cash', amountFen: 1, workers: 1 };
  await send('POST', `${at}/outside-payments`, clerk, { ...wages, ...outside });
  await send('POST', `${at}/progress-payments`, clerk, { on: '2026-04-20', amountFen: 1 });
  for (const [type, data] of [
    [
      'payout.result',
      { endToEndId: `${batch.batchNo}-1`, outcome: 'paid', amountFen: 600_000, at: bookedAt },
    ],
    [
      'entry.booked',
      [
        entry('e1', { direction: 'credit', amountFen: 900_000 }),
        entry('e2', { counterpartyKind: 'company' }),
      ],
    ],
    ['account.balance', { accountNo, balanceFen: 899_900, at: bookedAt }],
    ['feed.complete', { accountNo, through: '2026-05-07' }],
  ] as const) {
    const { body } = await bank.events(type, data);
    if (!body.accepted) throw new Error(`${type}: ${JSON.stringify(body)}`);
  }
}
