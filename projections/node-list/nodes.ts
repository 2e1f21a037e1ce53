import type { Recorded } from '../../domain/foundation/event.ts';
import type { NodeEvent } from '../../domain/node/events.ts';
import type { NodeList, NodeRow } from './view.ts';

type Row = { -readonly [Key in keyof NodeRow]: NodeRow[Key] };
type NodeFact = Recorded<NodeEvent>;

/** Folds one fact about a node into the list, in place. */
export const applyNode = (view: NodeList, event: NodeFact): void => {
  const id = event.subject.id;
  if (event.type === 'NodeJoined') {
    view.rows.set(id, joinedRow(event));
    return;
  }
  if (event.type === 'NodeRemoved') {
    view.rows.delete(id);
    return;
  }
  const row: Row | undefined = view.rows.get(id);
  if (row === undefined) return;
  row.revision = event.revision;
  changeState(row, event);
};

type StateFact = Exclude<NodeFact, { readonly type: 'NodeJoined' | 'NodeRemoved' }>;

const changeState = (row: Row, event: StateFact): void => {
  switch (event.type) {
    case 'NodeLost':
      row.lostReason = event.data.reason;
      return since(row, event.atMs);
    case 'NodeReturned':
      row.lostReason = undefined;
      return since(row, event.atMs);
    case 'NodeCordoned':
      row.cordonReason = event.data.reason;
      return since(row, event.atMs);
    case 'NodeUncordoned':
      row.cordonReason = undefined;
      return since(row, event.atMs);
    case 'NodeDeviceFailed':
      row.brokenDevices = withBroken(row.brokenDevices, event.data.device);
      return;
    case 'NodeDeviceRepaired':
      row.brokenDevices = row.brokenDevices.filter((device) => device !== event.data.device);
      return;
  }
};

const since = (row: Row, atMs: number): void => {
  row.stateSinceMs = atMs;
};

const withBroken = (broken: readonly number[], device: number): readonly number[] =>
  [...new Set([...broken, device])].toSorted((a, b) => a - b);

const joinedRow = (event: Extract<NodeFact, { readonly type: 'NodeJoined' }>): NodeRow => ({
  id: event.subject.id,
  ...event.data,
  lostReason: undefined,
  cordonReason: undefined,
  stateSinceMs: event.atMs,
  deviceGpuMilli: Array.from({ length: event.data.gpuCount }, () => 0),
  brokenDevices: [],
  cpuMilliAllocated: 0,
  memoryBytesAllocated: 0,
  pods: 0,
  revision: event.revision,
});
