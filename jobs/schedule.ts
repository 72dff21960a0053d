/**
 * What runs when: one table. Crons in UTC (Cloudflare has nothing else; Shanghai is UTC+8 all year).
 * `wrangler.toml` fires exactly these.
 */
export interface Scheduled {
  job: JobName;
  cron: string;
  /** In words, for people. */
  when: string;
}

/** A job that is run for a day, once. */
export type RunName = 'night' | 'partitions';
/** `seal` has no days: it seals what is there whenever it fires. */
export type JobName = RunName | 'seal';

export const schedule: readonly Scheduled[] = [
  // A night that is done is not done again: the later turns are for one that failed or whose process died.
  {
    job: 'night',
    cron: '30,45 16-20 * * *',
    when: '每日 00:30（北京时间），处理前一日；未成则再试，至 04:45',
  },
  { job: 'partitions', cron: '0 17 * * *', when: '每日 01:00（北京时间），预建24个月的工资分区' },
  { job: 'seal', cron: '* * * * *', when: '每分钟，把已提交的事件封存成块' },
];
