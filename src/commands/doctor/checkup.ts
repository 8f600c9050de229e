import { performance } from 'node:perf_hooks';

import { RteError } from '../../errors.ts';
import { Facts, stepNames, type StepName, type StepReport } from './step.ts';

/** Goes through steps in order until one fails, and reports each as soon as it is over. */
export class Checkup {
  readonly #onReport: (report: StepReport) => void;
  #reported = 0;

  constructor(onReport: (report: StepReport) => void) {
    this.#onReport = onReport;
  }

  /**
   * Takes a step. When it fails, all that are left are reported as not tried.
   *
   * @throws whatever the step throws.
   */
  async try<T>(name: StepName, step: (facts: Facts) => Promise<T>): Promise<T> {
    const facts = new Facts();
    const startedAt = performance.now();
    const report = (outcome: Pick<StepReport, 'status' | 'error' | 'warning'>): void =>
      this.#report({
        name,
        durationMs: Math.round(performance.now() - startedAt),
        detail: facts.detail,
        facts: facts.texts,
        ...outcome,
      });
    try {
      const value = await step(facts);
      const { warning } = facts;
      report(warning === undefined ? { status: 'ok' } : { status: 'warning', warning });
      return value;
    } catch (error) {
      // What is no RteError is a defect of ours, or an interrupt: no finding about the connection.
      if (error instanceof RteError) {
        const { message, hint = null } = error;
        report({ status: 'failed', error: { message, hint } });
        for (const left of stepNames.slice(this.#reported)) this.skip(left, 'not tried');
      }
      throw error;
    }
  }

  /** @param reason why the step isn't taken, in two or three words. */
  skip(name: StepName, reason: string): void {
    this.#report({
      name,
      status: 'skipped',
      durationMs: null,
      detail: { reason },
      facts: [reason],
    });
  }

  #report(report: StepReport): void {
    this.#reported++;
    this.#onReport(report);
  }
}
