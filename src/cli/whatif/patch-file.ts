import { dirname, resolve } from 'node:path';
import { LineCounter, parseDocument, stringify } from 'yaml';
import type { Policy } from '../../../domain/allocation/index.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { KernelChoice, Patch, SharePatch } from '../../app/whatif/index.ts';
import { policyIn, readPolicy } from '../../main/config/policy/index.ts';
import { readTextFile } from '../../main/config/read-file.ts';
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

/** Most bytes of a patch. */
const bytesMax = 4 * 1024 * 1024;

/** Reads a patch from a file of YAML or JSON; or says what is wrong, where, and what to do. */
export const readPatch = async (file: string): Promise<Patch | Failure> => {
  const read = await readTextFile({ path: file, what: 'a patch', bytesMax });
  if (isLeft(read)) return failureOf(read.left);
  const lines = new LineCounter();
  const document = parseDocument(read.right.text, { lineCounter: lines });
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
    return await patchAt(place);
  } catch (error) {
    if (error instanceof ManifestRefusal) return error.failure;
    throw error;
  }
};

/** A patch in words that no file holds; an empty one changes nothing. @throws ManifestRefusal */
const patchAt = async (place: Place): Promise<Patch> => {
  const isEmpty = resolved(place) === null;
  const { get } = isEmpty
    ? { get: () => undefined }
    : fieldsAt(place, ['queues', 'nodes', 'workloads', 'policy', 'kernel']);
  const nodes = mayBe(get('nodes'), (at) => fieldsAt(at, ['add', 'fail', 'remove']));
  const workloads = mayBe(get('workloads'), (at) => fieldsAt(at, ['add', 'cancel', 'change']));
  const queues = get('queues');
  const rules = get('policy');
  const kernel = mayBe(get('kernel'), kernelAt);
  const policy = rules === undefined ? undefined : await policyAt(rules);
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
const policyAt = async (place: Place): Promise<Policy> => {
  const { file } = place.page;
  const node = resolved(place);
  const isInline = node !== null && 'items' in node;
  const read = isInline
    ? policyIn(`${file}, field policy`, stringify(node))
    : await readPolicy(besideOf(file, scalarTextAt(place)));
  if (!isLeft(read)) return read.right;
  throw new ManifestRefusal(failureOf(read.left));
};

/** A version that was released, or a file beside the patch. */
const kernelAt = (place: Place): KernelChoice => {
  const said = scalarTextAt(place);
  return /[/\\]|\.m?js$/.test(said) ? { file: besideOf(place.page.file, said) } : { version: said };
};

const besideOf = (file: string, name: string): string =>
  name === 'default' ? name : resolve(dirname(file), name);
