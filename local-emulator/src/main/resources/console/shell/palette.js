// SPDX-License-Identifier: Apache-2.0
// Command palette: finds pages, runs, metrics, functions, topics and log lines. Ctrl-K or Cmd-K opens it.

import { byId, element, setAttribute, setText } from '../dom.js';
import { presentPages } from './pages.js';
import { addressOf, go } from './router.js';
import { runsToFind, metricsToFind } from './palette-sources.js';

const MOST = 12;
let statusNow = () => null;
let more = [];
let found = [];
let active = 0;

export function openPalette(status) {
  statusNow = status;
  const text = byId('palette-text');
  byId('palette-open').addEventListener('click', showPalette);
  text.addEventListener('input', () => search());
  text.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      activate((active + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % Math.max(1, found.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      take(found[active]);
    }
  });
  byId('palette').addEventListener('click', (event) => {
    if (event.target === byId('palette')) {
      byId('palette').close();
    }
  });
}

export async function showPalette() {
  if (byId('palette').open || document.querySelector('dialog[open]')) {
    return;
  }
  byId('palette-text').value = '';
  byId('palette').showModal();
  search();
  more = (await Promise.all([runsToFind(statusNow()), metricsToFind()])).flat();
  search(active === 0 && found[0]?.always ? null : found[active]);
}

/** Everything that can be found, `{kind, name, detail, address}`. */
function everything(text) {
  const status = statusNow();
  const functions = (status?.functions ?? []).map(({ name, state }) =>
    ({ kind: 'Function', name, detail: String(state ?? '').toLowerCase(), address: addressOf('functions', [name]) }));
  const topics = (status?.topics ?? []).map(({ name }) => ({ kind: 'Topic', name, detail: '', address: addressOf('messaging', [name]) }));
  const pages = presentPages(status).map(({ id, name, key }) => ({ kind: 'Page', name, detail: `g ${key}`, address: addressOf(id) }));
  const logs = text === '' ? [] : [{ kind: 'Log', name: `Lines with “${text}”`, detail: '', always: true,
    address: addressOf('logs', [], { query: JSON.stringify(text) }) }];
  return [...pages, ...functions, ...topics, ...more, ...logs];
}

/**
 * Lists what matches. `chosen`, if given, stays the active option: answers that arrive late must not take a reader's choice away. Only
 * the search in the log gives way to anything that is found.
 */
function search(chosen = null) {
  const text = byId('palette-text').value.trim();
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  found = everything(text).filter((item) => item.always || words.every((word) => `${item.kind} ${item.name} ${item.detail}`.toLowerCase().includes(word)));
  // The search in the log is the last resort, but always there.
  found = found.length > MOST ? [...found.slice(0, MOST - 1), found.at(-1)] : found;
  byId('palette-list').replaceChildren(...found.map(optionNode));
  setText(byId('palette-empty'), found.length === 0 ? 'Nothing has this name.' : '');
  activate(Math.max(0, found.findIndex((item) => item.address === chosen?.address)));
}

function optionNode(item, index) {
  const node = element('li', { role: 'option', id: `palette-option-${index}`, 'aria-selected': 'false' },
    element('span', { class: 'option-kind' }, item.kind), element('span', { class: 'option-name' }, item.name),
    element('span', { class: 'quiet' }, item.detail ?? ''));
  node.addEventListener('click', () => take(item));
  return node;
}

function activate(next) {
  active = next;
  [...byId('palette-list').children].forEach((node, index) => setAttribute(node, 'aria-selected', String(index === active)));
  setAttribute(byId('palette-text'), 'aria-activedescendant', found.length > 0 ? `palette-option-${active}` : null);
  byId('palette-list').children[active]?.scrollIntoView({ block: 'nearest' });
}

function take(item) {
  if (item) {
    byId('palette').close();
    go(item.address);
  }
}
