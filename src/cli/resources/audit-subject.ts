import { closestTo } from '../../../domain/foundation/closest.ts';
import type { SubjectKind } from '../../../domain/foundation/ids.ts';

/** Every kind of subject by the words for it; `nodepool` is what the other commands call a node pool. */
const kindByWord: Readonly<Record<SubjectKind | 'nodepool', SubjectKind>> = {
  ledger: 'ledger',
  policy: 'policy',
  cluster: 'cluster',
  'node-pool': 'node-pool',
  nodepool: 'node-pool',
  node: 'node',
  department: 'department',
  project: 'project',
  queue: 'queue',
  workload: 'workload',
};

const kinds: ReadonlyMap<string, SubjectKind> = new Map(Object.entries(kindByWord));

/** What `--subject` asks for, as the ledger writes it, or what is wrong with it as the text to print. */
export const subjectOf = (
  typed: string,
):
  | { readonly wanted: string; readonly problem?: undefined }
  | { readonly problem: string; readonly wanted?: undefined } => {
  const slash = typed.indexOf('/');
  const word = slash === -1 ? typed : typed.slice(0, slash);
  const kind = kinds.get(word);
  if (kind !== undefined) return { wanted: kind + typed.slice(word.length) };
  const close = closestTo(word, kinds.keys());
  const remedy =
    close.length === 0
      ? `name a kind or KIND/ID; the kinds are ${[...kinds.keys()].join(', ')}`
      : `did you mean ${close.join(' or ')}?`;
  return {
    problem: `error: the ledger has no kind of subject '${word}'\n  at: --subject\n  remedy: ${remedy}\n`,
  };
};
