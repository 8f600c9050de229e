import { objectMembers } from '../events/json-text.ts';
import type { Message } from '../events/message.ts';
import { instantOf } from '../events/moment.ts';
import { sanitizeJson } from '../terminal/sanitize.ts';
import type { Renderer, RenderOptions, Reception } from './renderer.ts';

/** One JSON object a line: the message as it came, its text untouched unless a flag asks for more. */
export function ndjsonRenderer({ fields, meta }: RenderOptions): Renderer {
  return {
    isVerbatim: fields.length === 0 && !meta,
    event(message, reception) {
      const text = fields.length === 0 ? message.text : projected(message, fields);
      const json = meta ? withMeta(text, metaOf(message, reception)) : text;
      return message.isPlain ? `${json}\n` : line(json);
    },
    invocation(target, argumentsJson, reception) {
      const text = `{"target":${JSON.stringify(target)},"arguments":${argumentsJson}}`;
      return line(meta ? withMeta(text, receptionOf(reception)) : text);
    },
    undecodable: (text, { receivedAt }) => metaRecord('undecodable', receivedAt, { text }),
  };
}

/** A line without data, about the connection or the run. */
export function metaRecord(
  kind: string,
  at: Date,
  content: Readonly<Record<string, unknown>>,
): string {
  const record = { _rte: { kind, at: at.toISOString(), ...content } };
  return line(JSON.stringify(record));
}

function line(json: string): string {
  return `${sanitizeJson(json)}\n`;
}

/** Only some fields of the data, each as the hub wrote it. */
function projected(message: Message, fields: readonly string[]): string {
  const written = writtenData(message);
  const chosen = fields.flatMap((name) => {
    const value = written(name);
    return value === undefined ? [] : [`${JSON.stringify(name)}:${value}`];
  });
  return `{"data":{${chosen.join(',')}}}`;
}

/** Finds the text of a field of the data. */
function writtenData(message: Message): (name: string) => string | undefined {
  const { text } = message;
  const place = objectMembers(text)?.findLast(({ key }) => key === 'data');
  const members = place && objectMembers(text, place.valueStart);
  if (members !== undefined) {
    return (name) => {
      // Of a property that comes twice the last one counts, as with JSON.parse.
      const member = members.findLast(({ key }) => key === name);
      return member && text.slice(member.valueStart, member.valueEnd);
    };
  }
  // Data that is itself a JSON text, within a string.
  const { data } = message;
  return (name) => (Object.hasOwn(data, name) ? JSON.stringify(data[name]) : undefined);
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
