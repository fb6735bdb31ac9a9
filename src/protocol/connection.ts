import {
  CancellationTokenSource,
  ErrorCodes,
  ResponseError,
  createMessageConnection,
  type CancellationToken,
  type MessageReader,
  type MessageWriter,
} from 'vscode-jsonrpc';
import { is, safeParse, picklist, type GenericSchema } from 'valibot';
import { LibraryError, libraryErrorCodes } from '../library/model';
import type { Contract, ParamsOf, PayloadOf, ResultOf } from './contract';

export interface Transport {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
}

/** One handler per request. The signal is aborted when the client cancels or the channel closes. */
export type Handlers<C extends Contract> = {
  readonly [M in keyof C['requests'] & string]: (
    params: ParamsOf<C, M>,
    signal: AbortSignal,
  ) => ResultOf<C, M> | Promise<ResultOf<C, M>>;
};

export type Listeners<C extends Contract> = {
  readonly [N in keyof C['notifications'] & string]: (payload: PayloadOf<C, N>) => void;
};

export interface ServerEnd<C extends Contract> {
  notify<N extends keyof C['notifications'] & string>(name: N, payload: PayloadOf<C, N>): void;
  dispose(): void;
}

export interface ClientEnd<C extends Contract> {
  /** Rejects with {@link LibraryError}; `cancelled` when the signal fires or the channel closes first. */
  request<M extends keyof C['requests'] & string>(
    method: M,
    params: ParamsOf<C, M>,
    signal?: AbortSignal,
  ): Promise<ResultOf<C, M>>;
  dispose(): void;
}

const errorCodeSchema = picklist(libraryErrorCodes);
const failedRequest = -32000;

/**
 * Answers the requests of `contract` on this transport. Each gets exactly one answer. `explain` puts into words what made a
 * handler fail.
 */
export function serve<C extends Contract>(
  contract: C,
  { reader, writer }: Transport,
  handlers: Handlers<C>,
  explain: (error: unknown) => LibraryError = faithfully,
): ServerEnd<C> {
  const connection = createMessageConnection(reader, writer);
  const closed = new AbortController();
  for (const [method, spec] of Object.entries(contract.requests)) {
    const handler = handlers[method as keyof typeof handlers];
    connection.onRequest(method, async (params: unknown, token: CancellationToken) => {
      const cancelled = new AbortController();
      const subscription = token.onCancellationRequested(() => cancelled.abort());
      try {
        const parsed = parseMessage(spec.params, params, method);
        return await handler(parsed, AbortSignal.any([cancelled.signal, closed.signal]));
      } catch (error) {
        return toResponseError(explain(error));
      } finally {
        subscription.dispose();
      }
    });
  }
  connection.onClose(() => closed.abort());
  connection.listen();
  return {
    notify: (name, payload) => {
      // Once the channel closes nobody is left to hear, or to be told that nobody heard.
      if (!closed.signal.aborted) connection.sendNotification(name, payload).catch(() => closed.abort());
    },
    dispose: () => {
      closed.abort();
      connection.dispose();
    },
  };
}

/** Asks the requests of `contract` on this transport and hears its notifications. */
export function connect<C extends Contract>(
  contract: C,
  { reader, writer }: Transport,
  listeners: Listeners<C>,
): ClientEnd<C> {
  const connection = createMessageConnection(reader, writer);
  const closed = new AbortController();
  for (const [name, schema] of Object.entries(contract.notifications)) {
    const listener = listeners[name as keyof typeof listeners];
    connection.onNotification(name, (payload: unknown) => listener(parseMessage(schema, payload, name)));
  }
  const close = () => closed.abort();
  connection.onClose(close);
  connection.listen();
  return {
    async request(method, params, signal) {
      const spec = contract.requests[method];
      if (!spec) throw new LibraryError('invalid-message', `Unknown request ${method}.`);
      const cancellation = new CancellationTokenSource();
      const stop = signal ? AbortSignal.any([signal, closed.signal]) : closed.signal;
      if (stop.aborted) throw cancelledError(method);
      const answer = connection.sendRequest<unknown>(method, params, cancellation.token);
      return await new Promise((resolve, reject) => {
        const onAbort = () => {
          if (!closed.signal.aborted) cancellation.cancel();
          reject(cancelledError(method));
        };
        stop.addEventListener('abort', onAbort, { once: true });
        answer
          .then((result) => resolve(parseMessage(spec.result, result, method) as never))
          .catch((error: unknown) => reject(fromResponseError(error)))
          .finally(() => {
            stop.removeEventListener('abort', onAbort);
            cancellation.dispose();
          });
      });
    },
    dispose: () => {
      close();
      connection.dispose();
    },
  };
}

function parseMessage(schema: GenericSchema, value: unknown, name: string): unknown {
  const parsed = safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new LibraryError('invalid-message', `${name}: ${issue.message}`);
}

function cancelledError(method: string): LibraryError {
  return new LibraryError('cancelled', `${method} was cancelled.`);
}

function faithfully(error: unknown): LibraryError {
  if (error instanceof LibraryError) return error;
  return new LibraryError('internal', error instanceof Error ? error.message : String(error), {
    cause: error,
  });
}

function toResponseError({ code, message }: LibraryError): ResponseError<unknown> {
  return new ResponseError(failedRequest, message, { code });
}

function fromResponseError(error: unknown): LibraryError {
  if (error instanceof LibraryError) return error;
  if (!(error instanceof ResponseError)) return new LibraryError('internal', String(error), { cause: error });
  const data: unknown = error.data;
  const code: unknown = typeof data === 'object' && data !== null && 'code' in data ? data.code : undefined;
  if (is(errorCodeSchema, code)) return new LibraryError(code, error.message);
  const closed = error.code === ErrorCodes.PendingResponseRejected;
  return new LibraryError(closed ? 'cancelled' : 'internal', error.message, { cause: error });
}
