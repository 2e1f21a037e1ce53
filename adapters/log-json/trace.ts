import { isSpanContextValid, isValidTraceId, trace, TraceFlags } from '@opentelemetry/api';

/** Which trace and which span of it a line belongs to. */
export interface TraceIds {
  readonly traceId: string;
  readonly spanId: string;
}

/**
 * The ids in a W3C `traceparent`; `undefined` for a text that is none.
 *
 * @source W3C Trace Context §3.2 (versions after 00 may go on after the flags)
 */
export const traceIdsOf = (traceparent: unknown): TraceIds | undefined => {
  if (typeof traceparent !== 'string' || traceparent.length > 256) return undefined;
  const parts = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-|$)/.exec(traceparent);
  const [, version = 'ff', traceId = '', spanId = '', rest] = parts ?? [];
  if (parts === null || version === 'ff' || (version === '00' && rest === '-')) return undefined;
  const isValid = isSpanContextValid({ traceId, spanId, traceFlags: TraceFlags.NONE });
  return isValid ? { traceId, spanId } : undefined;
};

/** Whether something is the id of a trace. */
export const isTraceId = (id: unknown): id is string =>
  typeof id === 'string' && isValidTraceId(id);

/** The ids of the span that is active here, where the program around us traces. */
export const activeTraceIds = (): TraceIds | undefined => {
  const context = trace.getActiveSpan()?.spanContext();
  if (context === undefined || !isSpanContextValid(context)) return undefined;
  return { traceId: context.traceId, spanId: context.spanId };
};
