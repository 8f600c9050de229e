import {
  plainBoolean,
  plainMember,
  plainMessage,
  plainNumber,
  plainString,
} from '../events/plain-json.ts';

const start = '{"type":1,"target":"MessageReceived","arguments":[';

/**
 * The usual invocation, with its ␞, of a message that needs nothing done to it: whatever this
 * matches comes out of the renderer of messages as it came, byte for byte (a property test holds
 * the two together), and whatever it doesn't match goes through the renderer.
 *
 * One expression, since it takes a third of the time of everything that it replaces, decoding not
 * counted: 0.5 µs for 1 KiB. A loop over the bytes takes twice as long.
 */
const anyPlain = new RegExp(String.raw`${escaped(start)}${plainMessage}\]\}\x1e`, 'y');

/** More than a hub sends often; each that is tried in vain takes time. */
const mostShapes = 4;
const longestShape = 4_096;

/**
 * Finds plain invocations. It learns from those that it has found: messages of one event have the
 * same members, and an expression that has their names takes a third less time.
 */
export class PlainInvocations {
  readonly #shapes: RegExp[] = [];

  /**
   * @param text bytes read as Latin-1.
   * @param at where the invocation begins.
   * @returns where it ends, behind its ␞; undefined when there is no plain one.
   */
  endOf(text: string, at: number): number | undefined {
    const shapes = this.#shapes;
    for (let index = 0; index < shapes.length; index++) {
      const end = endOf(shapes[index], text, at);
      if (end === undefined) continue;
      // The next one is most likely like this one.
      if (index > 0) shapes.unshift(...shapes.splice(index, 1));
      return end;
    }
    const end = endOf(anyPlain, text, at);
    if (end !== undefined && shapes.length < mostShapes && end - at < longestShape) {
      shapes.unshift(shapeOf(text.slice(at, end)));
    }
    return end;
  }
}

function endOf(expression: RegExp | undefined, text: string, at: number): number | undefined {
  if (expression === undefined) return undefined;
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : undefined;
}

/** What matches plain invocations with the members of this one: nothing that `anyPlain` doesn't. */
function shapeOf(invocation: string): RegExp {
  const members = new RegExp(plainMember, 'g');
  members.lastIndex = start.length;
  let source = '';
  let from = 0;
  for (let found = members.exec(invocation); found !== null; found = members.exec(invocation)) {
    const value = found[1] ?? '';
    const to = members.lastIndex - value.length;
    source += escaped(invocation.slice(from, to)) + likes(value);
    from = members.lastIndex;
  }
  return new RegExp(source + escaped(invocation.slice(from)), 'y');
}

/** The values that stand where this one does in other messages, most of them at least. */
function likes(value: string): string {
  if (value === 'true' || value === 'false') return plainBoolean;
  return value === 'null' || value.startsWith('"') ? `(?:${plainString}|null)` : plainNumber;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
