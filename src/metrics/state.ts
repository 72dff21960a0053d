import { setTimeout as sleep } from 'node:timers/promises';
import { Gauge, Registry } from 'prom-client';
import type { Db } from '../../db/client.ts';
import { type Actor, read } from '../../db/work.ts';
import { type Stock, takeStock } from '../domain/stock.ts';
import { dayOf, daysBetween } from '../lib/day.ts';
import type { Told } from './process.ts';

const KEPT_MS = 10_000;
/** Prometheus gives a scrape ten seconds: a database that is away must not cost it the other metrics. */
const PATIENCE_MS = 3_000;
const LEVELS = ['', 'yellow', 'orange', 'red'];

const actor: Actor = {
  id: 'metrics',
  holder: 'metrics',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [],
};

/** How things stand in the database, taken at most every ten seconds by the night's role. */
export function watchState(nightDb: Db, clock: { now(): Date }): { told(): Promise<Told> } {
  const register = new Registry();
  const gauges = gaugesIn(register);
  const take = async (): Promise<Told> => {
    const now = clock.now();
    const stock = await Promise.race([
      read(nightDb, actor, now, dayOf(now), takeStock).catch(() => null),
      sleep(PATIENCE_MS, null, { ref: false }),
    ]);
    register.resetMetrics();
    gauges.up.set(stock === null ? 0 : 1);
    if (stock !== null) fill(gauges, stock, now);
    return register.getMetricsAsJSON();
  };
  let kept: { at: number; told: Promise<Told> } | null = null;
  return {
    told() {
      if (kept === null || performance.now() - kept.at > KEPT_MS) {
        kept = { at: performance.now(), told: take() };
      }
      return kept.told;
    },
  };
}

function gaugesIn(register: Registry) {
  const gauge = (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name: `wage_escrow_${name}`, help, labelNames, registers: [register] });
  return {
    up: gauge('database_up', '能否在数据库中盘点：1 能，0 不能'),
    alerts: gauge('alerts', '未消除的预警，held 为待核', 'rule', 'level', 'status'),
    accounts: gauge('bank_accounts', '未销户的工资专户', 'bank'),
    lag: gauge('bank_feed_lag_days', '银行数据齐至日最多落后几天', 'bank'),
    behind: gauge('bank_accounts_behind', '数据落后三天以上的专户', 'bank'),
    unfinished: gauge('bank_messages_unfinished', '已收存而未处理完的银行报文', 'bank'),
    unfinishedAge: gauge('bank_messages_unfinished_age_seconds', '其中最早的一份已有多久', 'bank'),
    unmatched: gauge('bank_unmatched', '尚无对应专户或批次的银行数据', 'bank'),
    unmatchedAge: gauge('bank_unmatched_age_seconds', '其中最早的一项已有多久', 'bank'),
    jobSeconds: gauge('job_duration_seconds', '最近一次完成的任务用时', 'job'),
    jobAge: gauge('job_done_age_days', '任务已完成的最近一日距今几天，正常为 1 至 2', 'job'),
    jobFailed: gauge('job_failed', '最近一日的任务是否失败：1 是', 'job'),
  };
}

type Gauges = ReturnType<typeof gaugesIn>;

function fill(gauges: Gauges, stock: Stock, now: Date): void {
  const set = (name: keyof Gauges, labels: Record<string, string>, value: number) =>
    gauges[name].set(labels, value);
  const age = (instant: string) => (now.getTime() - new Date(instant).getTime()) / 1000;
  for (const { rule, level, status, count } of stock.alerts)
    set('alerts', { rule, level: LEVELS[level] as string, status }, count);
  for (const { bank, accounts, lagDays, behind } of stock.feeds) {
    set('accounts', { bank }, accounts);
    set('lag', { bank }, lagDays);
    set('behind', { bank }, behind);
  }
  for (const queue of ['unfinished', 'unmatched'] as const) {
    for (const { bank, count, oldest } of stock[queue]) {
      set(queue, { bank }, count);
      set(`${queue}Age`, { bank }, age(oldest));
    }
  }
  for (const { job, status, doneDay, startedAt, finishedAt } of stock.jobs) {
    set('jobFailed', { job }, status === 'failed' ? 1 : 0);
    if (doneDay !== null) set('jobAge', { job }, daysBetween(doneDay, dayOf(now)));
    if (status === 'done' && finishedAt !== null)
      set('jobSeconds', { job }, age(startedAt) - age(finishedAt));
  }
}
