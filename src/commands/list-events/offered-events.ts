import { messageOf, RteError } from '../../errors.ts';
import { openConnection } from '../../hub/open-connection.ts';
import { availableSubscriptions } from '../../hub/subscriptions.ts';
import { safe, sanitize } from '../../terminal/safe-text.ts';
import { shortened } from '../../terminal/shorten.ts';
import type { CommandContext } from '../context.ts';
import { openSource, type SourceFlags } from '../source.ts';

/** What the server offers; undefined, with a word on stderr, when it can't be asked. */
export async function offeredEvents(
  flags: SourceFlags,
  context: CommandContext,
): Promise<string[] | undefined> {
  const { terminal, signal } = context;
  try {
    const source = await openSource(flags, context);
    try {
      const ticket = await source.getTicket('stored', signal);
      const hub = await openConnection({
        ...ticket,
        route: source.route,
        onRecords: () => {},
        signal,
      });
      try {
        return await availableSubscriptions((...invocation) => hub.invoke(...invocation));
      } finally {
        hub.close();
      }
    } finally {
      await source.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RteError && error.kind === 'usage') throw error;
    terminal.stderr.write(
      safe`Not asked what the server offers: ${sanitize(shortened(messageOf(error), 500))}\n`,
    );
    return undefined;
  }
}
