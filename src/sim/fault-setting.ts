import parseDuration from 'parse-duration';

import { didYouMean } from '../did-you-mean.ts';
import { usageError } from '../errors.ts';
import { faults, faultValues, type Fault } from './faults.ts';

/** A fault with what it is set to. */
export interface FaultSetting {
  fault: Fault;
  /** The value as it was written. */
  text: string;
  /** Milliseconds, one in so many, a status, or how often; NaN where the value is names. */
  number: number;
}

const longestTimerMs = 2 ** 31 - 1;
const highestCount = 1_000_000_000;

/**
 * Takes a fault as a flag has it: `name`, or `name=value`.
 *
 * @throws RteError usage, for a name that there is not or a value that does not fit.
 */
export function readFaultFlag(written: string): FaultSetting {
  const at = written.indexOf('=');
  return at === -1
    ? readFaultSetting(written, undefined)
    : readFaultSetting(written.slice(0, at), written.slice(at + 1));
}

/**
 * @param value undefined for the usual one.
 * @throws RteError usage
 */
export function readFaultSetting(name: string, value: string | undefined): FaultSetting {
  const fault = findFault(name);
  const text = value ?? ('usual' in fault ? fault.usual : undefined);
  const number = numberOf(fault, text);
  if (number !== undefined) return { fault, text: text ?? 'on', number };
  throw usageError(
    text === undefined
      ? `The fault ${fault.name} needs a value: ${fault.name}=….`
      : `The fault ${fault.name} can't be set to '${text}'.`,
    `It takes ${faultValues[fault.acts]}.`,
  );
}

/** @throws RteError usage, for a name that there is not. */
export function findFault(name: string): Fault {
  const folded = name.trim().toLowerCase();
  const found = faults.find((fault) => fault.name === folded);
  if (found !== undefined) return found;
  const names = faults.map((fault) => fault.name);
  throw usageError(
    `There is no fault '${name}'.`,
    `${didYouMean(name, names)}There are: ${names.join(', ')}.`,
  );
}

function numberOf(fault: Fault, text: string | undefined): number | undefined {
  switch (fault.acts) {
    case 'connection':
    case 'token-lifetime':
      return milliseconds(text);
    case 'event':
      return wholeNumber(text, 1, highestCount);
    case 'refuse-tokens':
      return text === undefined ? Number.POSITIVE_INFINITY : wholeNumber(text, 1, highestCount);
    case 'status':
      return wholeNumber(text, 400, 599);
    case 'deny':
      return text === undefined || text === '' ? undefined : Number.NaN;
  }
}

function milliseconds(text = ''): number | undefined {
  const ms = /[a-z]/i.test(text) ? parseDuration(text) : undefined;
  return typeof ms === 'number' && ms >= 1 && ms <= longestTimerMs ? ms : undefined;
}

function wholeNumber(text = '', min: number, max: number): number | undefined {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return number >= min && number <= max ? number : undefined;
}
