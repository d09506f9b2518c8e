// SPDX-License-Identifier: Apache-2.0
// Live table, shown as a list of cards on a phone. Roles are explicit, because some browsers drop them from a table with
// another layout.

import { element, reconcile, setAttribute, setText } from './dom.js';

/**
 * @param caption description of the rows for screen readers
 * @param empty sentence shown if there are no rows
 * @param columns `{label, number, text(item)}` or `{label, create(item), update(content, item)}`; the first names the row
 */
export function liveTable({ caption, empty, columns, keyOf }) {
  const head = element('tr', { role: 'row' });
  for (const column of columns) {
    head.append(element('th', { scope: 'col', role: 'columnheader', class: kind(column) },
      column.hideLabel ? element('span', { class: 'visually-hidden' }, column.label) : column.label));
  }
  const body = element('tbody', { role: 'rowgroup' });
  const table = element('table', { role: 'table' },
    element('caption', { class: 'visually-hidden' }, caption), element('thead', { role: 'rowgroup' }, head), body);
  const nothing = element('p', { class: 'empty' }, empty);

  function create(item) {
    const row = element('tr', { role: 'row' });
    columns.forEach((column, index) => {
      const cell = element(index === 0 ? 'th' : 'td', {
        scope: index === 0 ? 'row' : null,
        role: index === 0 ? 'rowheader' : 'cell',
        class: kind(column),
        'data-label': column.hideLabel ? null : column.label,
      });
      if (column.create) {
        cell.append(column.create(item));
      }
      row.append(cell);
    });
    return row;
  }

  function update(row, item) {
    columns.forEach((column, index) => {
      const cell = row.children[index];
      if (column.update) {
        column.update(cell.firstElementChild, item);
      } else if (column.text) {
        setText(cell, column.text(item));
      }
      if (column.alarm) {
        setAttribute(cell, 'data-alarm', column.alarm(item));
      }
    });
  }

  function show(items) {
    reconcile(body, items, keyOf, create, update);
    table.hidden = items.length === 0;
    nothing.hidden = items.length > 0;
  }

  show([]);
  return { nodes: [table, nothing], show };
}

const kind = (column) => (column.number ? 'number' : column.hideLabel ? 'actions' : null);

/** A name with a quieter line below it; both may be long. */
export const named = {
  create: () => element('div', { class: 'named' }, element('span', { class: 'name' }), element('span', { class: 'quiet' })),
  update(node, name, detail) {
    setText(node.firstElementChild, name);
    setText(node.lastElementChild, detail ?? '');
  },
};
