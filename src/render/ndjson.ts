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
      return line(meta ? withMeta(text, metaOf(message, reception)) : text);
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
    const value = written.get(name);
    return value === undefined ? [] : [`${JSON.stringify(name)}:${value}`];
  });
  return `{"data":{${chosen.join(',')}}}`;
}

/** The data's fields as text. */
function writtenData({ text, data }: Message): Map<string, string> {
  const place = objectMembers(text)?.find(({ key }) => key === 'data');
  const members = place && objectMembers(text, place.valueStart);
  if (members === undefined) {
    // Data that is itself a JSON text, within a string.
    return new Map(Object.entries(data).map(([key, value]) => [key, JSON.stringify(value)]));
  }
  return new Map(
    members.map(({ key, valueStart, valueEnd }) => [key, text.slice(valueStart, valueEnd)]),
  );
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
