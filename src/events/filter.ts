import { didYouMean } from '../did-you-mean.ts';
import { usageError } from '../errors.ts';
import { guidBeginning, parseGuid } from '../guid.ts';
import { camelCase } from './camel-case.ts';
import { events } from './catalogue.ts';
import type { Field } from './definition.ts';
import { envelopeFields } from './envelope.ts';
import type { Data } from './message.ts';
import { instantOf } from './moment.ts';

type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '~';

export interface Condition {
  /** The one field that it looks at. */
  readonly field: string;
  /** Whether an event's data meets it. */
  isMet(data: Data): boolean;
}

export interface ConditionOptions {
  /** An id by the name that a person gave it. */
  idOf(name: string): string | undefined;
  /** Whether fields are allowed that no documented event has. */
  allowUnknownFields: boolean;
}

const whole = /^-?\d+$/;
const decimal = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const wholeTypes = new Set(['byte', 'short', 'int', 'uint', 'long']);
const numberTypes = new Set([...wholeTypes, 'float']);

/**
 * A condition such as `talking=true` or `maxWaitTime>=60`, typed by the catalogue: `= != < <= > >=`
 * compare, `~` looks for a regular expression in any case. An event without the field never meets it.
 *
 * @throws RteError usage, for a form, field, operator or value that makes no sense.
 */
export function parseCondition(text: string, options: ConditionOptions): Condition {
  const form = /^\s*([A-Za-z_]\w*)\s*(!=|<=|>=|=|<|>|~)\s*(.*?)\s*$/s.exec(text);
  if (form === null) {
    throw usageError(
      `--where '${text}' is not a condition.`,
      'Write field, operator and value together, such as talking=true; operators: = != < <= > >= ~',
    );
  }
  const [, written = '', operator = '=', value = ''] = form;
  const { name, field } = findField(written, text, options.allowUnknownFields);
  const test = testOf(field, operator as Operator, value, text, options);
  return { field: name, isMet: (data) => Object.hasOwn(data, name) && test(data[name]) };
}

/** A field of any documented event, by name in any case, in the catalogue's spelling. */
export function findFieldName(written: string): string | undefined {
  return allFields.get(written.toLowerCase())?.name;
}

/** 'Did you mean …? ' for the name of a field that no documented event has. */
export function suggestField(written: string): string {
  return didYouMean(
    written,
    [...allFields.values()].map(({ name }) => name),
  );
}

const allFields = new Map<string, { name: string; field: Field }>(
  [envelopeFields, ...events.map(({ fields }) => fields)].flatMap((fields) =>
    Object.entries(fields).map(([name, field]) => [name.toLowerCase(), { name, field }] as const),
  ),
);

function findField(
  written: string,
  text: string,
  allowUnknown: boolean,
): { name: string; field: Field | undefined } {
  const known = allFields.get(written.toLowerCase());
  if (known !== undefined) return known;
  if (allowUnknown) return { name: camelCase(written), field: undefined };
  throw usageError(
    `--where '${text}': no event has a field '${written}'.`,
    `${suggestField(written)}rte describe <event> lists an event's fields.`,
  );
}

function testOf(
  field: Field | undefined,
  operator: Operator,
  value: string,
  text: string,
  options: ConditionOptions,
): (found: unknown) => boolean {
  const complain = (expected: string): never => {
    throw usageError(`--where '${text}': '${value}' is no ${field?.type ?? 'value'}.`, expected);
  };
  const complainOfOrder = (what: string): never => {
    throw usageError(
      `--where '${text}': ${operator} can't be applied to ${what}.`,
      'Use = or != instead.',
    );
  };
  if (operator === '~') return matches(value, text);
  const isOrder = operator !== '=' && operator !== '!=';
  if (value === 'null') {
    if (isOrder) complainOfOrder('null');
    return (found) => (found === null) === (operator === '=');
  }
  const type = field?.type.replace('?', '');
  if (type === 'bool') {
    if (!/^(true|false)$/i.test(value)) complain('Say true or false.');
    if (isOrder) complainOfOrder('true and false');
    const wanted = value.toLowerCase() === 'true';
    return (found) => (truthOf(found) === wanted) === (operator === '=');
  }
  if (type !== undefined && wholeTypes.has(type) && !whole.test(value))
    complain('Give a whole number.');
  if (type === 'float' && !decimal.test(value)) complain('Give a number.');
  if (type !== undefined && numberTypes.has(type))
    return byOrder(operator, (found) => difference(numberOf(found), Number(value)));
  if (type === 'Guid') {
    const id = parseGuid(value) ?? options.idOf(value)?.toLowerCase() ?? guidBeginning(value);
    if (id === undefined) {
      return complain(
        "Give an id (a Guid) or its first eight digits, 'null', or a name that rte names knows.",
      );
    }
    if (isOrder) complainOfOrder('ids');
    return (found) => (idOf(found)?.startsWith(id) === true) === (operator === '=');
  }
  if (type === 'DateTime') {
    const instant = instantOf(value);
    if (instant === undefined) return complain('Give a moment such as 2026-03-02T08:15:00Z.');
    return byOrder(operator, (found) => difference(instantOf(found), instant));
  }
  return byOrder(operator, (found) => compare(found, value));
}

/** An expression as harmless as `\\s+$` takes the square of a text's length. */
const mostSearchedCharacters = 10_000;

function matches(pattern: string, text: string): (found: unknown) => boolean {
  try {
    const expression = new RegExp(pattern, 'i');
    return (found) => {
      const text = typeof found === 'string' ? found : JSON.stringify(found);
      return expression.test(text.slice(0, mostSearchedCharacters));
    };
  } catch {
    throw usageError(
      `--where '${text}': '${pattern}' is not a regular expression.`,
      'Characters such as ( [ + ? * need a \\ before them to stand for themselves.',
    );
  }
}

/** True or false, as a value or, as some serializers write it, as text. */
function truthOf(found: unknown): boolean | undefined {
  if (typeof found === 'boolean') return found;
  const text = typeof found === 'string' ? found.trim().toLowerCase() : '';
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** A number, as a value or as text. */
function numberOf(found: unknown): number | undefined {
  if (typeof found === 'number') return found;
  return typeof found === 'string' && decimal.test(found.trim()) ? Number(found) : undefined;
}

/** Numbers by size, as they came; anything else as text. */
function compare(found: unknown, value: string): number | undefined {
  if (typeof found === 'number')
    return decimal.test(value) ? difference(found, Number(value)) : undefined;
  if (typeof found === 'string') return found === value ? 0 : found < value ? -1 : 1;
  if (typeof found === 'boolean') return String(found) === value ? 0 : undefined;
  return undefined;
}

/** An id in whichever form it came: with braces, in capitals, without dashes. */
function idOf(found: unknown): string | undefined {
  return typeof found === 'string' ? (parseGuid(found) ?? found.toLowerCase()) : undefined;
}

function difference(found: number | undefined, wanted: number): number | undefined {
  if (found === undefined) return undefined;
  return found === wanted ? 0 : found < wanted ? -1 : 1;
}

/** Values that can't be compared are different, and neither before nor after each other. */
function byOrder(
  operator: Operator,
  order: (found: unknown) => number | undefined,
): (found: unknown) => boolean {
  return (found) => {
    const result = order(found);
    switch (operator) {
      case '=':
        return result === 0;
      case '!=':
        return result !== 0;
      case '<':
        return result !== undefined && result < 0;
      case '<=':
        return result !== undefined && result <= 0;
      case '>':
        return result !== undefined && result > 0;
      case '>=':
        return result !== undefined && result >= 0;
      case '~':
        return false;
    }
  };
}
