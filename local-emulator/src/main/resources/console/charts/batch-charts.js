// SPDX-License-Identifier: Apache-2.0
// Charts of a run's batches over time: rows and seconds of each.

import { element } from '../dom.js';
import { chart } from './chart.js';
import { withGaps } from './points.js';
import { unitOf } from './units.js';

const PAUSE_MILLIS = 15_000;

export function batchCharts() {
  const rows = chart({ title: 'Rows in each batch', group: 'batches' });
  const seconds = chart({ title: 'Seconds each batch took', group: 'batches' });
  const node = element('div', { class: 'batch-charts', hidden: true }, rows.node, seconds.node);

  /** @param wanted seconds that a batch should take */
  function show(batches, wanted) {
    node.hidden = batches.length === 0;
    if (node.hidden) {
      return;
    }
    const times = batches.map((batch) => Date.parse(batch.at));
    const time = { start: Math.min(...times), end: Math.max(...times, Math.min(...times) + 1000) };
    rows.show({ ...time, unit: unitOf('{row}'), series: seriesOf(batches, (batch) => batch.rows), whole: true });
    seconds.show({ ...time, unit: unitOf('s'), series: seriesOf(batches, (batch) => batch.seconds),
      target: wanted ? { value: wanted, name: `wanted ${wanted} s` } : null });
  }

  return { node, show };
}

/** A series for each direction, with a gap where the run paused. */
function seriesOf(batches, valueOf) {
  const way = (name, back) => ({ name, points: withGaps(batches.filter((batch) => (batch.direction === 'BACK') === back)
    .map((batch) => [Date.parse(batch.at), valueOf(batch) ?? null]), PAUSE_MILLIS) });
  return [way('forward', false), way('rolled back', true)].filter((series) => series.points.length > 0);
}
