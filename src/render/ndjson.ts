import type { Message } from '../events/message.ts';
import { instantOf } from '../events/moment.ts';
import { jsonText, knownSafe, safe, sanitizeJson, type SafeText } from '../terminal/safe-text.ts';
import { projection } from './projection.ts';
import type { Renderer, RenderOptions, Reception } from './renderer.ts';

/** One JSON object a line: the message as it came, its text untouched unless a flag asks for more. */
export function ndjsonRenderer({ fields, meta }: RenderOptions): Renderer {
  const textOf = fields.length === 0 ? (message: Message) => message.text : projection(fields);
  return {
    isVerbatim: fields.length === 0 && !meta,
    event(message, reception) {
      const text = textOf(message);
      const json = meta ? withMeta(text, metaOf(message, reception)) : text;
      return message.isPlain ? knownSafe(`${json}\n`) : line(sanitizeJson(json));
    },
    invocation(target, argumentsJson, reception) {
      const text = `{"target":${JSON.stringify(target)},"arguments":${argumentsJson}}`;
      return line(sanitizeJson(meta ? withMeta(text, receptionOf(reception)) : text));
    },
    undecodable: (text, { receivedAt }) => metaRecord('undecodable', receivedAt, { text }),
    tooLong: ({ bytes, beginning }, { receivedAt }) =>
      metaRecord('too-long', receivedAt, { bytes, beginning }),
  };
}

/** A line without data, about the connection or the run. */
export function metaRecord(
  kind: string,
  at: Date,
  content: Readonly<Record<string, unknown>>,
): SafeText {
  return line(jsonText({ _rte: { kind, at: at.toISOString(), ...content } }));
}

function line(json: SafeText): SafeText {
  return safe`${json}\n`;
}

function withMeta(json: string, meta: object): string {
  const body = json.trimEnd().slice(0, -1).trimEnd();
  return `${body}${body === '{' ? '' : ','}"_rte":${JSON.stringify(meta)}}`;
}

function receptionOf({ receivedAt, sequence, connection }: Reception): object {
  return { receivedAt: receivedAt.toISOString(), sequence, connection };
}

function metaOf(message: Message, reception: Reception): object {
  const happened = instantOf(message.timestamp);
  const isKnown = happened !== undefined && Number.isFinite(happened);
  const { receivedAt, sequence, connection, changes } = reception;
  return {
    receivedAt: receivedAt.toISOString(),
    sequence,
    ageMs: isKnown ? receivedAt.getTime() - happened : null,
    connection,
    ...(changes !== undefined && {
      changes: Object.fromEntries(changes.map(({ field, from, to }) => [field, { from, to }])),
    }),
  };
}
