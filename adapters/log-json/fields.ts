import { redacted } from './redact.ts';
import { activeTraceIds, traceIdsOf } from './trace.ts';

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
  const parent = 'traceparent' in given ? traceIdsOf(given.traceparent) : undefined;
  return { ...fields, ...(parent ?? activeTraceIds()) };
};
