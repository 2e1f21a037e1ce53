import { type BerthEvent, factByType } from '../../domain/catalogue/events.ts';
import type { Recorded } from '../../domain/foundation/event.ts';
import { phaseAfter } from '../../domain/workload/events.ts';
import { matches } from './filter.ts';
import type { AuditEntry, AuditFilter, AuditTrail, Fields } from './view.ts';

type Fact = Recorded<BerthEvent>;

/** Every kind of fact can be somebody's deed. */
export const handles: ReadonlySet<string> = new Set(factByType.keys());

const verbs: Readonly<Partial<Record<Fact['type'], string>>> = {
  WorkloadSubmitted: 'submit',
  WorkloadStopRequested: 'stop',
  WorkloadResumed: 'resume',
  WorkloadScaled: 'scale',
  WorkloadDeletionRequested: 'delete',
  DepartmentCreated: 'create',
  DepartmentQuotaGranted: 'grant',
  DepartmentDeleted: 'delete',
  ProjectCreated: 'create',
  ProjectQuotaGranted: 'grant',
  ProjectDeleted: 'delete',
  NodePoolCreated: 'create',
  NodePoolPlacementChosen: 'choose-placement',
  NodePoolDeleted: 'delete',
  QueueOpened: 'open',
  QueueEntitled: 'entitle',
  QueueClosed: 'delete',
  NodeJoined: 'join',
  NodeCordoned: 'cordon',
  NodeUncordoned: 'uncordon',
  NodeRemoved: 'delete',
  ClusterRegistered: 'register',
  ClusterTopologyDefined: 'define-topology',
  ClusterTopologyRemoved: 'remove-topology',
  ClusterClaimCreated: 'create-claim',
  ClusterClaimDeleted: 'delete-claim',
  ClusterRemoved: 'delete',
  PolicyAdopted: 'adopt',
};

/** The verb of a fact; one without a word of its own is called by its type. */
const verbOf = (event: Fact): string => verbs[event.type] ?? event.type;

/** Folds one fact into the trail of the deeds that a filter lets through, in place. */
export const applyWith =
  (filter: AuditFilter) =>
  (view: AuditTrail, event: Fact): AuditTrail => {
    const { before, after } =
      event.subject.kind === 'workload' ? ofWorkload(view, event) : ofUnit(view, event);
    if (!isDeed(event)) return view;
    const entry = entryOf(event, before, after);
    if (!matches(entry, filter)) return view;
    view.entries.push(entry);
    trim(view.entries, filter.entriesMax);
    return view;
  };

/**
 * What somebody asked for is the first fact of a command: what follows from it in the same breath is told by its history.
 * An election is nobody's wish, whatever name the program gives when it stands.
 */
const isDeed = ({ origin, index, type }: Fact): boolean =>
  origin === 'command' && index === 0 && type !== 'LeaderElected';

interface BeforeAfter {
  readonly before: Fields;
  readonly after: Fields;
}

/** A workload keeps its phase alone, so that a hundred thousand of them stay small. */
const ofWorkload = (view: AuditTrail, event: Fact): BeforeAfter => {
  const id = event.subject.id;
  const old = view.phases.get(id);
  const phase = phaseAfter[event.type] ?? old;
  if (event.type === 'WorkloadDeleted') view.phases.delete(id);
  else if (phase !== undefined && phase !== old) view.phases.set(id, phase);
  if (event.origin !== 'command') return { before: undefined, after: undefined };
  return {
    before: old === undefined ? undefined : { phase: old },
    after: { phase, ...event.data },
  };
};

const ofUnit = (view: AuditTrail, event: Fact): BeforeAfter => {
  const subject = `${event.subject.kind}/${event.subject.id}`;
  const slots = view.known.get(subject) ?? new Map<string, Fields>();
  if (verbOf(event) === 'delete') {
    view.known.delete(subject);
    return { before: slots.get(''), after: undefined };
  }
  const slot = slotOf(event);
  const before = slots.get(slot);
  if (isTakenBack.has(event.type)) {
    slots.delete(slot);
    return { before, after: undefined };
  }
  const after = { ...before, ...saidByName[event.type], ...event.data };
  view.known.set(subject, slots.set(slot, after));
  return { before, after };
};

/** What a subject has several of is told apart: grants by their pool, topologies and claims by their name. */
const slotOf = (event: Fact): string => {
  switch (event.type) {
    case 'DepartmentQuotaGranted':
    case 'ProjectQuotaGranted':
      return event.data.nodePoolId;
    case 'ClusterTopologyDefined':
    case 'ClusterTopologyRemoved':
      return `topology/${event.data.name}`;
    case 'ClusterClaimCreated':
    case 'ClusterClaimDeleted':
      return `claim/${event.data.name}`;
    default:
      return '';
  }
};

/** After these the subject has one of several less. */
const isTakenBack: ReadonlySet<string> = new Set<Fact['type']>([
  'ClusterTopologyRemoved',
  'ClusterClaimDeleted',
]);

/** What some facts say of their subject by their name alone. */
const saidByName: Readonly<Partial<Record<Fact['type'], Fields>>> = {
  NodeCordoned: { isCordoned: true },
  NodeUncordoned: { isCordoned: false, reason: '' },
  NodeLost: { isLost: true },
  NodeReturned: { isLost: false, reason: '' },
  ClusterConnected: { isConnected: true, reason: '' },
  ClusterDisconnected: { isConnected: false },
};

const entryOf = (event: Fact, before: Fields, after: Fields): AuditEntry => ({
  revision: event.revision,
  atMs: event.atMs,
  actor: event.actor,
  tenant: event.tenant,
  verb: verbOf(event),
  subject: event.subject,
  type: event.type,
  origin: event.origin,
  commandId: event.commandId,
  causationId: event.causationId,
  before,
  after,
});

/** Lets go of the oldest in bulk, so that keeping a bound costs O(1) an entry. */
const trim = (entries: AuditEntry[], entriesMax: number | undefined): void => {
  if (entriesMax === undefined || entries.length <= entriesMax * 2) return;
  entries.splice(0, entries.length - entriesMax);
};
