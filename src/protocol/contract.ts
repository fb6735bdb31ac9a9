import type { GenericSchema, InferOutput } from 'valibot';

/** A request: what is sent and the one answer to it, both parsed where they arrive. */
export interface RequestSpec<
  Params extends GenericSchema = GenericSchema,
  Result extends GenericSchema = GenericSchema,
> {
  readonly params: Params;
  readonly result: Result;
}

export type RequestMap = Readonly<Record<string, RequestSpec>>;
export type NotificationMap = Readonly<Record<string, GenericSchema>>;

/**
 * Everything that may travel over one channel. The *client* asks, the *server* answers and notifies.
 * Handlers are total over `requests`, so that a request without a handler does not compile.
 */
export interface Contract {
  readonly requests: RequestMap;
  /** server → client */
  readonly notifications: NotificationMap;
}

export type ParamsOf<C extends Contract, M extends keyof C['requests']> = InferOutput<
  C['requests'][M]['params']
>;
export type ResultOf<C extends Contract, M extends keyof C['requests']> = InferOutput<
  C['requests'][M]['result']
>;
export type PayloadOf<C extends Contract, N extends keyof C['notifications']> = InferOutput<
  C['notifications'][N]
>;

export function request<P extends GenericSchema, R extends GenericSchema>(
  params: P,
  result: R,
): RequestSpec<P, R> {
  return { params, result };
}
