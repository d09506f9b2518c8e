// SPDX-License-Identifier: Apache-2.0
// A small plot of shares: a line through points, and points with names.

import { drawing, element, setAttribute, setText } from '../dom.js';
import { share } from './words.js';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [340, 200, 44, 12, 12, 40];

/**
 * @param across words below the horizontal axis, `up` beside the vertical one, which goes from 0 to 1
 * @returns `{node, show({line, points})}`: a line is of `[x, y, name]`, points are
 *     `{x, y, name, kind}`; kinds are chosen, today and other
 */
export function plot({ title, across, up }) {
  const canvas = drawing('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': title });
  const words = element('p', { class: 'quiet' });
  const node = element('figure', { class: 'chart plot' }, element('figcaption', {}, element('h3', { class: 'plain' }, title)), canvas, words);

  function show({ line = [], points = [], text = '' }) {
    const most = Math.max(...line.map(([x]) => x), ...points.map((point) => point.x), 0.01);
    const xOf = (x) => LEFT + ((WIDTH - LEFT - RIGHT) * x) / most;
    const yOf = (y) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - y);
    const label = (x, y, content, anchor) => drawing('text', { class: 'node-detail', x, y, 'text-anchor': anchor }, content);
    canvas.replaceChildren(
      ...[0, 0.5, 1].flatMap((y) => [drawing('path', { class: 'plot-grid', d: `M${LEFT} ${yOf(y)}H${WIDTH - RIGHT}` }), label(LEFT - 6, yOf(y) + 4, share(y), 'end')]),
      ...[0, most / 2, most].map((x, index) => label(xOf(x), HEIGHT - BOTTOM + 16, share(x), ['start', 'middle', 'end'][index])),
      label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, across, 'middle'),
      drawing('path', { class: 'plot-line', d: line.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${xOf(x)} ${yOf(y)}`).join('') }),
      ...points.flatMap(({ x, y, name, kind }) => [
        drawing('circle', { class: 'plot-point', 'data-kind': kind, cx: xOf(x), cy: yOf(y), r: kind === 'other' ? 3 : 5.5 }, drawing('title', {}, name)),
        ...(kind === 'other' || !name ? [] : [label(xOf(x) + (x > most * 0.6 ? -9 : 9), yOf(y) + 18, name, x > most * 0.6 ? 'end' : 'start')])]));
    const told = [...points.map((point) => `${point.name}: ${share(point.x)} ${across}, ${share(point.y)} ${up}`),
      ...line.map(([x, y, name]) => (name ? `${name}: ${share(x)} ${across}, ${share(y)} ${up}` : `${share(x)} ${across}: ${share(y)} ${up}`))];
    setAttribute(canvas, 'aria-label', [title, ...told].join('; '));
    setText(words, text);
  }

  return { node, show };
}
