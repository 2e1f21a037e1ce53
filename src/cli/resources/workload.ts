import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { Confidential } from '../../../domain/workload/index.ts';
import type { AnyFault } from '../failures.ts';
import type { WorkloadLife } from '../../main/moments/life-at.ts';
import type { LedgerThen } from '../../main/moments/of-file.ts';
import type { WorkloadNoun } from '../nouns.ts';
import { byId } from './by-id.ts';
import { workloadsOf } from './from-server.ts';
import { historyOf } from './history-of.ts';
import type { Kind, Need, Source } from './kind.ts';
import { detailsOf, type Resource, resourceOf } from './resource.ts';
import { columns, type WorkloadLine } from './workload-columns.ts';
import {
  endedFor,
  filterProblem,
  isWanted,
  lookups,
  meant,
  ofType,
  wishOf,
} from './workload-filters.ts';
import { linesOf, recordOf } from './workload-lines.ts';

/** What `--sort-by` takes. */
const sortable = {
  id: 'id',
  name: 'name',
  project: 'projectId',
  type: 'workloadType',
  priority: 'priority',
  gpus: 'requestedGpuMilli',
  phase: 'phase',
  queue: 'queueId',
  'node-pool': 'nodePoolId',
  created: 'submittedAtMs',
  completed: 'completedAtMs',
  workload: 'name',
} as const;

const details = async (
  line: WorkloadLine,
  source: Source,
): Promise<Either<AnyFault, ReturnType<typeof detailsOf>>> => {
  const life = await lifeOf(line, source);
  if (isLeft(life)) return life;
  const { history, sealed } = life.right;
  const confidential = await confidentialOf(source, line.row.id, sealed);
  if (isLeft(confidential)) return confidential;
  const shown = await withSealed(line, confidential.right);
  const record = { ...recordOf(shown.line), ...shown.said, history };
  return right(detailsOf([...linesOf(shown.line, history), ...shown.lines], record));
};

type Told = Pick<WorkloadLife, 'history' | 'sealed'>;

const lifeOf = async (
  { life, row: { id } }: WorkloadLine,
  source: Source,
): Promise<Either<AnyFault, Told>> => {
  if (life !== undefined) return right(life);
  if (source.server === undefined) {
    const found = await (await import('./from-ledger.ts')).lifeIn(source, id);
    return isLeft(found) ? found : right(found.right.view ?? { history: [], sealed: undefined });
  }
  const history = await historyOf(source, id);
  return isLeft(history) ? history : right({ history: history.right, sealed: undefined });
};

/** What a server has sealed it does not tell in a list; a ledger file is read with the keys beside it. */
const confidentialOf = async (
  source: Source,
  id: string,
  sealed: string | undefined,
): Promise<Either<AnyFault, Confidential | string | undefined>> => {
  if (source.server !== undefined || sealed === undefined) return right(undefined);
  const { confidentialBeside } = await import('../../main/sealing/confidential-beside.ts');
  return confidentialBeside(source.ledger, id, sealed);
};

/** What workloads are is loaded for whoever has something to put together: a list has nothing. */
const withSealed = async (line: WorkloadLine, sealed: Confidential | string | undefined) => {
  if (sealed === undefined) return { line, said: {}, lines: [] };
  if (typeof sealed === 'string') {
    return { line, said: { confidential: sealed }, lines: [{ key: 'runs', value: sealed }] };
  }
  const { withConfidential } = await import('../../../domain/workload/index.ts');
  const { container } = withConfidential({ container: line.row.container }, sealed);
  return { line: { ...line, row: { ...line.row, container } }, said: {}, lines: [] };
};

const readLedger = (noun: WorkloadNoun) => async (then: LedgerThen, need: Need) => {
  const { lifeIn, workloadsIn } = await import('./from-ledger.ts');
  const [called] = need.called ?? [];
  if (called !== undefined) {
    // Whose id is known need not be looked for among all that ever were; a name may be that of several.
    const one = await lifeIn(then, called);
    if (isLeft(one)) return one;
    const { view: life, nowMs } = one.right;
    if (life !== undefined && isOf(noun, life.row)) return right([{ row: life.row, nowMs, life }]);
  }
  const folded = await workloadsIn(then, endedFor(need));
  if (isLeft(folded)) return folded;
  const { view, nowMs } = folded.right;
  const rows = byId(view.rows.values());
  return right(rows.filter((row) => isOf(noun, row)).map((row) => ({ row, nowMs })));
};

const isOf = (noun: WorkloadNoun, { workloadType }: WorkloadLine['row']): boolean =>
  noun === 'workload' || workloadType === noun;

/** How workloads are read and shown, all of them or those of one type. */
export const workloadKindOf = (noun: WorkloadNoun): Kind<WorkloadLine> => ({
  noun,
  read: readLedger(noun),
  fetch: async (server, wish) => {
    const page = await workloadsOf(server, { ...newestFirst, ...wish });
    if (isLeft(page)) return page;
    const { nowMs, rows } = page.right;
    return right({ ...page.right, rows: rows.map((row) => ({ row, nowMs })) });
  },
  idOf: ({ row }) => row.id,
  nameOf: ({ row }) => row.name,
  columns,
  recordOf,
  details,
  sortable,
  problemOf: filterProblem,
  isWanted,
  wishOf: wishOf(noun),
  lookups: lookups(noun),
  meant,
  everyOne: { filterBy: ofType(noun) },
});

const newestFirst = { sortBy: 'submittedAtMs', sortOrder: 'desc' };

/** `list` and `describe` of all workloads, or of those of one type. */
export const workloadOf = (noun: WorkloadNoun): Resource => resourceOf(workloadKindOf(noun));
