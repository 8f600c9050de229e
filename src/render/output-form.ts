import { columnsRenderer } from './columns.ts';
import { linesRenderer } from './lines.ts';
import { ndjsonRenderer } from './ndjson.ts';
import type { OutputForm, Renderer, RenderOptions } from './renderer.ts';

/** The renderer of an output form. */
export async function createRenderer(form: OutputForm, options: RenderOptions): Promise<Renderer> {
  switch (form) {
    case 'lines':
      return linesRenderer(options);
    case 'table':
      if (options.fields.length > 0) return columnsRenderer(options);
      return (await import('./card.ts')).cardRenderer(options);
    case 'ndjson':
      return ndjsonRenderer(options);
  }
}
