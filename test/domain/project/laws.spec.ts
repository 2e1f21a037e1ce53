import { projectFacts } from '../../../domain/project/events.ts';
import { project, projectLifecycle, projectMachine } from '../../../domain/project/index.ts';
import { projectCommandsFrom } from '../../arbitraries/project.ts';
import { aggregateLaws } from '../laws.ts';

aggregateLaws({
  name: 'project',
  subjectKind: 'project',
  decider: project,
  machine: projectMachine,
  lifecycle: projectLifecycle,
  facts: projectFacts,
  commands: projectCommandsFrom,
});
