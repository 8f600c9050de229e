/** What is checked, in order. */
export const stepNames = [
  'configuration',
  'discovery',
  'secret key',
  'access token',
  'negotiation',
  'WebSocket',
  'handshake',
  'available events',
  'first ping',
] as const;

export type StepName = (typeof stepNames)[number];

/** What is known of a step, for programs; moments are ISO 8601. Never a secret. */
export type Detail = Record<string, string | number | boolean | null | readonly string[]>;

/** What is the matter, and what to do about it. */
export interface Advice {
  message: string;
  hint: string | null;
}

/** What a step came to. */
export interface StepReport {
  name: StepName;
  status: 'ok' | 'warning' | 'failed' | 'skipped';
  /** How long it took; null for a step that was skipped. */
  durationMs: number | null;
  detail: Detail;
  /** The same for people, a few words each. */
  facts: readonly string[];
  /** Why it failed. */
  error?: Advice;
  /** What may become a problem, though the step succeeded. */
  warning?: Advice;
}

/** Takes down what a step learns, as it learns it: what a step that fails knew is shown, too. */
export class Facts {
  readonly detail: Detail = {};
  readonly texts: string[] = [];
  warning: Advice | undefined;

  /** @param texts for people; what says nothing to them has none. */
  note(detail: Detail, ...texts: readonly (string | undefined)[]): void {
    Object.assign(this.detail, detail);
    this.texts.push(...texts.filter((text) => text !== undefined));
  }

  warn(message: string, hint: string): void {
    this.warning = { message, hint };
  }
}
