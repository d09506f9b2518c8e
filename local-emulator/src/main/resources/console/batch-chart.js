// SPDX-License-Identifier: Apache-2.0
// Two small charts, one above the other, with a point for each batch: its size and its duration.

import { drawing, element, setAttribute, setText } from './dom.js';
import { count, shortSeconds } from './format.js';

const WIDTH = 600;
const HEIGHT = 64;
const MOST_POINTS = 200;

export function batchChart() {
  const rows = chart('Rows in each batch', (batch) => batch.rows, count);
  const seconds = chart('Seconds each batch took', (batch) => batch.seconds, shortSeconds);
  const nothing = element('p', { class: 'empty' }, 'No batches yet.');
  const node = element('div', { class: 'batch-charts' }, nothing, rows.node, seconds.node);

  /** `target` is drawn as a line across the lower chart. */
  function show(batches, target) {
    const latest = batches.slice(-MOST_POINTS);
    nothing.hidden = latest.length > 0;
    rows.show(latest, null);
    seconds.show(latest, target);
  }

  show([], null);
  return { node, show };
}

function chart(title, valueOf, words) {
  const line = drawing('path', { class: 'chart-line' });
  const targetLine = drawing('path', { class: 'chart-target' });
  const back = drawing('path', { class: 'chart-back' });
  const svg = drawing('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': title,
  }, back, targetLine, line);
  const caption = element('span', { class: 'quiet' });
  const node = element('figure', { class: 'chart' },
    element('figcaption', {}, element('span', {}, title), caption), svg);

  function show(batches, target) {
    node.hidden = batches.length === 0;
    if (node.hidden) {
      return;
    }
    const values = batches.map((batch) => valueOf(batch) ?? 0);
    const most = Math.max(...values);
    const top = Math.max(most, target ?? 0) || 1;
    const step = WIDTH / Math.max(1, batches.length);
    const y = (value) => (HEIGHT - 2 - (HEIGHT - 6) * (value / top)).toFixed(1);
    setAttribute(line, 'd', values.map((value, at) => `${at === 0 ? 'M' : 'L'}${(at * step).toFixed(1)} ${y(value)}`
      + `H${((at + 1) * step).toFixed(1)}`).join(''));
    setAttribute(targetLine, 'd', target ? `M0 ${y(target)}H${WIDTH}` : null);
    setAttribute(back, 'd', batches.map((batch, at) => (batch.direction === 'BACK'
      ? `M${(at * step).toFixed(1)} 0h${step.toFixed(1)}v${HEIGHT}h-${step.toFixed(1)}z` : '')).join('') || null);
    const told = `last ${words(values.at(-1))}, most ${words(most)}${target ? `, wanted ${words(target)}` : ''}`;
    setText(caption, told);
    setAttribute(svg, 'aria-label', `${title}, the latest ${batches.length}: ${told}`);
  }

  return { node, show };
}
