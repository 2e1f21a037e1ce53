export { demoDay } from './demo-day.ts';
export { demoNodes, type Team, teams } from './demo-site.ts';
export { gpuModelLabel } from './nodes.ts';
export { type OpenbInput, readOpenb } from './openb.ts';
export { type PhillyInput, readPhilly } from './philly.ts';
export { readScenarioFile } from './scenario-file.ts';
