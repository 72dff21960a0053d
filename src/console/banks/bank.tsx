import type { BankView, SecretView } from '../../domain/banks/banks.ts';
import type { BehindAccount } from '../../domain/banks/feeds.ts';
import type { BankMonth } from '../../domain/banks/scorecard.ts';
import { Card, Field, InstantText, Once, Refusal, type Refused, Table } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import { Behind, Scorecard, Standing } from './scorecard.tsx';

/** To register a bank, or to give one another secret. */
export function Register({ bank, refused }: { bank?: BankView; refused: Refused | undefined }) {
  const t = useSay();
  return (
    <Card title={bank ? t('更换签名密钥', 'Another secret') : t('登记银行', 'Register a bank')}>
      <p>
        {t(
          '系统为其生成签名密钥，只显示一次；原有密钥七日内仍有效，供银行更换。',
          'A signing secret is made and shown once; the one before holds seven more days.',
        )}
      </p>
      <form method="post" action={paths.banks}>
        <Once refused={refused} />
        {bank && <input type="hidden" name="changes" value="true" />}
        <Field
          name="code"
          label={t('银行代码（3 位）', 'Bank code (3 digits)')}
          value={bank?.code}
          refused={refused}
          maxlength={3}
          inputmode="numeric"
          required
        />
        <Field
          name="name"
          label={t('名称', 'Name')}
          value={bank?.name}
          refused={refused}
          maxlength={50}
          required
        />
        <Field
          name="companyId"
          label={t('统一社会信用代码', 'Its USCC')}
          hint={t('其经办人要登录本系统时填写', 'Where its people are to sign in here')}
          value={bank?.companyId ?? undefined}
          refused={refused}
          maxlength={24}
        />
        <Field
          name="publicKey"
          label={t('SM2 公钥', 'SM2 public key')}
          hint={t(
            '只能用国密签名的银行填写；不填则生成签名密钥',
            'Only for a bank that signs with SM2; else a secret is made',
          )}
          refused={refused}
          maxlength={200}
        />
        <button type="submit">{bank ? t('更换', 'Change') : t('登记', 'Register')}</button>
      </form>
    </Card>
  );
}

function Secrets({
  code,
  secrets,
  now,
}: {
  code: string;
  secrets: readonly SecretView[];
  now: Date;
}) {
  const t = useSay();
  const ended = ({ validTo }: SecretView) => validTo !== null && new Date(validTo) <= now;
  return (
    <Table
      caption={t('签名密钥', 'Signing secrets')}
      rows={secrets}
      empty={t('没有签名密钥。', 'No secret.')}
      columns={[
        { name: t('序号', 'No.'), cell: ({ version }) => version, figures: true },
        { name: t('方式', 'Kind'), cell: ({ kind }) => (kind === 'sm2' ? 'SM2' : 'HMAC') },
        { name: t('自', 'From'), cell: (one) => <InstantText at={one.validFrom} /> },
        { name: t('至', 'Until'), cell: (one) => <InstantText at={one.validTo} /> },
        {
          name: t('办理', 'Act'),
          cell: (one) =>
            ended(one) ? (
              t('已停用', 'ended')
            ) : (
              <form method="post" action={paths.bankSecretEnd(code, one.version)}>
                <button type="submit" class="danger">
                  {t('立即停用', 'End at once')}
                </button>
              </form>
            ),
        },
      ]}
    />
  );
}

interface Whole {
  bank: BankView;
  secrets: readonly SecretView[];
  behind: readonly BehindAccount[];
  months: readonly BankMonth[];
  now: Date;
  refused: Refused | undefined;
}

/** A bank, how its data come, and its secrets. */
export function Bank({ bank, secrets, behind, months, now, refused }: Whole) {
  const t = useSay();
  const { code, name, companyId } = bank;
  return (
    <>
      <div class="head">
        <h1>
          {name} <span class="num">{code}</span>
        </h1>
        {companyId && <span class="quiet num">{companyId}</span>}
      </div>
      <Refusal refused={refused} />
      <Standing bank={bank} />
      <Card title={t('报送情况', 'Record')}>
        <Scorecard months={months} />
      </Card>
      <div class="columns">
        <div>
          <Card title={t('数据未齐的专户', 'Accounts behind')}>
            <Behind accounts={behind} />
          </Card>
          <Card title={t('签名密钥', 'Signing secrets')}>
            <Secrets code={code} secrets={secrets} now={now} />
          </Card>
        </div>
        <Register bank={bank} refused={undefined} />
      </div>
    </>
  );
}
