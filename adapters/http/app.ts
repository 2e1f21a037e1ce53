import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyTypeProvider,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { LiveBrain } from '../ports/live-brain.ts';

/** Reads the types of a request from the TypeBox schemas of its route. */
export interface TypeBoxProvider extends FastifyTypeProvider {
  readonly validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
  /** Answers are checked against their schemas by tests, not by types: rows come as the views hold them. */
  readonly serializer: unknown;
}

/** The server that routes are registered on. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxProvider
>;

/** Routes that belong together. */
export interface RouteGroup {
  (app: App, brain: LiveBrain): void;
}
