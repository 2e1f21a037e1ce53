import { berthMeasure } from '../domain/allocation/score/berth.ts';
import { createHash } from 'node:crypto';
import { fgdMeasure } from '../domain/allocation/score/fgd.ts';
import { lossOf, type Measure } from '../domain/allocation/score/measure.ts';
import { emptyRoom, type Room, sumUp } from '../domain/allocation/score/room.ts';
import { firstRowOf } from '../domain/allocation/score/yardstick.ts';
import type { Played } from './openb-loop.ts';
import type { OpenbStream } from './openb-stream.ts';

/** How nodes are judged against the usual pods of a stream. */
export const measureFor = (stream: OpenbStream, strategy: 'fgd' | 'berth'): Measure =>
  strategy === 'fgd' ? fgdMeasure(stream.typical) : berthMeasure(stream.typical);

/** The highest arrival level: so much of all cards is asked for in the end. @unit per cent */
const levelMax = 130;

/** What the pods of a stream made of a cluster. @unit per cent of all cards, by arrival level: what was asked for so far */
export interface Course {
  readonly allocatedAt: Float64Array;
  /** What is idle and of no use to the usual pods, by the published definition. */
  readonly fragmentsAt: Float64Array;
  /** Names where every pod went. */
  readonly digest: string;
}

interface Scene {
  readonly rooms: readonly Room[];
  readonly measure: Measure;
  readonly capacityMilli: number;
  arrivedMilli: number;
  allocatedMilli: number;
  lost: number;
}

const sceneOf = (stream: OpenbStream): Scene => {
  const measure = fgdMeasure(stream.typical);
  const rooms = stream.nodes.map((node) => {
    const room = emptyRoom(node.gpuCount);
    room.firstRow = firstRowOf(measure.yardstick, node.gpuModel);
    room.cpuMilli = node.cpuMilli;
    room.devices = node.gpuCount;
    room.restMilli.fill(1000, 0, node.gpuCount);
    sumUp(room);
    return room;
  });
  const capacityMilli = stream.nodes.reduce((sum, node) => sum + 1000 * node.gpuCount, 0);
  const lost = rooms.reduce((sum, room) => sum + lossOf(measure, room), 0);
  return { rooms, measure, capacityMilli, arrivedMilli: 0, allocatedMilli: 0, lost };
};

const seat = (scene: Scene, room: Room, pod: OpenbStream['kinds'][number] & { bits: number }) => {
  scene.lost -= lossOf(scene.measure, room);
  room.cpuMilli -= pod.cpuMilli;
  for (let device = 0; device < room.devices; device += 1)
    if (((pod.bits >> device) & 1) === 1)
      room.restMilli[device] = (room.restMilli[device] ?? 0) - pod.gpuMilli;
  sumUp(room);
  scene.lost += lossOf(scene.measure, room);
  scene.allocatedMilli += pod.gpuDevices * pod.gpuMilli;
};

const digestOf = ({ rankOf, devicesOf }: Played): string =>
  createHash('sha256').update(rankOf).update(devicesOf).digest('hex').slice(0, 16);

const emptyLevels = (): Float64Array => new Float64Array(levelMax + 1);

/** Follows a played stream as the published program reports it: every level is the mean of the steps that are at it. */
export const courseOf = (stream: OpenbStream, played: Played): Course => {
  const scene = sceneOf(stream);
  const [steps, allocatedAt, fragmentsAt] = [emptyLevels(), emptyLevels(), emptyLevels()];
  const percent = 100 / scene.capacityMilli;
  for (const [at, place] of stream.pods.entries()) {
    const kind = stream.kinds[place];
    if (kind === undefined) continue;
    const room = scene.rooms[played.rankOf[at] ?? -1];
    if (room !== undefined) seat(scene, room, { ...kind, bits: played.devicesOf[at] ?? 0 });
    scene.arrivedMilli += kind.gpuDevices * kind.gpuMilli;
    const level = Math.round(scene.arrivedMilli * percent);
    steps[level] = (steps[level] ?? 0) + 1;
    allocatedAt[level] = (allocatedAt[level] ?? 0) + scene.allocatedMilli * percent;
    fragmentsAt[level] = (fragmentsAt[level] ?? 0) + (scene.lost / 1_000_000) * percent;
  }
  const mean = (sum: number, level: number): number => sum / Math.max(1, steps[level] ?? 0);
  return {
    allocatedAt: allocatedAt.map(mean),
    fragmentsAt: fragmentsAt.map(mean),
    digest: digestOf(played),
  };
};
