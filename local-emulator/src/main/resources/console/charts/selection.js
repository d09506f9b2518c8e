// SPDX-License-Identifier: Apache-2.0
// Selects a time in a chart by dragging with the mouse. A finger scrolls the page instead.

import { element } from '../dom.js';

const SHORTEST_PIXELS = 6;

/**
 * @param timeAt time at a distance from the left edge
 * @param chosen gets the two instants, the earlier first
 */
export function selection(stage, timeAt, chosen) {
  const shade = element('div', { class: 'chart-selection', hidden: true });
  stage.append(shade);
  let from = null;

  const at = (event) => Math.max(0, Math.min(event.clientX - stage.getBoundingClientRect().left, stage.clientWidth));

  stage.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'mouse' && event.button === 0) {
      from = at(event);
      // The browser's own drag and text selection stay out of the way.
      event.preventDefault();
    }
  });
  window.addEventListener('pointermove', (event) => {
    if (from !== null) {
      const to = at(event);
      shade.hidden = Math.abs(to - from) < SHORTEST_PIXELS;
      shade.style.left = `${Math.min(from, to)}px`;
      shade.style.width = `${Math.abs(to - from)}px`;
    }
  });
  window.addEventListener('pointerup', (event) => {
    if (from === null) {
      return;
    }
    const [start, end] = [from, at(event)].sort((one, other) => one - other);
    from = null;
    shade.hidden = true;
    if (end - start >= SHORTEST_PIXELS) {
      chosen(timeAt(start), timeAt(end));
    }
  });
}
