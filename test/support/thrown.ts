import { inspect } from 'node:util';

import { RteError } from '../../src/errors.ts';

/** The RteError that a call throws or a promise rejects with; anything else fails the test. */
export async function rteErrorOf(work: Promise<unknown> | (() => unknown)): Promise<RteError> {
  const thrown = await thrownBy(work);
  if (thrown instanceof RteError) return thrown;
  throw new Error(`Expected an RteError, got ${inspect(thrown)}`);
}

/** Whatever a call throws or a promise rejects with. */
export async function thrownBy(work: Promise<unknown> | (() => unknown)): Promise<unknown> {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    return error;
  }
  throw new Error('Expected an error, but there was none.');
}

/** An error as a person sees it: kind, message and hint. */
export function told(error: RteError): string {
  return [`${error.kind}: ${error.message}`, ...(error.hint?.split('\n') ?? [])].join('\n');
}

/** All that could come to light of an error, with its properties, its causes and their stacks. */
export function everythingIn(error: unknown): string {
  const causes: string[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    causes.push(inspect(cause, { depth: 8, showHidden: true }), cause.message, cause.stack ?? '');
  }
  return causes.join('\n');
}
