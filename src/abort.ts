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

/** Node 20 has no `Promise.withResolvers`. */
function withRejection(): { promise: Promise<never>; reject: (reason: unknown) => void } {
  let rejectPromise: (reason: unknown) => void;
  const promise = new Promise<never>((_resolve, reject) => (rejectPromise = reject));
  return { promise, reject: (reason) => rejectPromise(reason) };
}
