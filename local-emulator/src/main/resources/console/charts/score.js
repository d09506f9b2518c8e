// SPDX-License-Identifier: Apache-2.0
// A score: the newest value of a series, red beyond its threshold, with its course or how full it is.

import { drawing, element, setAttribute, setText } from '../dom.js';
import { summaryOf } from './points.js';

/** @param gauge whether 0 to 1 is shown as a bar instead of the course */
export function scoreCard(title, gauge) {
  const value = element('strong', { class: 'score' }, '–');
  const limit = element('span', { class: 'quiet' });
  const note = element('p', { class: 'quiet' });
  const line = drawing('path');
  const course = gauge ? element('meter', { min: '0', max: '1', 'aria-label': title })
    : drawing('svg', { viewBox: '0 0 100 24', preserveAspectRatio: 'none', class: 'spark', 'aria-hidden': 'true' }, line);
  const node = element('figure', { class: 'chart score-card', 'data-state': 'loading' },
    element('figcaption', {}, element('h3', { class: 'plain' }, title)), element('p', { class: 'score-line' }, value, limit), course, note);

  return {
    node,
    show(model) {
      const points = model.series[0]?.points ?? [];
      const summary = summaryOf(points);
      const { target } = model;
      const bad = summary !== null && target && (target.below ? summary.last < target.value : summary.last > target.value);
      node.dataset.state = 'drawn';
      setText(value, summary === null ? '–' : model.unit.format(summary.last));
      setAttribute(value, 'data-level', summary === null || !target ? null : bad ? 'bad' : 'good');
      setText(limit, target ? `${target.below ? 'at least' : 'at most'} ${model.unit.format(target.value)}` : '');
      setText(note, summary === null ? 'No values in this time.' : '');
      if (gauge) {
        course.value = Math.max(0, Math.min(1, summary?.last ?? 0));
        course.hidden = summary === null;
      } else {
        line.setAttribute('d', summary === null ? '' : courseOf(points, model, summary));
      }
    },
    say(text) {
      setText(note, text);
    },
    dispose() {},
  };
}

/** A line that has a gap where there is no value. */
function courseOf(points, { start, end }, { least, most }) {
  const height = most - least || 1;
  return points.map(([time, value], at) => (value === null ? ''
    : `${(points[at - 1]?.[1] ?? null) === null ? 'M' : 'L'}${((100 * (time - start)) / (end - start)).toFixed(1)},${(22 - (20 * (value - least)) / height).toFixed(1)}`))
    .join('');
}
