import type { Child } from 'hono/jsx';
import { useSay } from './say.ts';

/** A drawing, which may be wider than a phone, with its table behind a switch. */
export function Figure({
  label,
  table,
  children,
}: {
  label: string;
  table: Child;
  children: Child;
}) {
  const t = useSay();
  return (
    <>
      <section class="scroll" tabindex={0} aria-label={label}>
        {children}
      </section>
      <details>
        <summary>{t('看表格', 'Show as a table')}</summary>
        {table}
      </details>
    </>
  );
}

/** The least of 1, 2, 2.5 and 5 times a power of ten of which at most `steps` reach `most`. */
export function tickOf(most: number, steps: number): number {
  const power = 10 ** Math.floor(Math.log10(most / steps));
  return ([1, 2, 2.5, 5, 10].find((times) => times * power * steps >= most) ?? 10) * power;
}
