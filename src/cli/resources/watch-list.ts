import type { Kind } from './kind.ts';
import type { ListPlan } from './list-all.ts';
import type { Server } from '../remote/server.ts';

/** Lists again and again. */
export const watchList = async <Row>(
  _kind: Kind<Row>,
  _server: Server,
  _plan: ListPlan<Row>,
): Promise<number> => 0;
