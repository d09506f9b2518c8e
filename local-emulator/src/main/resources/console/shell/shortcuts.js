// SPDX-License-Identifier: Apache-2.0
// Keyboard shortcuts. Keys without Ctrl can be switched off, because speech input may press them by accident.

import { byId, element } from '../dom.js';
import { PAGES, pageOf } from './pages.js';
import { showPalette } from './palette.js';
import { addressOf, go, route } from './router.js';
import { rangeQuery } from './time-range.js';

const STORED = 'truename.single-keys';
const SEQUENCE_MILLIS = 1500;
let prefixAt = 0;

export function openShortcuts() {
  const single = byId('shortcuts-single');
  single.checked = localStorage.getItem(STORED) !== 'off';
  single.addEventListener('change', () => localStorage.setItem(STORED, single.checked ? 'on' : 'off'));
  byId('shortcuts-open').addEventListener('click', showShortcuts);
  const rows = [['Ctrl K', 'Search pages, runs, metrics and functions'], ['?', 'Show these shortcuts'], ['/', 'Go to the query of this page'],
    ['p', 'Pause or resume the log'], ['← →', 'Move through a chart that has the focus'],
    ['Shift ← →', 'Select a time in it'], ['Enter', 'Zoom into that time'], ['Esc', 'Close'],
    ...PAGES.filter((page) => !page.exists).map((page) => [`g ${page.key}`, page.name])];
  byId('shortcuts-list').replaceChildren(...rows.map(([keys, words]) => element('div', {},
    element('dt', {}, ...keys.split(' ').map((key) => element('kbd', {}, key))), element('dd', {}, words))));
  document.addEventListener('keydown', pressed);
}

function showShortcuts() {
  if (!document.querySelector('dialog[open]')) {
    byId('shortcuts').showModal();
  }
}

function pressed(event) {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    showPalette();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !byId('shortcuts-single').checked || isTyping(event.target)
      || document.querySelector('dialog[open]')) {
    return;
  }
  if (act(event.key, Date.now() - prefixAt < SEQUENCE_MILLIS)) {
    event.preventDefault();
  }
}

/** Returns whether the key did something. */
function act(key, afterPrefix) {
  const page = afterPrefix ? PAGES.find((each) => each.key === key) : null;
  prefixAt = key === 'g' ? Date.now() : 0;
  if (page) {
    go(addressOf(page.id, [], rangeQuery(route().query)));
    return true;
  }
  if (key === '?') {
    showShortcuts();
    return true;
  }
  const control = key === '/' ? 'query' : key === 'p' ? 'pause' : null;
  const target = control && pageOf(route().page) ? document.querySelector(`.page:not([hidden]) [data-key="${control}"]`) : null;
  if (target) {
    target.focus();
    if (control === 'pause') {
      target.click();
    }
  }
  return Boolean(target);
}

/** A field of a closed dialog keeps the focus until the next frame, but nobody types there. */
const isTyping = (node) => node instanceof HTMLElement && node.checkVisibility()
  && (node.isContentEditable || node.matches('textarea, select, input:not([type="checkbox"]):not([type="file"])'));
