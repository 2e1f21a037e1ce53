import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { HistoryEntry } from '../../../projections/workload-history/view.ts';
import type { AnyFault } from '../failures.ts';
import { listAt } from '../remote/problem.ts';
import { formOf } from '../remote/row-forms.ts';
import type { Source } from './kind.ts';

const entryForm = formOf<HistoryEntry>({
  revision: 'number',
  atMs: 'number',
  phase: 'text',
  text: 'text',
  type: 'text',
});

/** The life of a workload, in log order. */
export const historyOf = async (
  source: Source,
  id: string,
): Promise<Either<AnyFault, readonly HistoryEntry[]>> => {
  if (source.server === undefined) {
    const { lifeIn } = await import('./from-ledger.ts');
    const life = await lifeIn(source, id);
    return isLeft(life) ? life : right(life.right.view?.history ?? []);
  }
  const { server } = source;
  const answer = await server.get(`berth/v1/workloads/${encodeURIComponent(id)}/history`);
  if (isLeft(answer)) return answer;
  const entries = listAt(answer.right, 'items').filter(entryForm.fits);
  if (entries.length > 0) return right(entries);
  const problem = 'a history has no entries';
  return left({ _tag: 'AnswerUnreadable', address: server.address, problem });
};
