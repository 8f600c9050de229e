import security from './security.md';

/** A text that `rte help` prints and the README links to. */
export interface Topic {
  name: string;
  /** Markdown. */
  text: string;
}

export const topics: readonly Topic[] = [{ name: 'security', text: security }];
