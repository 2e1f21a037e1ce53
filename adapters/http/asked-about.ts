import type { Ask } from '../ports/ask.ts';

/** Where an ask says what it is about. */
export interface AskedAbout {
  /** JSON pointer to the id of the subject. */
  readonly pointer: string;
  readonly id: string;
  /** What stands before the pointers of a rule, which speaks of the command's own fields. */
  readonly prefix: string;
  /** Whether it asks for something new. */
  readonly isCreation: boolean;
}

/** Where an ask says what it is about; the subject's own id comes before those of what it belongs to. */
export const askedAbout = (ask: Ask): AskedAbout => {
  const rest = {
    prefix: 'spec' in ask ? '/spec' : '',
    isCreation: ask.type.startsWith('Create'),
  };
  if ('workloadId' in ask) return { pointer: '/workloadId', id: ask.workloadId, ...rest };
  if ('nodeId' in ask) return { pointer: '/nodeId', id: ask.nodeId, ...rest };
  if ('projectId' in ask) return { pointer: '/projectId', id: ask.projectId, ...rest };
  if ('departmentId' in ask) return { pointer: '/departmentId', id: ask.departmentId, ...rest };
  if ('nodePoolId' in ask) return { pointer: '/nodePoolId', id: ask.nodePoolId, ...rest };
  if (ask.type === 'AdoptPolicy') {
    return { pointer: '/policy', id: ask.policy.version, ...rest, prefix: '/policy' };
  }
  return { pointer: '/clusterId', id: ask.clusterId, ...rest };
};
