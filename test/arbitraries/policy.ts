import fc from 'fast-check';
import { defaultPolicy, type Policy } from '../../domain/allocation/index.ts';
import { isLeft } from '../../domain/foundation/fp.ts';
import { policyShape } from '../../domain/foundation/policy-shape.ts';
import { actions } from '../../domain/foundation/policy-words.ts';
import type { PolicyCommand } from '../../domain/policy/index.ts';
import { judgedPolicy, versioned } from '../../src/main/config/policy/judged-policy.ts';
import { fromSchema } from './from-schema.ts';

const namesFrom = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9._-]{0,9}[A-Za-z0-9])?$/);

const actionsFrom = fc
  .shuffledSubarray([...actions])
  .map((some) => (some.includes('allocate') ? some : [...some, 'allocate' as const]));

/** Any rules that can stand, under the version that follows from them. */
export const policiesFrom: fc.Arbitrary<Policy> = fc
  .record({ any: fromSchema(policyShape), name: namesFrom, some: actionsFrom })
  .map(({ any, name, some }) => {
    const typicalPods = any.typicalPods.map((pod) => ({
      ...pod,
      models: pod.models.flatMap((model) => (model === '' ? [] : [model.toWellFormed()])),
      shareMicro: pod.shareMicro % 200_000,
    }));
    const { version: _, ...content } = { ...any, actions: some, typicalPods };
    const named = versioned(content, name);
    if (isLeft(named)) throw new Error(JSON.stringify(named.left));
    return named.right;
  })
  .filter((policy) => !isLeft(judgedPolicy(policy)));

/** Rules that are few, so that commands meet them again. */
const fewFrom = fc.constantFrom<Policy>(
  defaultPolicy,
  { ...defaultPolicy, version: 'far', gpuPlacement: 'spread' },
  { ...defaultPolicy, version: 'patient', preemptionDelayMs: 60_000 },
  { ...defaultPolicy, version: 'far', gpuPlacement: 'fgd' },
  { ...defaultPolicy, preemptionDelayMs: 1 },
);

/** Wishes for rules, among them those of versions that are taken. */
export const policyCommandsFrom = (): fc.Arbitrary<PolicyCommand> =>
  fewFrom.map((policy) => ({ type: 'AdoptPolicy', policy }));
