import type { DistrictLights } from '../domain/alerts/trends.ts';
import { regionName } from '../lib/identity.ts';
import { paths } from './paths.ts';
import { useSay } from './say.ts';
import { wordOf } from './words.ts';

/**
 * Where a district lies among its neighbours: column and row of a tile map, after their place on the map of the city (north above). It shows who is
 * beside whom and no border.
 */
const PLACES: Readonly<Record<string, readonly [column: number, row: number]>> = {
  '320707': [1, 0],
  '320722': [0, 1],
  '320706': [1, 1],
  '320703': [2, 0],
  '320771': [2, 1],
  '320723': [1, 2],
  '320724': [1, 3],
};
const [TILE, TALL, GAP] = [150, 84, 6];

/** The districts as tiles; each tells its gravest level by word, shape of its frame and colour, and leads to its alerts. */
export function District({ districts }: { districts: readonly DistrictLights[] }) {
  const t = useSay();
  const placed = districts.filter(({ regionCode }) => PLACES[regionCode]);
  if (placed.length === 0) return null;
  const width = 3 * TILE + 2 * GAP;
  const height = 4 * TALL + 3 * GAP;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      <title>{t('各区县示意图', 'Sketch of the districts')}</title>
      {placed.map((district) => (
        <Tile district={district} />
      ))}
    </svg>
  );
}

function Tile({ district }: { district: DistrictLights }) {
  const t = useSay();
  const { regionCode, projects, ...counts } = district;
  const [column, row] = PLACES[regionCode] as readonly [number, number];
  const level = counts.red ? 'red' : counts.orange ? 'orange' : counts.yellow ? 'yellow' : null;
  const [x, y] = [column * (TILE + GAP), row * (TALL + GAP)];
  const lights = level ? `${wordOf(t, 'level', level)} ${counts[level]}` : t('无预警', 'No alert');
  return (
    <a href={paths.alerts({ regionCode })} class={level ? `tile level-${level}` : 'tile'}>
      <rect
        x={x + 1}
        y={y + 1}
        width={TILE - 2}
        height={TALL - 2}
        rx="4"
        fill="currentColor"
        fill-opacity="0.08"
        stroke="currentColor"
        stroke-width={level === 'red' ? 4 : level ? 2 : 1}
      />
      <text x={x + 10} y={y + 24}>
        {regionName(regionCode)}
      </text>
      <text x={x + 10} y={y + 46}>
        {lights}
      </text>
      <text x={x + 10} y={y + 68}>
        {t(`${projects} 个项目`, `${projects} projects`)}
      </text>
    </a>
  );
}
