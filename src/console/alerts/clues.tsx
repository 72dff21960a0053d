import type { Clues, ComplaintView } from '../../domain/site/complaint-list.ts';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';

/** Whether what the rules found bears the complaint out. */
export function Checked({ complaint, clues }: { complaint: ComplaintView; clues: Clues }) {
  const t = useSay();
  const { projectCode: of, aboutUscc } = complaint;
  if (clues.wageAlerts === 0)
    return (
      <>
        {t(
          '该单位在本项目没有未解除的工资预警；请向工人、银行核实，并查考勤和工资表是否漏报。',
          'No live alert about this firm’s wages here: ask the worker and the bank, and look for people missing from the payroll.',
        )}
      </>
    );
  return (
    <a href={paths.alerts({ projectCode: of, q: aboutUscc })}>
      {t(
        `该单位在本项目未解除的工资预警 ${clues.wageAlerts} 条`,
        `${clues.wageAlerts} live alerts about this firm’s wages here`,
      )}
    </a>
  );
}

interface ComplaintsOf {
  count: number;
  projectCode: string;
  /** Whether the reader may open them. */
  reads: boolean;
}

/** The other way: that people complained of what an alert found. */
export function Complaints({ count, projectCode, reads }: ComplaintsOf) {
  const words = useSay()(`${count} 件未办结`, `${count} open`);
  return reads ? <a href={paths.complaints({ projectCode })}>{words}</a> : <span>{words}</span>;
}
