/**
 * Writes the golden file of every fact and schema version that has none yet: `node test/golden/make.ts`.
 *
 * Only ever adds: a file that is there is what an older program wrote, and every later program must read it.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { allFacts, type BerthRecorded } from '../../domain/catalogue/events.ts';
import { bodyOf } from '../../domain/catalogue/decode.ts';
import {
  type Envelope,
  type Fact,
  soleTenant,
  systemActor,
} from '../../domain/foundation/event.ts';
import { exampleOf, variantsOf } from './example.ts';

/** Where the golden file of a fact in a schema version lies. */
export const goldenFile = (type: string, schema: number): URL =>
  new URL(`events/${type}.v${schema}.jsonl`, import.meta.url);

/** Stored bodies of a fact, one for each variant of its data, at least a full one and a bare one. */
const bodiesOf = (known: Fact): readonly string[] =>
  Array.from({ length: Math.max(2, variantsOf(known.shape)) }, (_, variant) => {
    const data = exampleOf(known.shape, variant);
    const recorded = { ...envelopeOf(known, variant), type: known.type, data };
    return bodyOf(recorded as BerthRecorded);
  });

const envelopeOf = ({ type, schema }: Fact, variant: number): Envelope => {
  const kind = kindOf(type);
  const plain: Envelope = {
    revision: 1,
    schema,
    subject: { kind, id: `${kind}-1` },
    subjectRevision: variant + 1,
    atMs: 1_767_225_600_000,
    origin: 'command',
    commandId: `command-${variant + 1}`,
    index: 0,
    causationId: undefined,
    correlationId: `command-${variant + 1}`,
    actor: systemActor,
    tenant: soleTenant,
    epoch: 1,
    protected: undefined,
  };
  if (variant % 2 === 1) return plain;
  const asked = { actor: 'ana@example.org', tenant: 'tenant-2', correlationId: 'request-1' };
  return { ...plain, ...asked, index: 2, causationId: 'cause-1', protected: 'c2VhbGVk' };
};

const kinds = ['cluster', 'node', 'department', 'project', 'queue', 'workload'] as const;

const kindOf = (type: string): Envelope['subject']['kind'] => {
  if (type.startsWith('NodePool')) return 'node-pool';
  return kinds.find((kind) => type.toLowerCase().startsWith(kind)) ?? 'ledger';
};

if (import.meta.main) {
  mkdirSync(new URL('events/', import.meta.url), { recursive: true });
  for (const known of allFacts) {
    const file = goldenFile(known.type, known.schema);
    if (!existsSync(file)) writeFileSync(file, `${bodiesOf(known).join('\n')}\n`, { flag: 'wx' });
  }
}
