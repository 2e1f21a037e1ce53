import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { FastifySchemaCompiler } from 'fastify';
import type { App } from './app.ts';

type FastifyValidationResult = ReturnType<FastifySchemaCompiler<unknown>>;

const options = {
  strict: false,
  discriminator: true,
  verbose: true,
  // Bodies are bounded before they are judged, so that telling every error at once costs little.
  allErrors: true,
} as const;

/** Each keeps what it has compiled: a schema is compiled once, however many servers there are. */
const bodies = new Ajv2020(options);
const addresses = new Ajv2020({ ...options, coerceTypes: 'array' });
for (const judge of [bodies, addresses]) formats.default(judge);

/**
 * Judges requests by the schemas of their routes.
 *
 * Bodies are taken as they are: nothing is dropped, filled in or turned into another type. What comes in an address is
 * text, so there numbers and booleans are read from it.
 */
export const judgeBySchema = (app: App): void => {
  app.setValidatorCompiler(({ schema, httpPart }) =>
    lazily(() => (httpPart === 'body' ? bodies : addresses).compile(schema)),
  );
  // Rows are written as the views hold them; tests hold them against the schemas.
  app.setSerializerCompiler(() => JSON.stringify);
};

/** Compiles a schema when it is needed first: a server starts at once, however many routes it has. */
const lazily = (compile: () => ValidateFunction): FastifyValidationResult => {
  let check: ValidateFunction | undefined;
  const judge: FastifyValidationResult = (value: unknown) => {
    check ??= compile();
    const isRight = check(value);
    judge.errors = check.errors ?? null;
    return isRight;
  };
  return judge;
};
