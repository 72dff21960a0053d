import { z } from '@hono/zod-openapi';
import { postAttendance } from '../domain/registry/attendance.ts';
import { operation } from './operation.ts';
import { idNumber, instant, projectCode, rows, text } from './shapes.ts';

const MOST_RECORDS = 50_000;

const attendanceRecord = z
  .strictObject({
    idNumber,
    at: instant,
    direction: z.enum(['in', 'out']),
    means: text(32).optional(),
    gate: text(64).optional(),
  })
  .openapi('AttendanceRecord');

/** 考勤. */
export const attendance = [
  operation({
    method: 'post',
    path: '/projects/{projectCode}/attendance',
    tag: '用工',
    summary: '报送考勤，一次最多 50,000 条；重复的记录不改变结果',
    grants: ['attendance:post'],
    params: z.strictObject({ projectCode }),
    body: z.strictObject({ records: rows(attendanceRecord, MOST_RECORDS) }),
    limit: 'bulk',
    idempotent: true,
    answer: z.object({ accepted: z.int(), duplicates: z.int(), unmatched: z.int() }),
    run: ({ params, body, write }) =>
      write(params, (work, id) => postAttendance(work, id, body.records)),
  }),
];
