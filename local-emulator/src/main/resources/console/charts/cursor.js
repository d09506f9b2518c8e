// SPDX-License-Identifier: Apache-2.0
// A cursor in a chart for the keyboard: arrows move it from point to point, with Shift they select a time, Enter zooms into it.

import { element, setAttribute } from '../dom.js';

const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };
const moment = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' });

/**
 * @param pixelOf distance of a time from the left edge
 * @param tip shows the values at a distance from the left edge; null hides them
 * @param zoom gets the two instants, the earlier first
 * @returns `{node, show({start, end, series, unit})}`
 */
export function cursor(stage, title, { pixelOf, tip, zoom }) {
  const shade = element('div', { class: 'chart-selection', hidden: true });
  const node = element('div', { class: 'chart-cursor', role: 'slider', tabindex: '0', 'aria-label': `Time in ${title}`, 'aria-valuemin': '0', hidden: true },
    shade);
  let shown = { start: 0, end: 0, series: [], unit: null };
  let times = [];
  let at = null;
  let anchor = null;

  node.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key in STEPS) {
      move(STEPS[event.key], event.shiftKey);
    } else if (event.key === 'Enter' && at !== null) {
      zoomIn();
    } else if (event.key === 'Escape' && anchor !== null) {
      anchor = null;
      draw();
    } else {
      return;
    }
    event.preventDefault();
  });
  node.addEventListener('focus', () => move(0, false));
  node.addEventListener('blur', () => {
    at = null;
    anchor = null;
    shade.hidden = true;
    tip(null);
  });

  function move(step, selecting) {
    if (times.length === 0) {
      return;
    }
    const before = at ?? times.at(-1);
    anchor = selecting ? anchor ?? before : null;
    const index = Math.max(0, times.findIndex((time) => time >= before)) + step;
    at = times[Math.max(0, Math.min(times.length - 1, index))];
    draw();
  }

  /** Into the selection; without one, to half of the time around the cursor. */
  function zoomIn() {
    const half = (shown.end - shown.start) / 4;
    const [from, to] = anchor !== null && anchor !== at ? [Math.min(anchor, at), Math.max(anchor, at)]
      : [Math.max(shown.start, at - half), Math.min(shown.end, at + half)];
    anchor = null;
    zoom(from, to);
  }

  function draw() {
    setAttribute(node, 'aria-valuenow', Math.max(0, times.indexOf(at)));
    setAttribute(node, 'aria-valuetext', at === null ? 'no time' : [moment.format(at), ...valuesAt(at)].join('; '));
    shade.hidden = anchor === null || anchor === at;
    if (!shade.hidden) {
      const [left, right] = [pixelOf(Math.min(anchor, at)), pixelOf(Math.max(anchor, at))];
      shade.style.left = `${left}px`;
      shade.style.width = `${right - left}px`;
    }
    if (document.activeElement === node && at !== null) {
      tip(pixelOf(at));
    }
  }

  function valuesAt(time) {
    return shown.series.map(({ name, points }) => [name, points.find(([instant]) => instant === time)?.[1] ?? null])
      .filter(([, value]) => value !== null).slice(0, 8).map(([name, value]) => `${name} ${shown.unit.format(value)}`);
  }

  stage.append(node);
  return {
    node,
    /** Takes what the chart shows; the cursor stays at its time, or goes to the nearest. */
    show(next) {
      shown = next;
      times = [...new Set(next.series.flatMap(({ points }) => points.filter((point) => point[1] !== null).map(([time]) => time)))]
        .filter((time) => time >= next.start && time <= next.end).sort((one, other) => one - other);
      node.hidden = times.length === 0;
      setAttribute(node, 'aria-valuemax', Math.max(0, times.length - 1));
      if (at !== null && times.length > 0) {
        at = times.find((time) => time >= at) ?? times.at(-1);
        anchor = anchor === null ? null : times.find((time) => time >= anchor) ?? times.at(-1);
      }
      draw();
    },
  };
}
