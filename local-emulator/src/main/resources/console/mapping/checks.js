// SPDX-License-Identifier: Apache-2.0
// What a mapping would do: counts, names and ids of a few rows, rows that would share an id, findings and remarks.

import { element, setAttribute, setText } from '../dom.js';
import { count } from '../format.js';
import { findingTable, merged } from '../migration-tables.js';
import { liveTable, named } from '../table.js';

const examples = () => liveTable({
  caption: 'Rows with the name and the id that this mapping gives them',
  empty: 'No rows to show.',
  keyOf: (item) => `${item.table} ${item.id}`,
  columns: [
    { label: 'Row', create: named.create, update: (node, item) => named.update(node, item.id, item.table) },
    { label: 'Name', create: () => element('code', {}), update: (node, item) => setText(node, item.name ?? '') },
    {
      label: 'True id', create: () => element('code', {}),
      update(node, item) {
        setText(node, item.trueId ?? item.problem);
        setAttribute(node, 'class', item.trueId === null ? 'problem' : null);
      },
    },
  ],
});

const collisions = () => liveTable({
  caption: 'Rows of the sample that would share an id',
  empty: 'No two rows of the sample share an id.',
  keyOf: (item) => `${item.table} ${item.trueId}`,
  columns: [
    { label: 'True id', create: named.create, update: (node, item) => named.update(node, item.trueId, item.table) },
    { label: 'Rows', text: (item) => item.ids.join(', ') },
    { label: 'A run', text: (item) => (item.differing === null ? 'compares them, which was not done here' : item.differing.length === 0 ? 'merges them' : `sets one aside, because they differ in ${item.differing.join(', ')}`) },
  ],
});

const remarks = () => liveTable({
  caption: 'Remarks',
  empty: 'Nothing to remark.',
  keyOf: (item) => `${item.subject} ${item.reason}`,
  columns: [{ label: 'Remark', create: named.create, update: (node, item) => named.update(node, item.subject, item.reason) }],
});

const tables = () => liveTable({
  caption: 'Tables that the mapping names',
  empty: 'No tables yet.',
  keyOf: (item) => item.table,
  columns: [
    { label: 'Table', create: named.create, update: (node, item) => named.update(node, item.table, item.role) },
    { label: 'Rows', number: true, text: (item) => `${item.about ? 'about ' : ''}${count(item.rows)}` },
  ],
});

/** A node with `show(suggestion)`. */
export function checkPanel() {
  const parts = [
    ['Tables', tables(), 'tables'], ['Examples', examples(), 'examples'], ['Collisions foreseen', collisions(), 'collisions'],
    ['Findings', findingTable().table, 'findings'], ['Remarks', remarks(), 'warnings'],
  ];
  const node = element('div', { class: 'mapping-checks' },
    ...parts.map(([title, table]) => element('section', { 'aria-label': title }, element('h3', { class: 'plain' }, title), ...table.nodes)));
  return {
    node,
    show(suggestion) {
      parts.forEach(([, table, key]) => table.show(key === 'findings' ? merged(suggestion.findings) : suggestion[key]));
    },
  };
}
