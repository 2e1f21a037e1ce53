import { type TSchema, Type } from 'typebox';
import { defaultsByType, priorityByWord } from '../../../domain/workload/index.ts';
import type { RouteGroup } from '../app.ts';
import { policy } from '../policy.ts';
import { closed } from './shapes.ts';
import { rankByWord } from './units/ranks.ts';
import { categories, priorityWordOf, typeNames, typeWords } from './workloads/words.ts';

const text = Type.String();
const named = { id: text, name: text };

interface Words {
  readonly path: string;
  readonly member: string;
  readonly operationId: string;
  readonly summary: string;
  readonly shape: TSchema;
  readonly items: readonly object[];
}

const valued = (values: Readonly<Record<string, number>>): readonly object[] =>
  Object.entries(values).map(([name, value]) => ({ id: name, name, value }));

const lists: readonly Words[] = [
  {
    path: '/api/v1/workload-priorities',
    member: 'priorities',
    operationId: 'runaiListWorkloadPriorities',
    summary: 'The words for priorities of workloads, and their numbers',
    shape: Type.Object({ ...named, value: Type.Integer() }, closed),
    items: valued(priorityByWord),
  },
  {
    path: '/api/v1/workload-categories',
    member: 'categories',
    operationId: 'runaiListWorkloadCategories',
    summary: 'The kinds of work that types of workloads belong to',
    shape: Type.Object(named, closed),
    items: categories.map((name) => ({ id: name, name })),
  },
  {
    path: '/api/v1/workload-types',
    member: 'workloadTypes',
    operationId: 'runaiListWorkloadTypes',
    summary: 'The types of workloads, and what each gets unless somebody says otherwise',
    shape: Type.Object(
      { ...named, categoryId: text, priorityId: text, preemptibility: text },
      closed,
    ),
    items: typeNames.map((type) => ({
      id: type,
      name: typeWords[type].word,
      categoryId: typeWords[type].category,
      priorityId: priorityWordOf(defaultsByType[type].priority),
      preemptibility: defaultsByType[type].preemptible ? 'preemptible' : 'non-preemptible',
    })),
  },
  {
    path: '/api/v1/org-unit/priorities',
    member: 'priorities',
    operationId: 'runaiListRanks',
    summary: 'The words for ranks of projects and departments, and their numbers',
    shape: Type.Object({ ...named, value: Type.Integer() }, closed),
    items: valued(rankByWord),
  },
];

/** The words that records and bodies use, for programs that offer them to choose from. */
export const wordRoutes: RouteGroup = (app) => {
  for (const { path, member, operationId, summary, shape, items } of lists) {
    const schema = {
      operationId,
      summary,
      tags: ['Run:ai words'],
      response: { 200: Type.Object({ [member]: Type.Array(shape) }, closed) },
    };
    app.get(path, { config: policy('read', 'word'), schema }, () => ({ [member]: items }));
  }
};
