import type { Random } from './random.ts';

/** Where calls that nobody takes can leave a message. */
export const voicemailNumber = '+358201234498';

/** Where supervisors call to listen in. */
export const supervisionNumber = '+358201234499';

export function serviceNumber(queueIndex: number): string {
  return `+358${201_234_500 + queueIndex}`;
}

/** 7919 is prime to the span of numbers, so that no two agents get the same one. */
export function agentNumber(agentIndex: number): string {
  return `+35850${1_112_233 + ((agentIndex * 7919) % 8_000_000)}`;
}

export function mobileNumber(agentIndex: number): string {
  return `+35845${1_778_899 + ((agentIndex * 7919) % 8_000_000)}`;
}

export function customerNumber(random: Random): string {
  return `+35840${random.between(1_000_000, 9_999_999)}`;
}
