import stringWidth from 'fast-string-width';

import { textLayout } from './text-layout.ts';

/** The layout of texts of any script. That of plain ASCII is known without a look into Unicode. */
export const unicodeLayout = textLayout((text) =>
  /^[ -~]*$/.test(text) ? text.length : stringWidth(text),
);

export const { columnsOf, padded, wrapped, cut } = unicodeLayout;
