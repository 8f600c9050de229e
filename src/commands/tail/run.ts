import { coloursOf } from '../../render/colours.ts';
import { usageError } from '../../errors.ts';
import { EntityNames } from '../../events/entity-names.ts';
import { createRenderer } from '../../render/output-form.ts';
import type { OutputForm, RenderOptions } from '../../render/renderer.ts';
import { layoutWidth } from '../../terminal/layout-width.ts';
import { isPlainName } from '../event-pattern.ts';
import { shortName } from '../../render/values.ts';
import type { CommandContext } from '../context.ts';
import { readSize } from '../size.ts';
import { openSource, type Source } from '../source.ts';
import { readContent, type Content } from './content.ts';
import { armLimits, readLimits } from './limits.ts';
import { Notes, type Loudness } from './notes.ts';
import type { TailOptions } from './options.ts';
import { Pipeline } from './pipeline.ts';
import { checkConditions, readSelection } from './selection.ts';
import { TailRun } from './tail-run.ts';

/**
 * Streams events: flags become a selection, what matters of the content, and a form; then it runs.
 *
 * @throws RteError, or the reason of the context's signal.
 */
export async function runTail(options: TailOptions, context: CommandContext): Promise<void> {
  checkCombinations(options, formOf(options, context) === 'lines');
  const maxMessageBytes = await readSize('--max-message', options.maxMessage);
  const limits = armLimits(await readLimits(options), context);
  const source = await openSource(options, context);
  try {
    const names = new EntityNames(source.names);
    const content = readContent(options, source);
    const selection = await readSelection(options, source, context);
    const whereFields = [...new Set(content.conditions.map(({ field }) => field))];
    checkConditions(whereFields, selection);
    const notes = await createNotes(options, source, names, context);
    const pipeline = await createPipeline(options, content, names, notes, context);
    const bounds = { limits, maxMessageBytes };
    const parts = { options, ...bounds, selection, source, pipeline, notes, context };
    await new TailRun(parts).run();
  } finally {
    await source.close();
  }
}

function checkCombinations(
  { meta, output, quiet, verbose, wrap, fields }: TailOptions,
  isLines: boolean,
): void {
  if (meta && output !== undefined && output !== 'ndjson') {
    throw usageError(`--meta has no place in -o ${output}.`, 'It goes with -o ndjson.');
  }
  if (wrap && !isLines && (output !== 'table' || fields !== undefined)) {
    throw usageError('--wrap is for lines, and for the headings of cards.', 'Add -o lines.');
  }
  if (quiet && verbose) {
    throw usageError('--quiet and --verbose exclude each other.', 'Leave one of them out.');
  }
}

/** Lines on a terminal, else NDJSON, unless told. */
function formOf(
  { output, meta = false }: Pick<TailOptions, 'output' | 'meta'>,
  { terminal: { stdout } }: Pick<CommandContext, 'terminal'>,
): OutputForm {
  return output ?? (stdout.isTTY && !meta ? 'lines' : 'ndjson');
}

async function createNotes(
  { quiet, verbose, utc = false }: TailOptions,
  { user }: Source,
  names: EntityNames,
  { terminal: { stderr } }: CommandContext,
): Promise<Notes> {
  const loudness: Loudness = quiet ? 'quiet' : verbose ? 'verbose' : 'normal';
  const colours = await coloursOf(stderr.colorLevel);
  const nameOf = (id: string): string => shortName(id, names);
  return new Notes({ stderr, colours, loudness, utc, user, nameOf });
}

async function createPipeline(
  {
    output,
    meta = false,
    changes = false,
    wrap = false,
    event = [],
    timestamps,
    utc = false,
    count,
  }: TailOptions,
  { conditions, fields }: Content,
  names: EntityNames,
  notes: Notes,
  { terminal }: CommandContext,
): Promise<Pipeline> {
  const { stdout } = terminal;
  const form = formOf({ output, meta }, { terminal });
  const colours = await coloursOf(stdout.colorLevel);
  const renderOptions: RenderOptions = {
    get width() {
      return layoutWidth(terminal, Number.POSITIVE_INFINITY);
    },
    get rows() {
      return stdout.isTTY ? stdout.rows : Number.POSITIVE_INFINITY;
    },
    overflow: wrap ? 'wrap' : stdout.isTTY ? 'cut' : 'run on',
    isMixed: event.length !== 1 || !event.every(isPlainName),
    colours,
    timestamps,
    utc,
    names,
    fields,
    meta,
  };
  return new Pipeline({
    renderer: await createRenderer(form, renderOptions),
    conditions,
    changesOnly: changes,
    readsContent: form !== 'ndjson' || conditions.length > 0 || changes,
    mostEvents: count ?? Number.POSITIVE_INFINITY,
    onUndecodable: (text) => notes.undecodable(text),
    onTooLong: (bytes) => notes.tooLong(bytes),
  });
}
