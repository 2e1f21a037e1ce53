import type { PodTerm, SubGroup } from '../foundation/shapes.ts';
import { boundedProblem, invalid, nameProblem } from './problems.ts';
import type { InvalidSpec } from './rejections.ts';
import { expressionsProblem, nodeTermsProblem } from './spec-nodes.ts';
import { entriesProblem, selectorProblem } from './spec-texts.ts';

/** Most terms of one kind, and the most that one can weigh. @source Kubernetes: weights from 1 to 100 */
const termsMax = 64;
const weightMax = 100;
/** As far from 0 as a whole number of 32 bits is. */
const podPriorityMax = 2_147_483_647;

/** The first thing that cannot mean anything in which nodes and which neighbours the pods of a sub-group want. */
export const neighboursProblem = (at: string, subGroup: SubGroup): InvalidSpec | undefined => {
  const { podPriority, podLabels, nodeSelector, affinity } = subGroup;
  return (
    boundedProblem(`${at}/podPriority`, podPriority, {
      least: -podPriorityMax,
      most: podPriorityMax,
    }) ??
    selectorProblem(`${at}/nodeSelector`, nodeSelector) ??
    entriesProblem(`${at}/podLabels`, podLabels) ??
    termsProblem(`${at}/affinity/podAffinity`, affinity?.podAffinity) ??
    termsProblem(`${at}/affinity/podAntiAffinity`, affinity?.podAntiAffinity) ??
    preferredProblem(`${at}/affinity/preferredNodes`, affinity?.preferredNodes) ??
    nodeTermsProblem(`${at}/affinity/requiredNodes`, affinity?.requiredNodes)
  );
};

const termsProblem = (
  at: string,
  terms: readonly PodTerm[] | undefined,
): InvalidSpec | undefined => {
  const tooMany = lengthProblem(at, terms?.length);
  if (tooMany !== undefined) return tooMany;
  for (const [place, { labels, topologyKey, weight }] of (terms ?? []).entries()) {
    const here = `${at}/${place}`;
    const problem =
      nameProblem(`${here}/topologyKey`, topologyKey) ??
      entriesProblem(`${here}/labels`, labels) ??
      noneProblem(`${here}/labels`, labels) ??
      weightProblem(here, weight);
    if (problem !== undefined) return problem;
  }
  return undefined;
};

type Preferred = NonNullable<NonNullable<SubGroup['affinity']>['preferredNodes']>;

const preferredProblem = (
  at: string,
  preferred: Preferred | undefined,
): InvalidSpec | undefined => {
  const tooMany = lengthProblem(at, preferred?.length);
  if (tooMany !== undefined) return tooMany;
  for (const [place, { labels, matchExpressions, weight }] of (preferred ?? []).entries()) {
    const here = `${at}/${place}`;
    const expressions = matchExpressions ?? [];
    const problem =
      selectorProblem(`${here}/labels`, labels) ??
      expressionsProblem(`${here}/matchExpressions`, expressions, 0) ??
      (expressions.length === 0 ? noneProblem(`${here}/labels`, labels) : undefined) ??
      weightProblem(here, weight);
    if (problem !== undefined) return problem;
  }
  return undefined;
};

const lengthProblem = (pointer: string, value = 0): InvalidSpec | undefined =>
  value > termsMax
    ? invalid({ pointer, value, problem: 'AboveBound', bound: termsMax })
    : undefined;

/** A term that names no label would mean every pod or node there is. */
const noneProblem = (pointer: string, labels: object): InvalidSpec | undefined =>
  Object.keys(labels).length === 0
    ? invalid({ pointer, value: 0, problem: 'Empty', bound: 1 })
    : undefined;

const weightProblem = (at: string, weight: number | undefined): InvalidSpec | undefined =>
  boundedProblem(`${at}/weight`, weight, { least: 1, most: weightMax });
