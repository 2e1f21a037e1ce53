import { hasOwnMember, isMigSlice } from '../foundation/device-slices.ts';
import { isId } from '../foundation/ids.ts';
import type { PodRequest } from '../foundation/shapes.ts';
import { boundedProblem, invalid, nameProblem, pointerPart, wholeProblem } from './problems.ts';
import type { InvalidSpec } from './rejections.ts';

/** Thousandths of a whole card. */
const wholeGpuMilli = 1000;
/** A thousand times what any card has. @unit MiB */
const gpuMemoryMibMax = 1_073_741_824;
/** Most of one counted resource that a pod may ask for. */
const countMax = 1_000_000_000_000;
/** Most different slices, resources, claims, ports of a pod. */
const entriesMax = 64;

/** The first thing that cannot mean anything in what a pod asks for. */
export const requestProblem = (at: string, request: PodRequest): InvalidSpec | undefined =>
  wholeProblem(`${at}/gpuDevices`, request.gpuDevices, 0) ??
  wholeProblem(`${at}/gpuMilli`, request.gpuMilli, 0) ??
  wholeProblem(`${at}/cpuMilli`, request.cpuMilli, 0) ??
  wholeProblem(`${at}/memoryBytes`, request.memoryBytes, 0) ??
  shareProblem(at, request) ??
  migProblem(at, request) ??
  resourcesProblem(at, request) ??
  claimsProblem(at, request) ??
  portsProblem(at, request);

const shareProblem = (at: string, request: PodRequest): InvalidSpec | undefined => {
  const { gpuDevices, gpuMilli, gpuMemoryMib } = request;
  const pointer = `${at}/gpuMilli`;
  if (gpuMilli > wholeGpuMilli) {
    return invalid({ pointer, value: gpuMilli, problem: 'AboveBound', bound: wholeGpuMilli });
  }
  if (gpuMemoryMib !== undefined) return memoryProblem(at, request, gpuMemoryMib);
  if (gpuDevices === 0 && gpuMilli > 0) {
    return invalid({ pointer, value: gpuMilli, problem: 'ShareWithoutDevices' });
  }
  if (gpuDevices > 0 && gpuMilli === 0) {
    return invalid({ pointer, value: gpuMilli, problem: 'DevicesWithoutShare', bound: 1 });
  }
  return undefined;
};

const memoryProblem = (
  at: string,
  { gpuDevices, gpuMilli }: PodRequest,
  value: number,
): InvalidSpec | undefined => {
  const pointer = `${at}/gpuMemoryMib`;
  if (gpuMilli > 0) return invalid({ pointer, value, problem: 'MemoryAndShare' });
  if (gpuDevices === 0) return invalid({ pointer, value, problem: 'MemoryWithoutDevices' });
  return boundedProblem(pointer, value, { least: 1, most: gpuMemoryMibMax });
};

const migProblem = (at: string, { mig, gpuDevices }: PodRequest): InvalidSpec | undefined => {
  if (mig === undefined) return undefined;
  const pointer = `${at}/mig`;
  if (gpuDevices > 0) return invalid({ pointer, value: gpuDevices, problem: 'DevicesAndMig' });
  const stray = Object.keys(mig).find((name) => !isMigSlice(name));
  if (stray !== undefined) {
    return invalid({ pointer: inside(pointer, stray), value: stray, problem: 'NotAMigSlice' });
  }
  return countsProblem(pointer, mig);
};

const resourcesProblem = (at: string, { resources }: PodRequest): InvalidSpec | undefined => {
  if (resources === undefined) return undefined;
  const pointer = `${at}/resources`;
  for (const name of Object.keys(resources)) {
    const place = inside(pointer, name);
    const problem = nameProblem(place, name);
    if (problem !== undefined) return problem;
    if (hasOwnMember(name)) return invalid({ pointer: place, value: name, problem: 'OwnMember' });
  }
  return countsProblem(pointer, resources);
};

const countsProblem = (
  pointer: string,
  counts: Readonly<Record<string, number>>,
): InvalidSpec | undefined => {
  const entries = Object.entries(counts);
  const problem = lengthProblem(pointer, entries.length);
  if (problem !== undefined) return problem;
  for (const [name, count] of entries) {
    const wrong = boundedProblem(inside(pointer, name), count, { least: 1, most: countMax });
    if (wrong !== undefined) return wrong;
  }
  return undefined;
};

const claimsProblem = (at: string, { claims = [] }: PodRequest): InvalidSpec | undefined => {
  const pointer = `${at}/claims`;
  const problem = lengthProblem(pointer, claims.length);
  if (problem !== undefined) return problem;
  for (const [place, claim] of claims.entries()) {
    const here = { pointer: `${pointer}/${place}`, value: claim };
    if (!isId(claim)) return invalid({ ...here, problem: 'NotAnId' });
    if (claims.indexOf(claim) < place) return invalid({ ...here, problem: 'Duplicate' });
  }
  return undefined;
};

const protocols = new Set(['TCP', 'UDP', 'SCTP']);

const portsProblem = (at: string, { hostPorts = [] }: PodRequest): InvalidSpec | undefined => {
  const pointer = `${at}/hostPorts`;
  const problem = lengthProblem(pointer, hostPorts.length);
  if (problem !== undefined) return problem;
  const taken = new Set<string>();
  for (const [place, { port, protocol }] of hostPorts.entries()) {
    const here = `${pointer}/${place}`;
    const wrong = boundedProblem(`${here}/port`, port, { least: 1, most: 65_535 });
    if (wrong !== undefined) return wrong;
    if (!protocols.has(protocol)) {
      return invalid({ pointer: `${here}/protocol`, value: protocol, problem: 'NotAProtocol' });
    }
    const name = `${port}/${protocol}`;
    if (taken.has(name)) return invalid({ pointer: here, value: name, problem: 'Duplicate' });
    taken.add(name);
  }
  return undefined;
};

const lengthProblem = (pointer: string, value: number): InvalidSpec | undefined =>
  value > entriesMax
    ? invalid({ pointer, value, problem: 'AboveBound', bound: entriesMax })
    : undefined;

const inside = (pointer: string, key: string): string => `${pointer}/${pointerPart(key)}`;
