import type { AvailabilityState } from './entities.ts';

/** A way of not being available. */
export interface Absence {
  readonly state: Exclude<AvailabilityState, 'Available'>;
  readonly notes: readonly (string | null)[];
  /** Length in minutes. */
  readonly minutes: readonly [number, number];
  /** Where it was set from. */
  readonly eventSource: 'User' | 'Calendar';
  /** Whether its end is known beforehand. */
  readonly hasEnd: boolean;
  readonly callsTo: 'nobody' | 'mobile';
}

/** Minutes that anybody may take. */
export const shortAbsences: readonly Absence[] = [
  {
    state: 'BRB',
    notes: ['Coffee', 'Back in a minute', null],
    minutes: [2, 6],
    eventSource: 'User',
    hasEnd: false,
    callsTo: 'nobody',
  },
  {
    state: 'DoNotDisturb',
    notes: ['Finishing an offer', 'Writing a report', null],
    minutes: [3, 9],
    eventSource: 'User',
    hasEnd: false,
    callsTo: 'nobody',
  },
  {
    state: 'Busy',
    notes: ['Helping a colleague', 'Short meeting'],
    minutes: [4, 10],
    eventSource: 'User',
    hasEnd: true,
    callsTo: 'mobile',
  },
];

export const longAbsences: readonly Absence[] = [
  {
    state: 'Away',
    notes: ['Lunch', 'Lunch, back soon'],
    minutes: [18, 30],
    eventSource: 'User',
    hasEnd: true,
    callsTo: 'nobody',
  },
  {
    state: 'Busy',
    notes: ['Team meeting', 'Training', 'Meeting with a customer'],
    minutes: [12, 25],
    eventSource: 'Calendar',
    hasEnd: true,
    callsTo: 'mobile',
  },
  {
    state: 'OffWork',
    notes: ['Day is done', "Doctor's appointment", null],
    minutes: [15, 40],
    eventSource: 'User',
    hasEnd: false,
    callsTo: 'mobile',
  },
];
