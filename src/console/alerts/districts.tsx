import type { DistrictLights } from '../../domain/alerts/trends.ts';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import { wordOf } from '../frame/words.ts';

type Place = readonly [column: number, row: number];

/**
 * Where a district lies among its neighbours: column and row of a tile map, after their place on the map of the city (north above). It shows who is
 * beside whom and no border.
 */
const PLACES: Readonly<Record<string, Place>> = {
  '320707': [1, 0],
  '320722': [0, 1],
  '320706': [1, 1],
  '320703': [2, 0],
  '320771': [2, 1],
  '320723': [1, 2],
  '320724': [1, 3],
};
/** Tiles at the edge for development zones that are registered beside the districts. */
const EDGE: readonly Place[] = [
  [2, 2],
  [2, 3],
  [0, 2],
  [0, 3],
  [0, 0],
];
const [TILE, TALL, GAP] = [150, 84, 6];

/** The districts as tiles; each tells its gravest level by word, shape of its frame and colour, and leads to its alerts. */
export function District({ districts }: { districts: readonly DistrictLights[] }) {
  const t = useSay();
  const known = districts.filter(({ regionCode }) => PLACES[regionCode]);
  if (known.length === 0) return null;
  const zones = districts.filter(({ regionCode }) => !PLACES[regionCode]);
  const placed = [
    ...known.map((district) => ({ district, at: PLACES[district.regionCode] as Place })),
    ...zones.slice(0, EDGE.length).map((district, n) => ({ district, at: EDGE[n] as Place })),
  ];
  const width = 3 * TILE + 2 * GAP;
  const height = 4 * TALL + 3 * GAP;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      <title>{t('各区县示意图', 'Sketch of the districts')}</title>
      {placed.map(({ district, at }) => (
        <Tile district={district} at={at} />
      ))}
    </svg>
  );
}

function Tile({ district, at: [column, row] }: { district: DistrictLights; at: Place }) {
  const t = useSay();
  const { regionCode, name, projects, ...counts } = district;
  const level = counts.red ? 'red' : counts.orange ? 'orange' : counts.yellow ? 'yellow' : null;
  const [x, y] = [column * (TILE + GAP), row * (TALL + GAP)];
  const lights = level ? `${wordOf(t, 'level', level)} ${counts[level]}` : t('无预警', 'No alert');
  return (
    <a
      href={paths.alerts({ regionCode, cases: 'true' })}
      class={level ? `tile level-${level}` : 'tile'}
    >
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
        {name}
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
