/**
 * Waits for a promise, but no longer than the signal allows; leaves nothing behind on the signal.
 * What becomes of the promise after that is nobody's concern, even if it rejects.
 *
 * @throws the signal's reason when it is aborted first.
 */
export async function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  const { promise: aborted, reject } = withRejection();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([aborted, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/**
 * Does work that must be over within a time, whether or not the work heeds its signal.
 *
 * @param work gets a signal that is aborted when the time is over, or when the outer signal is.
 * @param late makes the error for work that takes longer.
 * @throws what `late` makes; the outer signal's reason when it is aborted first.
 */
export async function withDeadline<T>(
  ms: number,
  outer: AbortSignal | undefined,
  late: () => Error,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const onAbort = (): void => controller.abort(outer?.reason);
  const timer = setTimeout(() => controller.abort(late()), ms);
  outer?.addEventListener('abort', onAbort, { once: true });
  if (outer?.aborted) onAbort();
  try {
    signal.throwIfAborted();
    return await unlessAborted(signal, work(signal));
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', onAbort);
  }
}

/** Node 20 has no `Promise.withResolvers`. */
function withRejection(): { promise: Promise<never>; reject: (reason: unknown) => void } {
  let rejectPromise: (reason: unknown) => void;
  const promise = new Promise<never>((_resolve, reject) => (rejectPromise = reject));
  return { promise, reject: (reason) => rejectPromise(reason) };
}
