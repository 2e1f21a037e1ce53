import type { Ask } from '../../../adapters/ports/ask.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { Branch } from '../print/tree.ts';
import type { RemoteFault } from '../remote/faults.ts';
import { listAt, memberOf, refusalOf, textAt } from '../remote/problem.ts';
import type { Server } from '../remote/server.ts';
import type { Deed } from './deed.ts';

/** What a server foretells of a deed. */
export interface DeedForetold {
  readonly deed: Deed;
  /** As the server says it; of a deed of several asks that of the first that is refused, else of the last. */
  readonly forecast: unknown;
  /** Why it would be refused, where it would. */
  readonly refusal: RemoteFault | undefined;
  /** What would become of it, in sentences. */
  readonly tree: Branch;
}

const isSubmission = ({ type }: Ask): boolean => type === 'SubmitWorkload';

/** Asks what deeds would lead to, all of them together, where workloads are among them; of others a judgement is enough. */
export const foretellDeeds = async (
  server: Server,
  deeds: readonly Deed[],
): Promise<Either<RemoteFault, readonly DeedForetold[]>> => {
  const asks = deeds.flatMap((deed) => deed.asks);
  if (!asks.some(isSubmission)) return right([]);
  const answer = await server.forecast(asks);
  if (isLeft(answer)) return answer;
  let place = 0;
  return right(
    deeds.flatMap((deed) => {
      const own = answer.right.slice(place, (place += deed.asks.length));
      const forecast = own.find((one) => textAt(one, 'outcome') === 'refused') ?? own.at(-1);
      const problem = memberOf(forecast, 'problem');
      const isTold = deed.asks.some(isSubmission) || problem !== undefined;
      const refusal = problem === undefined ? undefined : refused(server, problem);
      const tree = branchOf(memberOf(forecast, 'because'), `${deed.subject}: `);
      return isTold ? [{ deed, forecast, refusal, tree }] : [];
    }),
  );
};

const refused = (server: Server, problem: unknown): RemoteFault => {
  const status = memberOf(problem, 'status');
  const text = JSON.stringify(problem);
  return refusalOf(server.address, typeof status === 'number' ? status : 422, text);
};

const branchOf = (because: unknown, before = ''): Branch => ({
  says: `${before}${textAt(because, 'says') ?? ''}`,
  below: listAt(because, 'causes').map((one) => branchOf(one)),
});
