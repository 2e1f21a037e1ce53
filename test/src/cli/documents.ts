import type { Site } from './site.ts';

/** A document of a kind. */
export const of = (kind: string, name: string, spec: string): string =>
  `apiVersion: berth.dev/v1alpha1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: ${spec}\n---\n`;

/** A department, a project of it and a workload of that: what leans on others comes first on purpose. */
export const sky = [
  of('Training', 'bert', '{ project: astro, gpu: 2, priority: high, timeLimit: 2h }'),
  of('Project', 'astro', '{ department: sky, nodePools: [{ name: default, gpu: 4 }] }'),
  of('Department', 'sky', '{ nodePools: { default: { gpu: { quota: 8, limit: 16 }, cpu: 64 } } }'),
].join('');

/** Applies a text from stdin. */
export const apply = ({ berthOn }: Site, text: string, ...more: readonly string[]) =>
  berthOn({ input: async () => text }, 'apply', '-f', '-', ...more);
