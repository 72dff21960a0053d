/** A count, what it counts, and where those are shown, where they are. */
export type Tile = [count: number, word: string, to: string | null];

/** Counts side by side, each the way to what it counts. */
export const Tiles = ({ tiles }: { tiles: readonly Tile[] }) => (
  <ul class="tiles">
    {tiles.map(([count, word, to]) => (
      <li>
        {to ? (
          <a href={to}>
            <b>{count}</b> {word}
          </a>
        ) : (
          <span>
            <b>{count}</b> {word}
          </span>
        )}
      </li>
    ))}
  </ul>
);
