import { Ajv2020 } from 'ajv/dist/2020.js';
import type { App } from './app.ts';

const options = {
  strict: false,
  discriminator: true,
  verbose: true,
  // Bodies are bounded before they are judged, so that telling every error at once costs little.
  allErrors: true,
} as const;

/**
 * Judges requests by the schemas of their routes.
 *
 * Bodies are taken as they are: nothing is dropped, filled in or turned into another type. What comes in an address is
 * text, so there numbers and booleans are read from it.
 */
export const judgeBySchema = (app: App): void => {
  const bodies = new Ajv2020(options);
  const addresses = new Ajv2020({ ...options, coerceTypes: 'array' });
  app.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'body' ? bodies : addresses).compile(schema),
  );
  // Rows are written as the views hold them; tests hold them against the schemas.
  app.setSerializerCompiler(() => JSON.stringify);
};
