import type { Attributes, Context, Span, SpanKind, Tracer } from '@opentelemetry/api';

/** The part of OpenTelemetry's API that spans need. It is only loaded if traces are exported. */
export interface TracingApi {
  tracer: Tracer;
  kinds: { server: SpanKind; client: SpanKind };
  /** Status code of a span that failed. */
  failed: number;
  /** Returns the context of a request's `traceparent`. */
  extract(headers: object): Context;
  active(): Context;
  spanOf(context: Context): Span | undefined;
  withSpan(context: Context, span: Span): Context;
  run<T>(context: Context, work: () => T): T;
}

/** Undefined without tracing: the functions below then only call the work. */
let api: TracingApi | undefined;

/** Starts to create spans, in all servers of this process. */
export function useTracing(given: TracingApi): void {
  api = given;
}

export const isTracing = (): boolean => api !== undefined;

/**
 * Runs the work for a message or a request of a client as a span.
 * @param headers whose `traceparent` names the parent
 */
export function inServerSpan<T>(name: string, headers: object, work: () => T): T {
  const given = api;
  if (!given) return work();
  const parent = given.extract(headers);
  const span = given.tracer.startSpan(name, { kind: given.kinds.server }, parent);
  return settle(given, span, () => given.run(given.withSpan(parent, span), work));
}

/** Runs a call to another service or thread as a span, if it belongs to a span that has not ended. */
export function inCallSpan<T>(name: string, work: () => T): T {
  if (!api) return work();
  const parent = api.active();
  // Timers and queues that a request has created run in its context, also when it is over.
  if (!api.spanOf(parent)?.isRecording()) return work();
  const startTime = Date.now();
  const result = work();
  // Only what another process or thread answers takes time.
  if (!(result instanceof Promise)) return result;
  const span = api.tracer.startSpan(name, { kind: api.kinds.client, startTime }, parent);
  return settle(api, span, () => result);
}

/** Returns the object, each of whose calls that return a promise is a span `<name>.<method>`. */
export function withCallSpans<T extends object>(name: string, target: T): T {
  if (!api) return target;
  const wrappers = new Map<unknown, unknown>();
  return new Proxy(target, {
    get(object, property) {
      const value: unknown = Reflect.get(object, property, object);
      if (typeof value !== 'function') return value;
      let wrapper = wrappers.get(value);
      if (!wrapper) {
        wrapper = (...args: unknown[]) =>
          inCallSpan(`${name}.${String(property)}`, () => Reflect.apply(value, object, args));
        wrappers.set(value, wrapper);
      }
      return wrapper;
    },
  });
}

/** The span of a request whose handling has several parts. */
export interface OpenSpan {
  run<T>(work: () => T): T;
  end(attributes: Attributes, failed: boolean): void;
}

/** Starts the span of a request that comes from outside; undefined without tracing. */
export function openServerSpan(name: string, attributes: Attributes, headers: object): OpenSpan | undefined {
  if (!api) return undefined;
  const { tracer, kinds, extract, withSpan, run, failed: code } = api;
  const parent = extract(headers);
  const span = tracer.startSpan(name, { kind: kinds.server, attributes }, parent);
  return {
    run: (work) => run(withSpan(parent, span), work),
    end(more, failed) {
      span.setAttributes(more);
      if (failed) span.setStatus({ code });
      span.end();
    },
  };
}

function settle<T>(given: TracingApi, span: Span, work: () => T): T {
  try {
    const result = work();
    if (!(result instanceof Promise)) {
      span.end();
      return result;
    }
    return result.then(
      (value: unknown) => {
        span.end();
        return value;
      },
      (error: unknown) => {
        fail(given, span, error);
        throw error;
      },
    ) as T;
  } catch (error) {
    fail(given, span, error);
    throw error;
  }
}

/** Codes of refusals that are not the client's fault. */
const FAULTS = new Set(['unavailable', 'internal']);

/** Ends the span with the code of a refusal, or the class of another error. The message could contain data of users. */
function fail({ failed }: TracingApi, span: Span, error: unknown): void {
  const { name, code } = error as { name?: string; code?: unknown };
  const refused = name === 'Refusal' && typeof code === 'string';
  span.setAttribute('error.type', refused ? code : (name ?? 'unknown'));
  if (!refused || FAULTS.has(code)) span.setStatus({ code: failed });
  span.end();
}
