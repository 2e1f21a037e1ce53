import { policyFacts } from '../../../domain/policy/events.ts';
import { adoption, policyLifecycle, policyMachine } from '../../../domain/policy/index.ts';
import { policyCommandsFrom } from '../../arbitraries/policy.ts';
import { aggregateLaws } from '../laws.ts';

aggregateLaws({
  name: 'policy',
  subjectKind: 'policy',
  decider: adoption,
  machine: policyMachine,
  lifecycle: policyLifecycle,
  facts: policyFacts,
  commands: policyCommandsFrom,
});
