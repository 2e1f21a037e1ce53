import { priorityByWord } from '../../../../domain/workload/index.ts';

/** The types of workloads that can be submitted, as paths call them and as records call them. */
export const typeWords = {
  workspace: { path: 'workspaces', word: 'Workspace', category: 'Build' },
  training: { path: 'trainings', word: 'Training', category: 'Train' },
  distributed: { path: 'distributed', word: 'Distributed', category: 'Train' },
  inference: { path: 'inferences', word: 'Inference', category: 'Deploy' },
} as const;

/** A type of workload as the domain calls it. */
export type TypeName = keyof typeof typeWords;

/** The types of workloads in a fixed order. */
export const typeNames: readonly TypeName[] = ['workspace', 'training', 'distributed', 'inference'];

/** Tells whether a word is the name of a type of workload. */
export const isTypeName = (word: string): word is TypeName => Object.hasOwn(typeWords, word);

/** A type as records call it; one that nobody knows stays as it is. */
export const typeWordOf = (type: string): string =>
  isTypeName(type) ? typeWords[type].word : type;

/** What kind of work a type of workload is. */
export const categoryOf = (type: string): string | undefined =>
  isTypeName(type) ? typeWords[type].category : undefined;

/** The kinds of work. */
export const categories = ['Build', 'Train', 'Deploy'] as const;

const wordByPriority: ReadonlyMap<number, string> = new Map(
  Object.entries(priorityByWord).map(([word, value]) => [value, word]),
);

/** The word of a priority, where it has one. */
export const priorityWordOf = (priority: number): string | undefined =>
  wordByPriority.get(priority);

/** The words of all priorities, the lowest first. */
export const priorityWords: readonly string[] = Object.keys(priorityByWord);

/** Where the framework of distributed work is kept: nothing but people and records reads it. */
export const frameworkAnnotation = 'run.ai/distributed-framework';
/** The frameworks that distributed work may name. */
export const frameworks = ['PyTorch', 'MPI', 'TF', 'XGBoost', 'JAX'] as const;
