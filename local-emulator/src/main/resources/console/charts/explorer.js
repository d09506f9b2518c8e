// SPDX-License-Identifier: Apache-2.0
// Form of a query of one metric.

import { element, reconcile, setText } from '../dom.js';
import { groupOf, shortName } from './metric-names.js';
import { alignersOf, groupsOf, reducersOf, valuesOf, words } from './query.js';

const VALUES = { sum: 'Sum a second', count: 'Count a second', mean: 'Mean' };

/** @param changed gets the query when a control changes */
export function explorer(changed) {
  const metric = element('select', { id: 'metric' });
  const aligner = element('select', { id: 'aligner' });
  const reducer = element('select', { id: 'reducer' });
  const value = element('select', { id: 'value' });
  const valueField = field('Value', value);
  const filter = element('input', {
    type: 'text', id: 'metric-filter', spellcheck: 'false', autocapitalize: 'none', placeholder: 'metric.labels.code="200"', 'data-key': 'query',
  });
  const groups = element('div', { class: 'checks' });
  const about = element('p', { class: 'quiet' });
  const rest = element('div', { class: 'explorer-rest' }, field('Aligner', aligner), field('Reducer', reducer), valueField,
    element('fieldset', {}, element('legend', {}, 'Group by'), groups), field('Filter', filter, 'grow'));
  const node = element('form', { class: 'explorer' }, field('Metric', metric, 'grow'), rest, about);
  let descriptor = null;

  node.addEventListener('submit', (event) => {
    event.preventDefault();
    changed(current());
  });
  metric.addEventListener('change', () => changed(metric.value === '' ? {} : { metric: metric.value }));
  [aligner, reducer, value].forEach((select) => select.addEventListener('change', () => changed(current())));
  groups.addEventListener('change', () => changed(current()));
  filter.addEventListener('change', () => changed(current()));

  function current() {
    return { metric: metric.value, aligner: aligner.value, reducer: reducer.value, value: valueField.hidden ? '' : value.value, filter: filter.value.trim(),
      groupBy: [...groups.querySelectorAll('input:checked')].map((box) => box.value) };
  }

  return {
    node,
    /** Lists the metrics, in groups. */
    offer(descriptors) {
      const byGroup = new Map();
      descriptors.forEach((item) => byGroup.set(groupOf(item.type), [...(byGroup.get(groupOf(item.type)) ?? []), item]));
      const none = element('option', { value: '' }, descriptors.length > 0 ? 'Ready panels' : 'No metrics yet');
      const option = ({ type }) => element('option', { value: type }, shortName(type));
      metric.replaceChildren(none, ...[...byGroup].sort()
        .map(([group, items]) => element('optgroup', { label: group }, ...items.map(option))));
    },
    /** Shows a query; null is none. */
    show(query, found) {
      descriptor = found;
      rest.hidden = query === null || found === null;
      metric.value = query?.metric ?? '';
      setText(about, query === null ? '' : found === null ? 'Nothing has written this metric yet.' : found.description);
      if (query === null || found === null) {
        return;
      }
      options(aligner, alignersOf(descriptor), query.aligner);
      options(reducer, reducersOf(descriptor, query.aligner), query.reducer);
      reconcile(groups, groupsOf(descriptor), (label) => `${descriptor.type} ${label}`, (label) => element('label', { class: 'check' },
        element('input', { type: 'checkbox', value: label }), label.replace(/^(metric|resource)\.labels\./, '')), (label, name) => {
        label.firstElementChild.checked = query.groupBy.includes(name);
      });
      const values = valuesOf(descriptor, query);
      valueField.hidden = values.length === 0;
      options(value, values, query.value ?? values[0], VALUES);
      filter.value = query.filter;
    },
  };
}

function field(label, control, more = '') {
  return element('div', { class: `field ${more}`.trim() }, element('label', { for: control.id }, label), control);
}

function options(select, names, chosen, titles = {}) {
  reconcile(select, names.includes(chosen) || !chosen ? names : [chosen, ...names], (name) => name,
    (name) => element('option', { value: name }, titles[name] ?? words(name)), () => {});
  select.value = chosen ?? '';
}
