import type { Child } from 'hono/jsx';
import { Field, Once, type Refused } from './parts.tsx';
import { useSay } from './say.ts';

/** Where a form of a page goes, and what was refused on that page a moment ago, be it this form's or another's. */
export interface FormAt {
  /** The act's address. */
  to: string;
  act: string;
  refused: Refused | undefined;
}

/** The refusal if it is this form's. */
export const own = ({ act, refused }: Pick<FormAt, 'act' | 'refused'>): Refused | undefined =>
  refused?.values.act === act ? refused : undefined;

interface ActFormOf extends FormAt {
  button: string;
  danger?: true;
  files?: true;
  children?: Child;
}

/** A form of several on one page: it carries its own name, so that a refusal comes back to it. */
export function ActForm({ button, danger, files, children, ...at }: ActFormOf) {
  return (
    <form method="post" action={at.to} enctype={files && 'multipart/form-data'}>
      <Once refused={own(at)} />
      <input type="hidden" name="act" value={at.act} />
      {children}
      <button type="submit" class={danger && 'danger'}>
        {button}
      </button>
    </form>
  );
}

/** The same behind its name; one that was refused a moment ago stands open. */
export const Fold = ({ title, ...form }: ActFormOf & { title: string }) => (
  <details class="act" open={own(form) !== undefined}>
    <summary>{title}</summary>
    <ActForm {...form} />
  </details>
);

/** Why something is done; kept with the act. */
export function Reason(at: Pick<FormAt, 'act' | 'refused'>) {
  const label = useSay()('理由', 'Reason');
  return (
    <Field
      name="reason"
      of={at.act}
      label={label}
      rows={3}
      maxlength={1000}
      refused={own(at)}
      required
    />
  );
}

/** Words of one's own. */
export const Words = ({
  label,
  hint,
  ...at
}: Pick<FormAt, 'act' | 'refused'> & { label: string; hint?: string }) => (
  <Field
    name="text"
    of={at.act}
    label={label}
    {...(hint && { hint })}
    rows={4}
    maxlength={4000}
    refused={own(at)}
    required
  />
);

/** Whether an answer is accepted. */
export function Verdict({ act }: { act: string }) {
  const t = useSay();
  return (
    <Field
      name="accepted"
      of={act}
      label={t('结论', 'Verdict')}
      options={[
        ['true', t('认可', 'Accept')],
        ['false', t('不认可', 'Do not accept')],
      ]}
    />
  );
}

/** The one time that a secret is shown, with who gets it, and the way on. */
export function ShownOnce({
  title,
  words,
  label,
  secret,
  on,
}: {
  title: string;
  words: string;
  label: string;
  secret: string;
  on: string;
}) {
  return (
    <section class="card narrow">
      <h1>{title}</h1>
      <p>{words}</p>
      <Field name="secret" label={label} value={secret} />
      <p>
        <a class="button plain" href={on}>
          {useSay()('完成', 'Done')}
        </a>
      </p>
    </section>
  );
}
