// SPDX-License-Identifier: Apache-2.0
// Histogram of the shown entries over time, stacked by severity.

import { chart } from '../charts/chart.js';
import { unitOf } from '../charts/units.js';
import { choose } from '../shell/time-range.js';
import { rankOf } from './entries.js';

const BUCKETS = 60;
const LEVELS = [['error', 5, '--bad'], ['warning', 4, '--wait'], ['info', 2, '--accent'], ['other', 0, '--edge']];
const EVERY_MILLIS = 1000;

export function logHistogram() {
  const view = chart({ title: 'Entries over time', onZoom: choose, figures: false });
  let drawnAt = 0;
  let timer = 0;

  /** Draws at most once a second. */
  function show(entries, range) {
    clearTimeout(timer);
    const wait = drawnAt + EVERY_MILLIS - Date.now();
    if (wait > 0) {
      timer = setTimeout(() => show(entries, range), wait);
      return;
    }
    drawnAt = Date.now();
    const time = range();
    view.show({ ...time, bars: true, whole: true, unit: { ...unitOf('1'), name: 'entries' }, series: buckets(entries, time),
      nothing: 'No entries in this time.' });
  }

  return { node: view.node, show };
}

/** Series of `[middle of a bucket, entries]`, one for each level that occurs. */
export function buckets(entries, { start, end }) {
  const width = (end - start) / BUCKETS;
  const counts = LEVELS.map(() => new Array(BUCKETS).fill(0));
  for (const entry of entries) {
    const bucket = Math.floor((entry.time - start) / width);
    if (bucket >= 0 && bucket < BUCKETS) {
      counts[LEVELS.findIndex(([, rank]) => rankOf(entry.severity) >= rank)][bucket]++;
    }
  }
  return LEVELS.map(([name, , color], level) => ({ name, color, points: counts[level].map((count, at) => [start + (at + 0.5) * width, count]) }))
    .filter((series) => series.points.some(([, count]) => count > 0)).reverse();
}
