import { LineCounter, parseDocument, stringify } from 'yaml';
import type { InputFault } from '../../../adapters/ports/scenario.ts';
import type { Policy } from '../../../domain/allocation/index.ts';
import { type Either, isLeft } from '../../../domain/foundation/fp.ts';
import type { KernelChoice, Patch, SharePatch } from '../../app/whatif/index.ts';
import { policyIn } from '../../main/config/policy/index.ts';
import { exitCodes, type Failure } from '../exit-codes.ts';
import { failureOf } from '../failures.ts';
import { fieldsAt, membersAt } from '../manifest/fields.ts';
import {
  ManifestRefusal,
  type Place,
  refuseAt,
  resolved,
  scalarTextAt,
} from '../manifest/place.ts';
import {
  boundAt,
  cpuMilliAt,
  flagAt,
  gpuMilliAt,
  memoryMibAt,
  wholeAt,
} from '../manifest/values.ts';
import { priorityIn, workloadPatchAt } from './patched-workloads.ts';
import { failedAt, nodePatchAt, removedAt, whenAt } from './patched-nodes.ts';
import { listAt, mayBe } from './places.ts';

/** A patch as it was written, and how messages call it. */
export interface WrittenPatch {
  readonly file: string;
  readonly text: string;
}

/** How files are found that a patch names. */
export interface PatchBeside {
  readonly policy: (name: string) => Promise<Either<InputFault, Policy>>;
  readonly kernel: (name: string) => Either<InputFault, KernelChoice>;
}

/** Reads a patch in words; or says what is wrong, where, and what to do. */
export const patchOf = async (
  { file, text }: WrittenPatch,
  beside: PatchBeside,
): Promise<Patch | Failure> => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0]);
    const [said = ''] = broken.message.split(/ at line \d+|\n/);
    const what = `the patch is no YAML: ${said}`;
    return { what, where: `${file}:${line}:${col}`, remedy: 'mend it', exitCode: exitCodes.usage };
  }
  const node = document.contents;
  const place: Place = { page: { file, lines, document }, node, path: '', offset: 0 };
  try {
    return await patchAt(place, beside);
  } catch (error) {
    if (error instanceof ManifestRefusal) return error.failure;
    throw error;
  }
};

/** A patch in words that no file holds; an empty one changes nothing. @throws ManifestRefusal */
const patchAt = async (place: Place, beside: PatchBeside): Promise<Patch> => {
  const isEmpty = resolved(place) === null;
  const { get } = isEmpty
    ? { get: () => undefined }
    : fieldsAt(place, ['queues', 'nodes', 'workloads', 'policy', 'kernel']);
  const nodes = mayBe(get('nodes'), (at) => fieldsAt(at, ['add', 'fail', 'remove']));
  const workloads = mayBe(get('workloads'), (at) => fieldsAt(at, ['add', 'cancel', 'change']));
  const queues = get('queues');
  const rules = get('policy');
  const kernel = mayBe(get('kernel'), (at) => kernelAt(at, beside));
  const policy = rules === undefined ? undefined : await policyAt(rules, beside);
  return {
    queues: queues === undefined ? [] : membersAt(queues).map(([id, at]) => queueAt(id, at)),
    nodesAdded: listAt(nodes?.get('add'), nodePatchAt),
    nodesFailed: listAt(nodes?.get('fail'), failedAt),
    nodesRemoved: listAt(nodes?.get('remove'), removedAt),
    workloadsAdded: listAt(workloads?.get('add'), workloadPatchAt),
    workloadsCancelled: listAt(workloads?.get('cancel'), (at) => {
      const fields = fieldsAt(at, ['id', 'at']);
      const when = mayBe(fields.get('at'), whenAt);
      const workloadId = scalarTextAt(fields.need('id', 'the id of a workload'));
      return { workloadId, ...(when === undefined ? {} : { at: when }) };
    }),
    workloadsChanged: new Map(
      (mayBe(workloads?.get('change'), membersAt) ?? []).map(([id, at]) => [id, changeAt(at)]),
    ),
    ...(policy === undefined ? {} : { policy }),
    ...(kernel === undefined ? {} : { kernel }),
  };
};

const queueAt = (queueId: string, place: Place): Patch['queues'][number] => {
  const { get } = fieldsAt(place, ['gpu', 'cpu', 'memory', 'priority']);
  const [gpu, cpu, memory] = [get('gpu'), get('cpu'), get('memory')];
  const priority = get('priority');
  if (!queueId.includes('@')) {
    refuseAt(place, `'${queueId}' is no queue`, 'write project@pool, such as vision@default');
  }
  return {
    queueId,
    ...(gpu === undefined ? {} : { gpuMilli: shareAt(gpu, gpuMilliAt) }),
    ...(cpu === undefined ? {} : { cpuMilli: shareAt(cpu, cpuMilliAt) }),
    ...(memory === undefined ? {} : { memoryMib: shareAt(memory, memoryMibAt) }),
    ...(priority === undefined ? {} : { priority: wholeAt(priority) }),
  };
};

const shareAt = (place: Place, reader: (at: Place) => number): SharePatch => {
  const { get } = fieldsAt(place, ['quota', 'limit', 'weight']);
  const [quota, limit, weight] = [get('quota'), get('limit'), get('weight')];
  const bound = boundAt(reader);
  return {
    ...(quota === undefined ? {} : { quota: bound(quota) }),
    ...(limit === undefined ? {} : { limit: bound(limit) }),
    ...(weight === undefined ? {} : { weight: wholeAt(weight) }),
  };
};

const changeAt = (place: Place) => {
  const { get } = fieldsAt(place, ['project', 'nodePool', 'priority', 'preemptible']);
  const [project, pool] = [get('project'), get('nodePool')];
  const [priority, preemptible] = [get('priority'), get('preemptible')];
  return {
    ...(project === undefined ? {} : { projectId: scalarTextAt(project) }),
    ...(pool === undefined ? {} : { nodePoolId: scalarTextAt(pool) }),
    ...(priority === undefined ? {} : { priority: priorityIn(priority) }),
    ...(preemptible === undefined ? {} : { preemptible: flagAt(preemptible) }),
  };
};

/** A file beside the patch, or the rules themselves. */
const policyAt = async (place: Place, beside: PatchBeside): Promise<Policy> => {
  const { file } = place.page;
  const node = resolved(place);
  const isInline = node !== null && 'items' in node;
  const read = isInline
    ? policyIn(`${file}, field policy`, stringify(node))
    : await beside.policy(scalarTextAt(place));
  if (!isLeft(read)) return read.right;
  throw new ManifestRefusal(failureOf(read.left));
};

/** A version that was released, or a file beside the patch. */
const kernelAt = (place: Place, beside: PatchBeside): KernelChoice => {
  const said = scalarTextAt(place);
  if (!/[/\\]|\.m?js$/.test(said)) return { version: said };
  const found = beside.kernel(said);
  if (!isLeft(found)) return found.right;
  throw new ManifestRefusal(failureOf(found.left));
};
