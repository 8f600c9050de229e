import type { OutputForm, TimestampForm } from '../../render/renderer.ts';
import type { SourceFlags } from '../source.ts';

/** The flags of `rte tail`, as commander hands them over. */
export interface TailOptions extends SourceFlags {
  user?: string[];
  queue?: string[];
  callList?: string[];
  event?: string[];
  excludeEvent?: string[];
  subscriptions?: string;
  output?: OutputForm | undefined;
  fields?: string[];
  where?: string[];
  changes?: boolean;
  meta?: boolean;
  wrap?: boolean;
  timestamps: TimestampForm;
  utc?: boolean;
  count?: number;
  /** A duration as it was written, as `for`. */
  timeout?: string;
  for?: string;
  wait?: boolean;
  maxReconnects?: number;
  strict?: boolean;
  failOnGap?: boolean;
  /** A size as it was written. */
  maxMessage?: string;
  quiet?: boolean;
}
