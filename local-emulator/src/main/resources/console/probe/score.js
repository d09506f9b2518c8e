// SPDX-License-Identifier: Apache-2.0
// Health score: the number with its coverage, its parts with weight, formula and inputs, and its trend.

import { chart } from '../charts/chart.js';
import { withGaps } from '../charts/points.js';
import { unitOf } from '../charts/units.js';
import { element, reconcile, setAttribute, setText } from '../dom.js';
import { count } from '../format.js';
import { share } from './words.js';

const GAP_MILLIS = 3_600_000;

export function scorePanel() {
  const value = element('strong', { class: 'score' }, '–');
  const coverage = element('span', { class: 'quiet' });
  const cap = element('p', { class: 'problem', role: 'status' });
  const parts = element('ul', { class: 'score-parts', 'aria-label': 'Parts of the score' });
  const trend = chart({ title: 'Score over time' });
  const trendBox = element('div', { hidden: true }, trend.node);
  const node = element('div', { class: 'score-panel' }, element('p', { class: 'score-line' }, value, coverage), cap, parts, trendBox);

  return {
    node,
    show(score) {
      const known = typeof score?.score === 'number';
      setText(value, known ? count(Math.floor(score.score)) : 'unknown');
      setAttribute(value, 'data-level', !known ? null : score.score < 50 ? 'bad' : score.score < 80 ? 'wait' : 'good');
      setText(coverage, `of 100 · ${share(score?.coverage)} of it is known`);
      setText(cap, (score?.cappedBy ?? []).length > 0 ? `Capped by a critical breach: ${score.cappedBy.join(', ')}.` : '');
      reconcile(parts, score?.parts ?? [], (part) => part.part, createPart, updatePart);
      showTrend(score?.trend ?? []);
    },
  };

  function showTrend(history) {
    const points = history.filter((entry) => typeof entry.score === 'number').map((entry) => [Date.parse(entry.at), entry.score]);
    trendBox.hidden = points.length < 2;
    if (!trendBox.hidden) {
      trend.show({ start: points[0][0], end: points.at(-1)[0], unit: unitOf('1'), series: [{ name: 'score', points: withGaps(points, GAP_MILLIS) }] });
    }
  }
}

function createPart() {
  return element('li', {}, element('details', {},
    element('summary', {}, element('span', { class: 'part-name' }), element('span', { class: 'quiet' }), element('progress', { max: '100', value: '0' })),
    element('p', { class: 'quiet' }), element('p', { class: 'quiet' }), element('p', { class: 'quiet' })));
}

function updatePart(node, part) {
  const [summary, formula, inputs, figures] = node.firstElementChild.children;
  const [name, told, bar] = summary.children;
  const known = typeof part.value === 'number';
  setText(name, String(part.part).replaceAll('-', ' '));
  setText(told, known ? `${count(Math.floor(part.value))} · weight ${count(part.weight)}` : `unknown · weight ${count(part.weight)}`);
  setAttribute(node, 'data-known', String(known));
  setAttribute(bar, 'value', known ? part.value : 0);
  setAttribute(bar, 'aria-label', `${part.part}: ${known ? count(part.value) : 'unknown'}`);
  setText(formula, `Formula: ${part.formula ?? '–'}.`);
  setText(inputs, known ? `Inputs: ${part.inputsNeeded ?? '–'}.` : part.reason);
  setText(figures, known ? Object.entries(part.inputs ?? {}).map(([key, figure]) => `${key}: ${typeof figure === 'number' ? count(figure) : figure}`).join(' · ') : '');
}
