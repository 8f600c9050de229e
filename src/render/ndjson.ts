import { objectMembers } from '../events/json-text.ts';
import type { Message } from '../events/message.ts';
import { instantOf } from '../events/moment.ts';
import { sanitizeJson } from '../terminal/sanitize.ts';
import type { Renderer, RenderOptions, Reception } from './renderer.ts';

/** One JSON object a line: the message as it came, its text untouched unless a flag asks for more. */
export function ndjsonRenderer({ fields, meta }: RenderOptions): Renderer {
  return {
    event(message, reception) {
      const text = fields.length === 0 ? message.text : projected(message, fields);
      return meta
        ? withMeta(sanitizeJson(text), metaOf(message, reception))
        : `${sanitizeJson(text)}\n`;
    },
    invocation(target, argumentsJson, reception) {
      const text = `{"target":${JSON.stringify(target)},"arguments":${argumentsJson}}`;
      return meta
        ? withMeta(sanitizeJson(text), receptionOf(reception))
        : `${sanitizeJson(text)}\n`;
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
  return `${sanitizeJson(JSON.stringify(record))}\n`;
}

/** Only some fields of the data, each as the hub wrote it. */
function projected(message: Message, fields: readonly string[]): string {
  const text = dataText(message.text);
  const written = new Map(
    (objectMembers(text) ?? []).map(({ key, valueStart, valueEnd }) => [
      key,
      text.slice(valueStart, valueEnd),
    ]),
  );
  const chosen = fields.flatMap((name) => {
    const value = written.get(name);
    return value === undefined ? [] : [`${JSON.stringify(name)}:${value}`];
  });
  return `{"data":{${chosen.join(',')}}}`;
}

function dataText(text: string): string {
  const data = objectMembers(text)?.find(({ key }) => key === 'data');
  return data === undefined ? '' : text.slice(data.valueStart, data.valueEnd);
}

function withMeta(json: string, meta: object): string {
  const body = json.trimEnd().slice(0, -1).trimEnd();
  return `${body}${body === '{' ? '' : ','}"_rte":${JSON.stringify(meta)}}\n`;
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
