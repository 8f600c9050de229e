import type { SessionEvent } from '../../hub/hub-session.ts';
import { metaRecord } from '../../render/ndjson.ts';
import { safe, type SafeText } from '../../terminal/safe-text.ts';

/** What the connection does, as a line between the messages; empty for mere steps. */
export function sessionRecord(event: SessionEvent, at: Date): SafeText {
  switch (event.kind) {
    case 'connected': {
      const { kind, ...rest } = event;
      return metaRecord(kind, at, rest);
    }
    case 'rejected':
      return metaRecord('rejected', at, { rejections: event.rejections });
    case 'gap': {
      const { kind, from, to, ...rest } = event;
      return metaRecord(kind, at, {
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        durationMs: to - from,
        ...rest,
      });
    }
    case 'opening':
    case 'subscribing':
    case 'reconnecting':
      return safe``;
  }
}
