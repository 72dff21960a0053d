import type { ProjectInput, ProjectView } from '../../domain/registry/projects.ts';
import { ActForm, type FormAt } from '../frame/acting.tsx';
import { Card, Table } from '../frame/parts.tsx';
import { type Say, useSay } from '../frame/say.ts';
import { wordOf } from '../frame/words.ts';

/** What stands for confirmation, as a form says that its sender saw it. */
export const seenOf = ({ proposal }: Pick<ProjectView, 'proposal'>): string =>
  JSON.stringify(proposal);

const membersOf = (t: Say): [name: keyof ProjectInput, word: string][] => [
  ['name', t('名称', 'Name')],
  ['regionCode', t('区划', 'District')],
  ['ownerUscc', t('建设单位', 'Owner')],
  ['contractorUscc', t('施工总承包单位', 'Contractor')],
  ['fundSource', t('资金来源', 'Funds')],
  ['status', t('状态', 'Status')],
  ['startsOn', t('开工', 'Begun')],
  ['endsOn', t('完工', 'Finished')],
  ['permitOn', t('施工许可', 'Permit')],
];

function textOf(t: Say, name: keyof ProjectInput, { [name]: value }: ProjectInput): string {
  if (value === undefined) return '—';
  if (name === 'status') return wordOf(t, 'projectStatus', value);
  return name === 'fundSource' ? wordOf(t, 'fund', value) : value;
}

interface ProposalOf {
  project: ProjectView;
  /** Where the reader's word goes; null for whoever only waits for it. */
  at: FormAt | null;
}

/** What a party told of a project and the authority has not confirmed: what it is and what it would be. */
export function Proposal({ project, at }: ProposalOf) {
  const t = useSay();
  const { proposal } = project;
  if (project.confirmed) return null;
  const changed = proposal ? membersOf(t).filter(([name]) => proposal[name] !== project[name]) : [];
  return (
    <Card title={t('登记信息尚待主管部门确认', 'The registration awaits confirmation')}>
      {proposal && (
        <Table
          caption={t('提出的变更', 'Changes proposed')}
          rows={changed}
          empty={t('没有变更。', 'Nothing changes.')}
          columns={[
            { name: t('事项', 'Member'), cell: ([, word]) => word },
            { name: t('现为', 'Is'), cell: ([name]) => textOf(t, name, project) },
            { name: t('拟改为', 'Would be'), cell: ([name]) => textOf(t, name, proposal) },
          ]}
        />
      )}
      {at && (
        <ActForm {...at} button={t('确认登记信息', 'Confirm the registration')}>
          <input type="hidden" name="seen" value={seenOf(project)} />
          <p class="hint">
            {t(
              '确认后按此计算到期日；等待确认的合同条款一并生效。',
              'Due days are reckoned by it; terms of the contract that wait count as well.',
            )}
          </p>
        </ActForm>
      )}
    </Card>
  );
}
