import { type Either, left, right } from '../../../domain/foundation/fp.ts';
import { type Objection, shown } from './refusal.ts';

/** How large the simulated cluster is. */
export interface SiteShape {
  readonly nodes: number;
  readonly gpusPerNode: number;
}

const nodesMax = 4096;
const gpusMax = 16;

/** Reads NODESxGPUS. */
export const siteShapeOf = (text: string): Either<Objection, SiteShape> => {
  const parts = /^([1-9]\d{0,5})[xX]([1-9]\d{0,2})$/.exec(text);
  const nodes = Number(parts?.[1]);
  const gpusPerNode = Number(parts?.[2]);
  if (parts !== null && nodes <= nodesMax && gpusPerNode <= gpusMax) {
    return right({ nodes, gpusPerNode });
  }
  return left({
    problem: `${shown(text)} is no shape of nodes`,
    remedy: `write NODESxGPUS such as 64x8: 1 to ${nodesMax} nodes with 1 to ${gpusMax} GPUs each`,
  });
};
