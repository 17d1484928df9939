import { useTracing } from './tracing.js';

type Environment = Record<string, string | undefined>;

export interface TracingLog {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
}

/** Maximum time in ms that a server which ends waits until its last spans are exported. */
const FLUSH = 2000;

/** Exports the spans that wait. Never rejects. */
type Flush = () => Promise<void>;

let opened: Promise<Flush | undefined> | undefined;

/**
 * Starts to export traces, once in a process, if the variables of OpenTelemetry say so. Otherwise, nothing is loaded.
 * Returns a function that exports the spans that wait, for the end of a server.
 */
export async function openTracing(env: Environment, log: TracingLog): Promise<Flush | undefined> {
  if (!isWanted(env)) return undefined;
  opened ??= open(env, log);
  try {
    const flush = await opened;
    if (!flush) opened = undefined;
    return flush;
  } catch (error) {
    opened = undefined;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND') throw error;
    log.warn({ reason: message }, `no traces: a package is missing; run npm install ${PACKAGES.join(' ')}`);
    return undefined;
  }
}

const PACKAGES = [
  '@opentelemetry/api',
  '@opentelemetry/sdk-trace-node',
  '@opentelemetry/resources',
  '@opentelemetry/exporter-trace-otlp-proto',
];

/** Traces are exported if an endpoint or an exporter is given. The specification's default would be to always export. */
function isWanted(env: Environment): boolean {
  if (env.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return false;
  const exporter = env.OTEL_TRACES_EXPORTER;
  if (exporter) return exporter !== 'none';
  return Boolean(env.OTEL_EXPORTER_OTLP_ENDPOINT || env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT);
}

async function open(env: Environment, log: TracingLog): Promise<Flush | undefined> {
  const exporter = await exporterOf(env);
  if (!exporter) {
    log.warn({}, 'no traces: use OTEL_TRACES_EXPORTER=otlp or console, and http/protobuf or http/json');
    return undefined;
  }
  const { context, diag, DiagLogLevel, propagation, SpanKind, SpanStatusCode, trace } = await import(
    '@opentelemetry/api'
  );
  const { BatchSpanProcessor, NodeTracerProvider } = await import('@opentelemetry/sdk-trace-node');
  const { defaultResource, detectResources, envDetector, resourceFromAttributes } = await import(
    '@opentelemetry/resources'
  );
  const report = (message: string, ...details: unknown[]) =>
    log.warn({ reason: [message, ...details].join(' ') }, 'OpenTelemetry reports a problem');
  const ignore = () => undefined;
  const logger = { error: report, warn: report, info: ignore, debug: ignore, verbose: ignore };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  const named = resourceFromAttributes({ 'service.name': 'lectern' });
  const provider = new NodeTracerProvider({
    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES replace the name.
    resource: defaultResource()
      .merge(named)
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  provider.register();
  useTracing({
    tracer: provider.getTracer('lectern'),
    kinds: { server: SpanKind.SERVER, client: SpanKind.CLIENT },
    failed: SpanStatusCode.ERROR,
    extract: (headers) => propagation.extract(context.active(), headers),
    active: () => context.active(),
    spanOf: (given) => trace.getSpan(given),
    withSpan: (given, span) => trace.setSpan(given, span),
    run: (given, work) => context.with(given, work),
  });
  log.info({}, 'traces are exported');
  return async () => {
    const late = new Promise<void>((resolve) => setTimeout(resolve, FLUSH).unref());
    await Promise.race([provider.forceFlush().catch(report), late]);
  };
}

/** Returns the exporter that the variables choose; undefined if there is none of that kind. */
async function exporterOf(env: Environment) {
  const kind = env.OTEL_TRACES_EXPORTER || 'otlp';
  const protocol =
    env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || env.OTEL_EXPORTER_OTLP_PROTOCOL || 'http/protobuf';
  if (kind === 'console') return new (await import('@opentelemetry/sdk-trace-node')).ConsoleSpanExporter();
  if (kind !== 'otlp') return undefined;
  if (protocol === 'http/protobuf') {
    return new (await import('@opentelemetry/exporter-trace-otlp-proto')).OTLPTraceExporter();
  }
  if (protocol !== 'http/json') return undefined;
  return new (await import('@opentelemetry/exporter-trace-otlp-http')).OTLPTraceExporter();
}
