import { isLeft, type TaskEither, task } from '../../domain/foundation/fp.ts';
import { compareIds } from '../../domain/foundation/ids.ts';
import { type JsonLimits, parseStrict } from '../../domain/foundation/json.ts';
import type { InputFault, Scenario, ScenarioJob } from '../ports/scenario.ts';
import { readTextBytes, type TextKind } from './file.ts';
import { faultOf, refuse } from './refusal.ts';
import { aroundOf } from './scenario-file-around.ts';
import { checkedScenario } from './scenario-file-check.ts';
import { labelAt } from './scenario-file-label.ts';
import { scenarioNodesOf } from './scenario-file-nodes.ts';
import { expectationsOf, queuesOf } from './scenario-file-expect.ts';
import { lineAt, type Page } from './scenario-file-page.ts';
import type { ScenarioText } from './scenario-file-shape.ts';
import { poolsOf } from './scenario-file-pools.ts';
import { departmentsOf, projectsOf } from './scenario-file-site.ts';
import { instantMsAt, startMsByDefault } from './scenario-file-times.ts';
import { failuresOf, jobsOf } from './scenario-file-work.ts';
import { yamlAsJson } from './scenario-file-yaml.ts';

const bytesMax = 8 * 1024 * 1024;
const limits: JsonLimits = { depthMax: 16, bytesMax, keysMax: 500_000 };

/**
 * Reads a scenario that somebody has written by hand, all of it or nothing.
 *
 * Whatever is wrong is refused with its line and its JSON pointer; what is taken can be played.
 * @source docs/SCENARIOS.md says what a file may hold
 */
export const readScenarioFile = (file: string): TaskEither<InputFault, Scenario> =>
  task.tryCatch(async () => {
    const page = await readPage(file, 'a scenario');
    return assembled(page, checkedScenario(page, valueOf(page)));
  }, faultOf);

/** Reads a file of JSON, or of YAML as the same in JSON, that somebody has written by hand. @throws InputRefusal */
export const readPage = async (file: string, content: string): Promise<Page> => {
  const isYaml = /\.ya?ml$/i.test(file);
  const kind: TextKind = { name: isYaml ? 'YAML' : 'JSON', content, bytesMax };
  const text = (await readTextBytes(file, kind)).toString('utf8');
  return isYaml ? yamlAsJson(file, text) : { file, text };
};

/** The value that a page holds. @throws InputRefusal */
export const valueOf = (page: Page): unknown => {
  const parsed = parseStrict(page.text, limits);
  if (!isLeft(parsed)) return parsed.right;
  const { line, column, pointer, problem, remedy } = parsed.left;
  const field = pointer === '' ? {} : { field: pointer };
  const isAsWritten = page.lineAt === undefined;
  const placed = isAsWritten ? `${problem} (column ${column})` : problem;
  const at = isAsWritten ? line : lineAt(page, pointer);
  return refuse({ file: page.file, line: at, ...field, problem: placed, remedy });
};

const assembled = (page: Page, written: ScenarioText): Scenario => {
  const name = labelAt(page, '/name', written.name);
  const startMs =
    written.start === undefined ? startMsByDefault : instantMsAt(page, '/start', written.start);
  const pools = poolsOf(page, written.nodePools);
  const { nodes, known: knownNodes } = scenarioNodesOf(page, written.nodes, pools);
  const departments = departmentsOf(page, written.departments, pools);
  const projects = projectsOf(page, written.projects, { departments, pools });
  const around = aroundOf(page, written, projects.known);
  const among = { known: pools.known, queues: projects.queues };
  const stage = { startMs, nodes: knownNodes, projects: projects.known, among };
  const { jobs, known: workloads } = jobsOf(page, written.workloads, stage);
  const expected = expectationsOf(page, written.expect ?? [], {
    startMs,
    workloads,
    nodes: knownNodes,
    pools: pools.known,
    queues: queuesOf(page, pools.home, {
      departments: departments.units,
      projects: projects.units,
    }),
  });
  return {
    name,
    clusterId: name,
    nodePoolId: pools.home,
    ...(pools.pools.length === 0 ? {} : { nodePools: pools.pools }),
    startMs,
    ...(written.policy === undefined ? {} : { policyFile: written.policy }),
    nodes,
    ...(around.topologies.length === 0 ? {} : { topologies: around.topologies }),
    ...(around.claims.length === 0 ? {} : { claims: around.claims }),
    departments: departments.units,
    projects: projects.units,
    jobs: jobs.toSorted(bySubmission),
    failures: failuresOf(page, written.failures ?? [], stage),
    ...(expected.length === 0 ? {} : { expected }),
  };
};

/** The first submitted first. */
export const bySubmission = (a: ScenarioJob, b: ScenarioJob): number =>
  a.submitAtMs - b.submitAtMs || compareIds(a.id, b.id);
