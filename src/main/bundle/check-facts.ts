import { createSchemaCheck, type SchemaFault } from '../../../adapters/schema-check/index.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { DecodeFault } from '../../../domain/catalogue/decode.ts';
import { chainHashes, genesisHash, hexOf } from '../../../domain/foundation/chain.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { compareIds } from '../../../domain/foundation/ids.ts';
import { standingOf, type States } from '../../app/states.ts';
import { type CommandRepeated, createCommandWatch } from '../seen-commands.ts';
import type { BundleHeader, BundleRefused } from '../../../adapters/bundles/index.ts';
import { type ReadBundle, refusedBundle } from './read-bundle.ts';

/** The chain hashes of a bundle's facts, side by side; refused where they do not lead from its base to its head. */
export const checkChain = ({ header, bodies }: ReadBundle): Either<BundleRefused, Uint8Array> => {
  const base = Buffer.from(header.baseHash, 'hex');
  if (header.from === 1 && Buffer.compare(base, genesisHash) !== 0) {
    return refusedBundle('a fact before the first one is claimed');
  }
  const hashes = chainHashes(base, bodies);
  return hexOf(hashes.subarray(-32)) === header.headHash
    ? right(hashes)
    : refusedBundle(
        'its facts are not those that its header names: one was changed, dropped, added or moved',
      );
};

/** What the decisions of some facts name. */
export interface Named {
  readonly kernels: readonly string[];
  readonly policies: readonly string[];
}

/** Gathers the kernels and the policies that decisions name. */
export const namesIn = () => {
  const kernels = new Set<string>();
  const policies = new Set<string>();
  return {
    see: ({ data }: BerthRecorded): void => {
      if (!('basis' in data)) return;
      kernels.add(data.basis.kernel);
      policies.add(data.basis.policy);
    },
    named: (): Named => ({
      kernels: [...kernels].toSorted(compareIds),
      policies: [...policies].toSorted(compareIds),
    }),
  };
};

/**
 * Checks every fact by its schema, the numbering of every subject from where its state left it, that no command made
 * facts twice, and that the header names what the decisions name.
 */
export const checkFacts = async (
  { header, bodies }: ReadBundle,
  states: States,
): Promise<Either<BundleRefused, undefined>> => {
  const check = createSchemaCheck();
  const numbers = new Map<string, number>();
  const commands: string[] = [];
  const watch = createCommandWatch(async (revision) => commands[revision - header.from] ?? '');
  const names = namesIn();
  for (const [k, body] of bodies.entries()) {
    const revision = header.from + k;
    const checked = check(revision, body);
    if (isLeft(checked)) return refusedFact(checked.left);
    const { fact, subject } = checked.right;
    const { subjectRevision, type, commandId } = fact;
    const before = numbers.get(subject) ?? standingOf(states, fact.subject).subjectRevision;
    if (before + 1 !== subjectRevision) {
      const problem = `is number ${subjectRevision} of ${subject}, not ${before + 1}`;
      return refusedFact({ _tag: 'SchemaViolated', revision, type, pointer: '/seq', problem });
    }
    numbers.set(subject, subjectRevision);
    commands.push(commandId);
    const repeated = await watch(fact);
    if (repeated !== undefined) return refusedFact(repeated);
    names.see(fact);
  }
  return isNamed(header, names.named())
    ? right(undefined)
    : refusedBundle('its header names other kernels or policies than its decisions');
};

const isNamed = ({ kernels, policies }: BundleHeader, named: Named): boolean =>
  JSON.stringify({ kernels, policies }) === JSON.stringify(named);

type FactFault = SchemaFault | DecodeFault | CommandRepeated;

const refusedFact = (fault: FactFault): Either<BundleRefused, never> => {
  const isNewer = fault._tag === 'NewerSchema' || fault._tag === 'UnknownEventType';
  const remedy = isNewer ? 'read it with the program that wrote it, or a newer one' : undefined;
  return refusedBundle(`fact ${fault.revision} ${wrongIn(fault)}`, remedy);
};

const wrongIn = (fault: FactFault): string => {
  switch (fault._tag) {
    case 'BodyIsNoJson':
      return `is no JSON: ${fault.cause}`;
    case 'UnknownEventType':
      return `is of type ${fault.type}, which nobody knows`;
    case 'NewerSchema':
      return `is of schema ${fault.found} of ${fault.type}, and this program knows up to ${fault.known}`;
    case 'SchemaViolated':
      return `${fault.problem} (${fault.type}${fault.pointer})`;
    case 'CommandRepeated':
      return `repeats command ${fault.commandId}, which began at fact ${fault.firstRevision}`;
  }
};
