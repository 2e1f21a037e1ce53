import { type TaskEither, task } from '../../domain/foundation/fp.ts';
import type { Entitlements } from '../../domain/foundation/shapes.ts';
import type { InputFault, Scenario } from '../ports/scenario.ts';
import { faultOf, shown } from './refusal.ts';
import { bySubmission, readPage, valueOf } from './scenario-file.ts';
import { checkedAs } from './scenario-file-check.ts';
import { type Page, refuseAt } from './scenario-file-page.ts';
import { poolsOf } from './scenario-file-pools.ts';
import { registerOf } from './scenario-file-register.ts';
import { teamsShape } from './scenario-file-shape.ts';
import { departmentsOf, projectsOf } from './scenario-file-site.ts';
import { instantMsAt, startMsByDefault } from './scenario-file-times.ts';
import { jobsOf } from './scenario-file-work.ts';

/**
 * Puts teams of one's own on the nodes of a trace, beside those who are there.
 *
 * What their departments are promised is taken from the trace's one, so that quotas still add up to the GPUs there are.
 * The trace begins when they say.
 */
export const withTeams = (trace: Scenario, file: string): TaskEither<InputFault, Scenario> =>
  task.tryCatch(async () => {
    const page = await readPage(file, 'teams');
    const teams = teamsIn(page);
    refuseTaken(page, trace, teams);
    const gpuMilli = teams.departments
      .map(({ entitlements }) => Math.max(0, entitlements.gpuMilli.quota))
      .reduce((sum, quota) => sum + quota, 0);
    const left = <Unit extends { readonly entitlements: Entitlements }>(unit: Unit): Unit => ({
      ...unit,
      entitlements: lessOf(page, unit.entitlements, gpuMilli),
    });
    const shiftMs = teams.startMs - trace.startMs;
    const jobs = trace.jobs.map(({ submitAtMs, cancelAtMs, ...job }) => ({
      ...job,
      submitAtMs: submitAtMs + shiftMs,
      cancelAtMs: cancelAtMs === undefined ? undefined : cancelAtMs + shiftMs,
    }));
    return {
      ...trace,
      startMs: teams.startMs,
      departments: [...trace.departments.map(left), ...teams.departments],
      projects: [...trace.projects.map(left), ...teams.projects],
      jobs: [...jobs, ...teams.jobs].toSorted(bySubmission),
    };
  }, faultOf);

type Teams = Pick<Scenario, 'startMs' | 'departments' | 'projects' | 'jobs'>;

const teamsIn = (page: Page): Teams => {
  const written = checkedAs(teamsShape, page, valueOf(page));
  const { start } = written;
  const startMs = start === undefined ? startMsByDefault : instantMsAt(page, '/start', start);
  const pools = poolsOf(page, undefined);
  const departments = departmentsOf(page, written.departments, pools);
  const projects = projectsOf(page, written.projects, { departments, pools });
  const among = { known: pools.known, queues: projects.queues };
  const nodes = registerOf('node', 'nodes');
  const stage = { startMs, nodes, projects: projects.known, among };
  const { jobs } = jobsOf(page, written.workloads, stage);
  return { startMs, departments: departments.units, projects: projects.units, jobs };
};

/** What the trace's own people are promised once somebody else is promised so much. */
const lessOf = (page: Page, entitlements: Entitlements, gpuMilli: number): Entitlements => {
  const { quota, ...rest } = entitlements.gpuMilli;
  if (quota >= gpuMilli) return { ...entitlements, gpuMilli: { ...rest, quota: quota - gpuMilli } };
  const problem = `these departments are promised ${gpuMilli / 1000} GPUs, and the trace has ${quota / 1000}`;
  return refuseAt(page, '/departments', { problem, remedy: 'promise them less' });
};

/** Ids of the trace stay with it. */
const refuseTaken = (page: Page, trace: Scenario, teams: Teams): void => {
  for (const list of ['departments', 'projects', 'jobs'] as const) {
    const taken = new Set(trace[list].map(({ id }) => id));
    const place = teams[list].findIndex(({ id }) => taken.has(id));
    const id = teams[list][place]?.id;
    if (id === undefined) continue;
    const pointer = `/${list === 'jobs' ? 'workloads' : list}/${place}/id`;
    const problem = `the trace has ${shown(id)} already`;
    refuseAt(page, pointer, { problem, remedy: 'name it otherwise' });
  }
};
