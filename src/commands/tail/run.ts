import { coloursOf } from '../../render/colours.ts';
import { usageError } from '../../errors.ts';
import { EntityNames } from '../../events/entity-names.ts';
import { createRenderer } from '../../render/output-form.ts';
import type { OutputForm } from '../../render/renderer.ts';
import { shortName } from '../../render/values.ts';
import type { CommandContext } from '../context.ts';
import { readDuration } from '../duration.ts';
import { readSize } from '../size.ts';
import { openSource, type Source } from '../source.ts';
import { readContent, type Content } from './content.ts';
import { Notes, type Loudness } from './notes.ts';
import type { TailOptions } from './options.ts';
import { Pipeline } from './pipeline.ts';
import { readSelection } from './selection.ts';
import { TailRun } from './tail-run.ts';

/**
 * Streams events: flags become a selection, what matters of the content, and a form; then it runs.
 *
 * @throws RteError, or the reason of the context's signal.
 */
export async function runTail(options: TailOptions, context: CommandContext): Promise<void> {
  checkCombinations(options);
  const limits = {
    timeoutMs: await readDuration('--timeout', options.timeout),
    forMs: await readDuration('--for', options.for),
    maxMessageBytes: await readSize('--max-message', options.maxMessage),
  };
  const source = await openSource(options, context);
  try {
    const names = new EntityNames(source.names);
    const content = readContent(options, source);
    const selection = await readSelection(options, source, context.signal);
    const notes = await createNotes(options, source, names, context);
    const pipeline = await createPipeline(options, content, names, notes, context);
    await new TailRun({ options, limits, selection, source, pipeline, notes, context }).run();
  } finally {
    await source.close();
  }
}

function checkCombinations({ meta, output, quiet, verbose }: TailOptions): void {
  if (meta && output !== undefined && output !== 'ndjson') {
    throw usageError(`--meta has no place in -o ${output}.`, 'It goes with -o ndjson.');
  }
  if (quiet && verbose) {
    throw usageError('--quiet and --verbose exclude each other.', 'Leave one of them out.');
  }
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
  { output, meta = false, changes = false, timestamps, utc = false, count }: TailOptions,
  { conditions, fields }: Content,
  names: EntityNames,
  notes: Notes,
  { terminal: { stdout } }: CommandContext,
): Promise<Pipeline> {
  const form: OutputForm = output ?? (stdout.isTTY && !meta ? 'lines' : 'ndjson');
  const colours = await coloursOf(stdout.colorLevel);
  const width = stdout.isTTY ? stdout.columns : Number.POSITIVE_INFINITY;
  return new Pipeline({
    renderer: await createRenderer(form, { colours, width, timestamps, utc, names, fields, meta }),
    conditions,
    changesOnly: changes,
    readsContent: form !== 'ndjson' || conditions.length > 0 || changes,
    mostEvents: count ?? Number.POSITIVE_INFINITY,
    onUndecodable: (text) => notes.undecodable(text),
    onTooLong: (bytes) => notes.tooLong(bytes),
  });
}
