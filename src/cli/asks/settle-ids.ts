import { isLeft } from '../../../domain/foundation/fp.ts';
import type { Wanted } from '../manifest/wish.ts';
import { listAt } from '../remote/problem.ts';
import type { Server } from '../remote/server.ts';
import { type Called, meantIn } from '../resources/meant.ts';
import { drawnLetters } from './drawn-id.ts';
import type { World } from './world.ts';

type UnitNoun = 'project' | 'department';

/** Puts ids where documents and flags say names: of what is there, and of what is to come. */
export const settled = async (server: Server, world: World, wanted: Wanted): Promise<Wanted> => {
  switch (wanted.kind) {
    case 'Cluster':
    case 'NodePool':
    case 'Topology':
    case 'Node':
      return wanted;
    case 'ResourceClaim':
      return settledHere(world, wanted);
    case 'Department': {
      const { id, name = id } = wanted;
      return { ...wanted, name, id: await unitId(server, world, { noun: 'department', id, name }) };
    }
    case 'Project': {
      const { id, name = id } = wanted;
      const departmentId = idNamed(world, 'department', wanted.departmentId);
      const own = await unitId(server, world, { noun: 'project', id, name });
      return { ...wanted, departmentId, name, id: own };
    }
    case 'Workload':
      return settledHere(world, wanted);
  }
};

/** Puts ids where documents say names of what is there. */
export const settledHere = (world: World, wanted: Wanted): Wanted => {
  switch (wanted.kind) {
    case 'Cluster':
    case 'NodePool':
    case 'Topology':
    case 'Node':
      return wanted;
    case 'ResourceClaim': {
      const { projectId } = wanted;
      if (projectId === undefined) return wanted;
      return { ...wanted, projectId: idNamed(world, 'project', projectId) };
    }
    case 'Department':
    case 'Project': {
      const { id, name = id } = wanted;
      const noun = wanted.kind === 'Project' ? 'project' : 'department';
      return { ...wanted, id: rowNamed(world, noun, { id, name })?.id ?? id };
    }
    case 'Workload': {
      const { projectId } = wanted.wish;
      if (projectId === undefined) return wanted;
      return {
        ...wanted,
        wish: { ...wanted.wish, projectId: idNamed(world, 'project', projectId) },
      };
    }
  }
};

/** The id of a project or department that is named by its id or its name; what is typed where there is none such. */
export const idNamed = (world: World, noun: UnitNoun, typed: string): string =>
  rowNamed(world, noun, { id: typed, name: typed })?.id ??
  world.comingIds.get(`${noun}/${typed}`) ??
  typed;

const rowNamed = (world: World, noun: UnitNoun, called: Called): Called | undefined =>
  meantIn((noun === 'project' ? world.projects : world.departments).values(), called);

/** Letters behind an id that something else had: 63 are the most, as for a DNS label. */
const endLength = 5;
const stemMax = 57;

const unitId = async (
  server: Server,
  world: World,
  { noun, id, name }: Called & { readonly noun: UnitNoun },
): Promise<string> => {
  const standing = rowNamed(world, noun, { id, name });
  if (standing !== undefined) return standing.id;
  const subject = `${noun}/${id}`;
  const coming = world.comingIds.get(subject);
  if (coming !== undefined) return coming;
  if (!(await isIdUsed(server, subject))) return id;
  const stem = id.slice(0, stemMax).replace(/-+$/, '');
  const drawn = `${stem}-${drawnLetters(endLength)}`;
  world.comingIds.set(subject, drawn);
  return drawn;
};

/** Whether the ledger tells of a thing that had this id; who may not read it is told by the refusal. */
const isIdUsed = async (server: Server, subject: string): Promise<boolean> => {
  const answer = await server.get('berth/v1/ledger/events', { subject, limit: 1 });
  return !isLeft(answer) && listAt(answer.right, 'items').length > 0;
};
