import { ndjsonRenderer } from './ndjson.ts';
import type { OutputForm, Renderer, RenderOptions } from './renderer.ts';

/** The renderer of an output form; what the others need is not loaded. */
export async function createRenderer(form: OutputForm, options: RenderOptions): Promise<Renderer> {
  switch (form) {
    case 'lines':
      return (await import('./lines.ts')).linesRenderer(options);
    case 'table':
      if (options.fields.length > 0) return (await import('./columns.ts')).columnsRenderer(options);
      return (await import('./card.ts')).cardRenderer(options);
    case 'ndjson':
      return ndjsonRenderer(options);
  }
}
