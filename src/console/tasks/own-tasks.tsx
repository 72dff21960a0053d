import type { TaskView } from '../../domain/tasks.ts';
import { Card, InstantText, Table } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import { wordOf } from '../frame/words.ts';
import { farText, nameOf } from './words.ts';

/** Tasks of the last day, each with the way to its page; nothing where there are none. */
export function OwnTasks({ tasks }: { tasks: readonly TaskView[] }) {
  const t = useSay();
  if (tasks.length === 0) return null;
  return (
    <Card title={t('近一天较长的工作', 'Longer work of the last day')}>
      <Table
        caption={t('较长的工作，新的在前', 'Longer work, the newest first')}
        rows={tasks}
        empty=""
        columns={[
          {
            name: t('工作', 'Work'),
            cell: (task) => <a href={paths.task(task.id)}>{nameOf(t, task)}</a>,
          },
          { name: t('开始', 'Begun'), cell: ({ begunAt }) => <InstantText at={begunAt} /> },
          { name: t('状态', 'Status'), cell: ({ status }) => wordOf(t, 'taskStatus', status) },
          {
            name: t('进度', 'Progress'),
            cell: (task) => (task.status === 'done' ? '—' : farText(t, task)),
          },
        ]}
      />
    </Card>
  );
}
