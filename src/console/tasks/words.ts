import type { TaskView } from '../../domain/tasks.ts';
import { paths } from '../frame/paths.ts';
import type { Say } from '../frame/say.ts';
import { wordOf } from '../frame/words.ts';

type Kind = TaskView['kind'];

/** What a task is called. */
export const nameOf = (t: Say, { kind, about }: Pick<TaskView, 'kind' | 'about'>): string =>
  kind === 'rotation'
    ? t(`更换数据密钥（换为版本 ${about}）`, `Change of keys to version ${about}`)
    : `${wordOf(t, 'task', kind)} ${about}`;

/** How far one has come. */
export function farText(t: Say, { kind, stage, done, total }: TaskView): string {
  const unit = wordOf(t, 'taskUnit', kind);
  const doing = stage === null ? '' : `${wordOf(t, 'taskStage', stage)}${t('：', ': ')}`;
  if (total === null) return stage === null ? t('刚刚开始。', 'Just begun.') : `${doing}…`;
  const [n, of] = [done.toLocaleString('en'), total.toLocaleString('en')];
  return t(`${doing}完成 ${n} ${unit}，共 ${of} ${unit}。`, `${doing}${n} of ${of} ${unit} done.`);
}

/** What is left of one that ended before its work did. */
export const lostText = (t: Say, task: TaskView): string =>
  [
    t('做这件事的进程已经停止，没有做完。', 'The process that was at it is gone; it did not end. '),
    task.total === null ? '' : t(`停在：${farText(t, task)}`, `It came to: ${farText(t, task)} `),
    left(t)[task.kind],
  ].join('');

const left = (t: Say): Record<Kind, string> => ({
  rehearsal: t('试算不改动任何内容，请重新试算。', 'A rehearsal changes nothing: begin it again.'),
  'sheet-check': t('没有存入任何内容，请重新上传。', 'Nothing was stored: upload it again.'),
  'sheet-filing': t(
    '工资表要么整张存入，要么没有存入：请先在工资表列表里核对，没有的再提交一次。',
    'The payroll was stored whole or not at all: look for it in the list, and file it again if it is not there.',
  ),
  drafts: t('下一轮定时运行会接着做。', 'The next turn of the schedule goes on.'),
  papers: t('请再次运行 npm run papers。', 'Run npm run papers again.'),
  rotation: t('再次运行 npm run rotate 即接着做。', 'npm run rotate goes on where it was.'),
});

/** Where one came from, and where it is begun again. */
export const backOf = ({ kind, about }: Pick<TaskView, 'kind' | 'about'>): string => {
  if (kind === 'rehearsal') return paths.rule(about.split(' ')[0] ?? '');
  if (kind === 'sheet-check') return paths.newPayroll();
  return kind === 'sheet-filing' ? paths.payrolls() : paths.runs();
};
