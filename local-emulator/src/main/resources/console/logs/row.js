// SPDX-License-Identifier: Apache-2.0
// One log entry: a line, and its fields once it is open.

import { copy } from '../copyable.js';
import { element, setAttribute } from '../dom.js';
import { timeOfDay } from '../format.js';
import { cloudNow } from '../shell/clock.js';
import { addressOf } from '../shell/router.js';

const DAY_MILLIS = 86_400_000;
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** @param actions `{toggle(entry), only(filter)}` */
export function row(entry, actions) {
  const time = element('time', { datetime: entry.instant, title: entry.instant }, clock(entry));
  const line = element('button', { type: 'button', class: 'log-line', 'aria-expanded': 'false' },
    time, element('span', { class: 'severity' }, entry.severity), element('span', { class: 'source' }, entry.source),
    element('span', { class: 'message' }, entry.message, entry.details ? element('span', { class: 'fields' }, ` ${entry.details}`) : ''));
  const node = element('li', { 'data-severity': entry.severity, 'data-id': entry.id, 'data-own': entry.own }, line);
  line.addEventListener('click', () => actions.toggle(entry));
  node.only = actions.only;
  return node;
}

export function updateRow(node, entry, open) {
  setAttribute(node, 'data-open', open);
  setAttribute(node.firstElementChild, 'aria-expanded', String(open));
  if (open && node.children.length === 1) {
    node.append(detail(entry, node.only));
  } else if (!open && node.children.length > 1) {
    node.lastElementChild.remove();
  }
}

function clock(entry) {
  const fraction = /\.(\d{1,3})/.exec(entry.instant ?? '')?.[1] ?? '';
  const day = Math.abs(cloudNow() - entry.time) < DAY_MILLIS ? '' : `${date.format(entry.time)} `;
  return `${day}${timeOfDay(entry.instant)}.${fraction.padEnd(3, '0')}`;
}

function detail(entry, only) {
  const ofTrace = addressOf('logs', [], { query: `trace=${JSON.stringify(entry.trace)}`, range: '1d' });
  const trace = entry.trace ? element('a', { class: 'button', href: ofTrace }, 'Show this trace') : '';
  const json = element('button', { type: 'button' }, 'Copy as JSON');
  json.addEventListener('click', () => copy(JSON.stringify(entry.raw, null, 2), 'entry'));
  const fields = element('dl', { class: 'log-fields' }, ...entry.fields.map(([path, value, filter]) => {
    const name = `Only entries with ${filter}`;
    const button = element('button', { type: 'button', class: 'copy', 'aria-label': name, title: name }, 'Only these');
    button.addEventListener('click', () => only(filter));
    return element('div', {}, element('dt', {}, path), element('dd', {}, element('span', {}, value), button));
  }));
  return element('div', { class: 'log-detail' }, element('div', { class: 'buttons' }, trace, json), fields);
}
