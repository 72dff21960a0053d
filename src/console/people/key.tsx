import { type Grant, grantableByKey, isGrant } from '../../domain/people/grants.ts';
import type { KeyView } from '../../domain/people/keys.ts';
import { Fold, own } from '../frame/acting.tsx';
import {
  Card,
  Company,
  Facts,
  Field,
  InstantText,
  Once,
  Refusal,
  type Refused,
} from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { type Say, useSay } from '../frame/say.ts';
import { grantWord } from './grant-words.ts';

/** Whether a key may be used at an instant, in words. */
export function stateOf(t: Say, { revokedAt, expiresAt }: KeyView, now: Date): string {
  if (revokedAt) return t('已停用', 'Revoked');
  if (expiresAt && new Date(expiresAt) <= now) return t('已到期', 'Expired');
  return t('有效', 'In use');
}

/** What grants are called in the form that makes a key. */
export const GRANT = 'grant/';

function Scope({ refused }: { refused: Refused | undefined }) {
  const t = useSay();
  const ticked = (grant: Grant) => refused?.values[`${GRANT}${grant}`] !== undefined;
  return (
    <details class="act" open={grantableByKey.some(ticked)}>
      <summary>{t('只给部分权限', 'Only some grants')}</summary>
      <fieldset>
        <legend>{t('权限', 'Grants')}</legend>
        {grantableByKey.map((grant) => (
          <label class="tick">
            <input type="checkbox" name={`${GRANT}${grant}`} checked={ticked(grant)} />{' '}
            {grantWord(t, grant)}
          </label>
        ))}
      </fieldset>
    </details>
  );
}

/** To make a key for somebody of an organisation. */
export function KeyForm({ refused }: { refused: Refused | undefined }) {
  const t = useSay();
  return (
    <Card title={t('发放密钥', 'Make a key')}>
      <form method="post" action={paths.keys()}>
        <Once refused={refused} />
        <Field
          name="companyId"
          label={t('单位的统一社会信用代码', 'Organisation (USCC)')}
          refused={refused}
          maxlength={24}
          required
        />
        <Field
          name="holder"
          label={t('持有人姓名', 'Held by')}
          hint={t(
            '须两人办理的事项按持有人区分，请写真实姓名',
            'Where two people must act, holders are told apart: give the person’s own name',
          )}
          refused={refused}
          maxlength={50}
          required
        />
        <Field
          name="expiresOn"
          type="date"
          label={t('有效至（可不填）', 'Good through (optional)')}
          refused={refused}
        />
        <Field
          name="addresses"
          label={t('只能从这些地址使用（可不填）', 'Only from these addresses (optional)')}
          hint={t('IP 或网段，用空格分开，如 10.1.0.0/16', 'IPs or networks, as 10.1.0.0/16')}
          refused={refused}
          maxlength={2000}
        />
        <p class="hint">
          {t(
            '不另选权限，即给该单位可用的全部权限。',
            'All that the organisation may have, unless chosen here.',
          )}
        </p>
        <Scope refused={refused} />
        <button type="submit">{t('发放', 'Make')}</button>
      </form>
    </Card>
  );
}

interface Whole {
  held: KeyView;
  now: Date;
  refused: Refused | undefined;
}

function KeyActs({ held: { prefix }, refused }: Omit<Whole, 'now'>) {
  const t = useSay();
  const at = (act: string) => ({ to: paths.keyAct(prefix, act), act, refused });
  return (
    <Card title={t('办理', 'Act')}>
      <Fold {...at('rotation')} title={t('换发', 'Replace')} button={t('换发', 'Replace')}>
        <p>{t('新密钥的权限与这一把相同。', 'The new key may do what this one may.')}</p>
        <Field
          name="days"
          of="rotation"
          type="number"
          label={t('旧密钥再用几天', 'Days that the old key still holds')}
          value="7"
          refused={own(at('rotation'))}
          required
        />
      </Fold>
      <Fold
        {...at('revocation')}
        title={t('停用', 'Revoke')}
        button={t('立即停用', 'Revoke at once')}
        danger
      >
        <p>{t('停用后不能恢复。', 'It cannot be taken back.')}</p>
      </Fold>
    </Card>
  );
}

/** One key and what an administrator does about it. */
export function Key({ held, now, refused }: Whole) {
  const t = useSay();
  const live = !held.revokedAt && !(held.expiresAt && new Date(held.expiresAt) <= now);
  return (
    <>
      <div class="head">
        <h1>
          {t('密钥', 'Key')} <span class="num">{held.prefix}</span>
        </h1>
        <span class="tag">{stateOf(t, held, now)}</span>
      </div>
      <Refusal refused={refused} />
      <div class={live ? 'columns' : undefined}>
        {live && <KeyActs held={held} refused={refused} />}
        <section class="card">
          <Facts
            rows={[
              [t('单位', 'Organisation'), <Company {...held} />],
              [t('持有人', 'Held by'), held.holder],
              [
                t('权限', 'Grants'),
                <ul>
                  {held.grants.filter(isGrant).map((grant) => (
                    <li>{grantWord(t, grant)}</li>
                  ))}
                </ul>,
              ],
              [t('地址', 'Addresses'), held.addresses?.join(' ') ?? t('不限', 'any')],
              [t('发放', 'Made'), <InstantText at={held.createdAt} />],
              [t('最近使用', 'Last used'), <InstantText at={held.usedAt} />],
              [t('到期', 'Ends'), <InstantText at={held.revokedAt ?? held.expiresAt} />],
            ]}
          />
        </section>
      </div>
    </>
  );
}
