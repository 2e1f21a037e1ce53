import { demoNodes, type Team, teams } from '../../../adapters/traces/index.ts';
import type { ScenarioNode } from '../../../adapters/ports/scenario.ts';
import type { SiteShape } from '../config/index.ts';

/** The cluster that is simulated. */
export const siteClusterId = 'demo';
/** Its one node pool, which takes every node. */
export const sitePoolId = 'default';

/** A team with its quota on a site of this size. */
export interface SiteTeam {
  readonly team: Team;
  readonly quotaGpus: number;
}

/** What there is before anybody asks for anything. */
export interface Site {
  readonly shape: SiteShape;
  readonly nodes: readonly ScenarioNode[];
  readonly teams: readonly SiteTeam[];
}

/** The share of nodes with the older cards: 24 of 64, as on the demo day. */
const olderOf = (nodes: number): number => Math.floor((nodes * 24) / 64);

const usualGpusPerNode = 8;

/** The site of the demo day, stretched or shrunk: two kinds of cards, four projects whose quotas add up to all GPUs. */
export const siteOf = (shape: SiteShape): Site => {
  const templates = demoNodes();
  const older = olderOf(shape.nodes);
  const nodes = [
    ...likeNode(templates.at(0), older, shape.gpusPerNode),
    ...likeNode(templates.at(-1), shape.nodes - older, shape.gpusPerNode),
  ];
  return { shape, nodes, teams: teamsOf(shape.nodes * shape.gpusPerNode) };
};

const likeNode = (
  template: ScenarioNode | undefined,
  count: number,
  gpuCount: number,
): readonly ScenarioNode[] => {
  if (template === undefined) return [];
  const kind = template.gpuModel.toLowerCase();
  const width = Math.max(2, String(count).length);
  return Array.from({ length: count }, (_, place) => ({
    ...template,
    id: `${kind}-${String(place + 1).padStart(width, '0')}`,
    gpuCount,
    cpuMilli: (template.cpuMilli * gpuCount) / usualGpusPerNode,
    memoryBytes: (template.memoryBytes * gpuCount) / usualGpusPerNode,
  }));
};

/** Quotas in the proportion of the demo day; what rounding leaves over goes to the first. */
const teamsOf = (gpus: number): readonly SiteTeam[] => {
  const usual = teams.reduce((sum, { quotaGpus }) => sum + quotaGpus, 0);
  const quotas = teams.map(({ quotaGpus }) => Math.floor((quotaGpus * gpus) / usual));
  const given = quotas.reduce((sum, quota) => sum + quota, 0);
  return teams.map((team, place) => ({
    team,
    quotaGpus: (quotas[place] ?? 0) + (place === 0 ? gpus - given : 0),
  }));
};
