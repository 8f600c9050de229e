/**
 * What a part of the bench found.
 *
 * @typedef {{ title: string, about?: string, tables: Record<string, string | number>[][],
 *   goals?: Goal[], notes?: string[] }} Part
 * @typedef {{ goal: string, wanted: string, measured: string, isMet: boolean }} Goal
 */

/** @param {Part} part @returns {string} Markdown. */
export function markdown({ title, about, tables, notes = [] }) {
  const blocks = [`## ${title}`, about, ...tables.map(table), ...notes];
  return `${blocks.filter((block) => block !== undefined && block !== '').join('\n\n')}\n`;
}

/** @param {Goal[]} goals @returns {string} Markdown. */
export function goalsMarkdown(goals) {
  if (goals.length === 0) return '';
  const rows = goals.map(({ goal, wanted, measured, isMet }) => ({
    goal,
    wanted,
    measured,
    '': isMet ? 'met' : '**not met**',
  }));
  return `## Goals\n\n${table(rows)}\n`;
}

function table(rows) {
  const names = Object.keys(rows[0] ?? {});
  return [
    line(names),
    line(names.map(() => '---')),
    ...rows.map((row) => line(names.map((name) => row[name] ?? ''))),
  ].join('\n');
}

function line(cells) {
  return `| ${cells.join(' | ')} |`;
}

/**
 * @param {string} goal
 * @param {number} measured
 * @param {{ least?: number, most?: number, unit?: string }} bounds
 * @returns {Goal}
 */
export function judge(goal, measured, { least, most, unit = '×' }) {
  const written = (value) => `${Math.round(value * 100) / 100}${unit}`;
  const isMet = measured >= (least ?? -Infinity) && measured <= (most ?? Infinity);
  const wanted = least === undefined ? `≤ ${written(most)}` : `≥ ${written(least)}`;
  return { goal, wanted, measured: Number.isNaN(measured) ? '–' : written(measured), isMet };
}
