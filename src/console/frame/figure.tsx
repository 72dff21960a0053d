import type { Child } from 'hono/jsx';
import { PLOT, type Plotted } from '../../../reports/plot.ts';
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

/** A plot in the page's own colours and letters. */
export function Plot({ label, parts }: { label: string; parts: readonly Plotted[] }) {
  const { width, height } = PLOT;
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    >
      {parts.map((part) =>
        part.kind === 'path' ? (
          <path d={part.d} transform={`translate(${part.x} ${part.y})`} class={part.ink} />
        ) : (
          <text x={part.x} y={part.y} text-anchor={part.anchor} dominant-baseline="central">
            {part.text}
          </text>
        ),
      )}
    </svg>
  );
}
