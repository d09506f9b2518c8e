// SPDX-License-Identifier: Apache-2.0
// The numbers of a chart as a table, for reading and for those who cannot see the chart.

import { element } from '../dom.js';
import { liveTable } from '../table.js';
import { summaryOf } from './points.js';

/** A node with `show(model)`. */
export function valueTable() {
  let unit = { format: String };
  const value = (label, key) => ({ label, number: true, text: (item) => (item.summary === null ? '–' : unit.format(item.summary[key])) });
  const table = liveTable({
    caption: 'Series with their values in this time',
    empty: 'No series.',
    keyOf: (item) => item.name,
    columns: [{ label: 'Series', text: (item) => item.name }, value('Last', 'last'), value('Mean', 'mean'), value('Least', 'least'), value('Most', 'most')],
  });
  return {
    node: element('div', { class: 'value-table' }, ...table.nodes),
    show(model) {
      unit = model.unit;
      table.show(model.series.map((series) => ({ name: series.name, summary: summaryOf(series.points) })));
    },
  };
}
