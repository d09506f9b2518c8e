// SPDX-License-Identifier: Apache-2.0
// One row for each field of a proposed mapping: its value, how sure it is and why, alternatives, and a value of one's own.

import { element, setAttribute, setText } from '../dom.js';
import { fieldName, isOptional, LEFT_OUT } from './text.js';

const OWN = 'own';
const LEVELS = { certain: 'good', probable: null, uncertain: 'wait' };

/** `changed` is called after each edit. */
export function fieldList(changed) {
  const node = element('div', { class: 'mapping-fields' });
  let rows = [];
  return {
    node,
    show(choices) {
      rows = choices.map((choice) => row(choice, changed));
      node.replaceChildren(...rows.map((each) => each.node));
    },
    /** Values by field; null for a gap, an empty text for a field that is left out. */
    values: () => rows.map((each) => ({ field: each.field, value: each.value() })),
  };
}

function row(choice, changed) {
  const name = fieldName(choice.field);
  const id = `mapping${choice.field.replaceAll('/', '-')}`;
  const ways = [...(choice.value === null ? [] : [{ value: choice.value, reason: choice.reason }]), ...choice.alternatives];
  const select = element('select', { id, 'aria-describedby': `${id}-reason` },
    ...(choice.value === null ? [element('option', { value: 'gap' }, 'Nothing found: choose')] : []),
    ...ways.map((way, index) => element('option', { value: String(index) }, way.value)),
    element('option', { value: OWN }, 'Write your own…'),
    ...(isOptional(choice.field) ? [element('option', { value: 'out' }, 'Leave it out')] : []));
  const own = element('input', { type: 'text', id: `${id}-own`, 'aria-label': `Own value of ${name}`, autocomplete: 'off', spellcheck: 'false' });
  const ownField = element('div', { class: 'field', hidden: true }, own);
  const state = element('span', { class: 'state' });
  const reason = element('p', { id: `${id}-reason`, class: 'quiet' });
  const way = () => ways[Number(select.value)];

  function showChoice() {
    const first = select.value === '0' && choice.value !== null;
    ownField.hidden = select.value !== OWN;
    setText(state, first ? choice.certainty : select.value === 'gap' ? 'missing' : 'your choice');
    setAttribute(state, 'data-level', first ? LEVELS[choice.certainty] : select.value === 'gap' ? 'bad' : null);
    setText(reason, select.value === 'gap' ? choice.reason : select.value === OWN ? 'An input as the mapping has it: a column, or a section in braces.'
      : select.value === 'out' ? 'The mapping does without it.' : way().reason);
  }
  select.addEventListener('change', () => {
    if (select.value === OWN && own.value === '') {
      own.value = choice.value ?? '';
    }
    showChoice();
    if (select.value === OWN) {
      own.focus();
    }
    changed();
  });
  own.addEventListener('input', changed);
  showChoice();

  return {
    field: choice.field,
    node: element('div', { class: 'mapping-field' },
      element('div', { class: 'mapping-head' }, element('label', { for: id }, name), state), select, ownField, reason),
    value: () => (select.value === 'gap' ? null : select.value === 'out' ? LEFT_OUT : select.value === OWN ? own.value.trim() || null : way().value),
  };
}
