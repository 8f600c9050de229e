import { frames, handshakes, upgrades } from './steps/connection.ts';
import { hubRequests, negotiation, negotiationTokens, otherOrigins } from './steps/http.ts';
import { messages } from './steps/messages.ts';
import { methods } from './steps/methods.ts';
import type { Step } from './step.ts';

export { slowSteps } from './steps/connection.ts';

/** Everything that is asked and quickly answered. */
export const steps: readonly Step[] = [
  ...negotiation,
  ...negotiationTokens,
  ...hubRequests,
  ...otherOrigins,
  ...upgrades,
  ...handshakes,
  ...frames,
  ...messages,
  ...methods,
];
