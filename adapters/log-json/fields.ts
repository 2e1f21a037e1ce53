import { redacted } from './redact.ts';
import { activeTraceIds, isTraceId, traceIdsOf } from './trace.ts';

/** Names that the log itself writes: what comes under them from outside goes under another. */
const ownNames = new Set(['level', 'time', 'msg']);

/** The fields of a line: redacted, with trace and span, and with nothing that could pass for the line's own. */
export const fieldsOf = (given: object): Readonly<Record<string, unknown>> => {
  const fields: Record<string, unknown> = {};
  const shown = redacted(given instanceof Error ? { error: given } : given);
  if (typeof shown !== 'object' || shown === null) return fields;
  for (const [key, value] of Object.entries(shown)) {
    if (value === undefined || key === 'traceparent') continue;
    fields[ownNames.has(key) ? `${key}_` : key] = value;
  }
  return { ...fields, ...traceOf(given) };
};

/** The trace that a line belongs to; what ties commands together is the id of their trace, where they came with one. */
const traceOf = (given: object): object | undefined => {
  const parent = 'traceparent' in given ? traceIdsOf(given.traceparent) : undefined;
  if (parent !== undefined) return parent;
  const traceId = 'correlationId' in given ? given.correlationId : undefined;
  return isTraceId(traceId) ? { traceId } : activeTraceIds();
};
