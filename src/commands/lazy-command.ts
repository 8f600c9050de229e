import { Command, type HelpContext } from 'commander';

/**
 * A command whose flags are declared once it is asked for: to declare those of all commands takes
 * each start 0.07 of the time that Node itself starts in.
 */
export class LazyCommand extends Command {
  readonly #declare: (command: Command) => void;
  #isDeclared = false;

  constructor(name: string, declare: (command: Command) => void) {
    super(name);
    this.#declare = declare;
  }

  /** Declares what the command takes, unless that was done. */
  declareFlags(): void {
    if (this.#isDeclared) return;
    this.#isDeclared = true;
    this.#declare(this);
  }

  override helpInformation(context?: HelpContext): string {
    this.declareFlags();
    return super.helpInformation(context);
  }
}
