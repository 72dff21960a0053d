import { z } from 'zod';
import { confirmProject, getProject } from '../../domain/registry/projects.ts';
import { projectCode } from '../../http/shapes.ts';
import { refused } from '../../lib/problem.ts';
import { act } from '../frame/page.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import { projectPage } from './project.tsx';
import { seenOf } from './proposal.tsx';

const CHANGED = '登记信息刚刚又有变动，请看过新的内容再确认。';

/** 确认登记信息: what its sender saw, and nothing that was proposed since. */
export const projectActs = [
  act({
    path: paths.projectConfirmation(':projectCode'),
    grants: ['registry:confirm'],
    params: z.object({ projectCode }),
    body: z.object({ act: z.string().optional(), seen: z.string().max(10_000) }),
    page: projectPage,
    run: async ({ write, params, body }) => {
      await write(params, async (work, projectId) => {
        if (seenOf(await getProject(work, projectId)) !== body.seen)
          throw refused('invalid-input', CHANGED, [
            { pointer: '/seen', code: 'project-changed', message: CHANGED },
          ]);
        return confirmProject(work, projectId);
      });
      return withQuery(paths.project(params.projectCode), { done: 'project-confirmed' });
    },
  }),
];
