export { demoDay } from './demo-day.ts';
export { demoNodes, type Team, teams } from './demo-site.ts';
export { gpuModelLabel } from './nodes.ts';
export { type OpenbInput, readOpenb } from './openb.ts';
export { type PhillyInput, readPhilly } from './philly.ts';
export { readScenarioFile } from './scenario-file.ts';
export { withTeams } from './teams-file.ts';
export { readVectorExceptions, type VectorException } from './vector-exceptions.ts';
export { readVectorFile, type VectorRefusal } from './vector-file.ts';
export type { Vector, VectorSight } from './vector-file-shape.ts';
export type {
  VectorConstraint,
  VectorGroup,
  VectorJob,
  VectorPodSet,
  VectorStatus,
  VectorTask,
} from './vector-file-job.ts';
