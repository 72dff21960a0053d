import {
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from 'prom-client';
import type { Meter } from '../http/edge.ts';

/** Metrics as prom-client tells them; they pass between processes. */
export type Told = MetricObjectWithValues<MetricValue<string>>[];

type Pools = Readonly<Record<string, { use: { max: number; busy: number; waiting: number } }>>;

/** What one process counts since its start. Source of the names: prometheus.io/docs/practices/naming. */
export function countProcess(pools: Pools): Omit<Meter, 'text'> & { told(): Promise<Told> } {
  const registers = [new Registry()];
  collectDefaultMetrics({ register: registers[0] as Registry });
  const requests = new Counter({
    name: 'wage_escrow_requests_total',
    help: '已答复的请求',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'wage_escrow_request_duration_seconds',
    help: '请求用时',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const refused = new Counter({
    name: 'wage_escrow_signatures_refused_total',
    help: '签名被拒的银行报文，原因 clock 为时钟相差过大',
    labelNames: ['bank', 'reason'],
    registers,
  });
  new Gauge({
    name: 'wage_escrow_pool_connections',
    help: '数据库连接池：max 上限、busy 使用中、waiting 等待的请求',
    labelNames: ['pool', 'state'],
    registers,
    collect() {
      for (const [pool, { use }] of Object.entries(pools)) {
        for (const [state, n] of Object.entries(use)) this.set({ pool, state }, n);
      }
    },
  });
  return {
    answered({ method, route, status, seconds }) {
      requests.inc({ method, route, status });
      durations.observe({ method, route }, seconds);
    },
    signatureRefused: (bank, reason) => refused.inc({ bank, reason }),
    told: () => (registers[0] as Registry).getMetricsAsJSON(),
  };
}
