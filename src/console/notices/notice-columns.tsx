import type { NoticeView } from '../../domain/notices/notices.ts';
import { LABOUR_OFFICE, UNREGISTERED } from '../../domain/notices/referrals.ts';
import { type Column, DayText, Level } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import type { Say } from '../frame/say.ts';
import { wordOf } from '../frame/words.ts';

/** Whom a paper is addressed to, both of a joint letter; a labour office that nobody registered by its name. */
export const addresseesOf = ({ addresseeName, addresseeUscc, jointName, jointUscc }: NoticeView) =>
  [
    addresseeUscc === UNREGISTERED ? LABOUR_OFFICE : (addresseeName ?? addresseeUscc),
    jointName ?? jointUscc,
  ]
    .filter(Boolean)
    .join('、');

/** What lists of papers show, by name. */
export const noticeCells = (t: Say) =>
  ({
    level: { name: t('等级', 'Level'), cell: ({ level }) => <Level level={level} /> },
    paper: {
      name: t('文书', 'Paper'),
      cell: ({ noticeId, instrument, number }) => (
        <>
          <a href={paths.notice(noticeId)}>{wordOf(t, 'instrument', instrument)}</a>
          <span class="small num">{number}</span>
        </>
      ),
    },
    to: { name: t('主送', 'To'), cell: addresseesOf },
    project: {
      name: t('项目', 'Project'),
      cell: ({ projectName, projectCode }) =>
        projectName ? <a href={paths.project(projectCode)}>{projectName}</a> : projectCode,
    },
    drafted: { name: t('起草', 'Drafted'), cell: ({ draftedOn }) => <DayText day={draftedOn} /> },
    served: { name: t('送达', 'Served'), cell: ({ servedOn }) => <DayText day={servedOn} /> },
    replyBy: {
      name: t('限期回复', 'Reply by'),
      cell: ({ replyDueOn }) => <DayText day={replyDueOn} />,
    },
    status: {
      name: t('状态', 'Status'),
      cell: ({ status }) => wordOf(t, 'noticeStatus', status),
    },
  }) satisfies Record<string, Column<NoticeView>>;
