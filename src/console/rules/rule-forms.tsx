import type { Params } from '../../domain/rules/params.ts';
import type { VersionView } from '../../domain/rules/versions.ts';
import type { RuleAbout } from '../../http/edge.ts';
import { addDays, type Day } from '../../lib/day.ts';
import { formatYuan } from '../../lib/fen.ts';
import { Fold, own } from '../frame/acting.tsx';
import { Card, Field, type Refused } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { type Say, useSay } from '../frame/say.ts';
import { isFen, isShare, paramName, unitOf } from './param-words.ts';

/** A rule with what counts today and what was proposed. */
export interface RuleNow {
  about: RuleAbout;
  version: number;
  params: Params;
  versions: readonly VersionView[];
}

/** A parameter's number as it is read: amounts in yuan, shares in hundredths. */
export function paramText(t: Say, name: string, value: number): string {
  if (isFen(name)) return `${formatYuan(value)} ${t('元', 'yuan')}`;
  if (isShare(name)) return `${(value * 100).toLocaleString('en', { maximumFractionDigits: 2 })}%`;
  if (name.endsWith('Percent')) return `${value}%`;
  return `${value} ${unitOf(t, name)}`.trim();
}

/** Days that a rehearsal looks back unless told otherwise. */
const DAYS_BACK = 30;

interface Forms {
  rule: RuleNow;
  today: Day;
  refused: Refused | undefined;
}

/** A field for each number of a rule; its name is where the domain says that something is wrong with it. */
function ParamFields({ rule, base, refused }: Pick<Forms, 'rule' | 'refused'> & { base: string }) {
  const t = useSay();
  return (
    <>
      {Object.entries(rule.params)
        .filter(([, value]) => typeof value === 'number')
        .map(([name, value]) => (
          <Field
            name={`${base}/${name}`}
            label={paramName(t, rule.about.id, name)}
            hint={unitOf(t, name)}
            value={isFen(name) ? formatYuan(Number(value)).replaceAll(',', '') : String(value)}
            maxlength={20}
            refused={refused}
            required
          />
        ))}
    </>
  );
}

/** To try other parameters on past days, and to propose them. */
export function ParamForms({ rule, today, refused }: Forms) {
  const t = useSay();
  const at = (act: string) => ({ to: paths.ruleAct(rule.about.id, act), act, refused });
  if (Object.values(rule.params).every((value) => typeof value !== 'number')) return null;
  return (
    <Card title={t('改变参数', 'Other parameters')}>
      <Fold
        {...at('rehearsal')}
        title={t('先试算：过去会发现什么', 'Rehearse: what would have been found')}
        button={t('试算', 'Rehearse')}
      >
        <ParamFields rule={rule} base="set" refused={own(at('rehearsal'))} />
        <Field
          name="from"
          type="date"
          label={t('自', 'From')}
          value={addDays(today, -DAYS_BACK)}
          refused={own(at('rehearsal'))}
          required
        />
        <Field
          name="to"
          type="date"
          label={t('至', 'To')}
          hint={t('只算已经过去的日子', 'Past days only')}
          value={addDays(today, -1)}
          refused={own(at('rehearsal'))}
          required
        />
      </Fold>
      <Fold
        {...at('versions')}
        title={t('提出新版本', 'Propose a version')}
        button={t('提出', 'Propose')}
      >
        <ParamFields rule={rule} base="params" refused={own(at('versions'))} />
        <Field
          name="validFrom"
          type="date"
          label={t('生效日期', 'From')}
          hint={t(
            '由另一人发布后自这一日起适用',
            'Counts from then on once another person released it',
          )}
          value={addDays(today, 1)}
          refused={own(at('versions'))}
          required
        />
      </Fold>
    </Card>
  );
}
