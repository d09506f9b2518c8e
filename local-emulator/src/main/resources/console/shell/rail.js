// SPDX-License-Identifier: Apache-2.0
// The rail: a link to each page, with a mark on the current page and on pages that need attention.

import { byId, drawing, element, reconcile, setAttribute, setText } from '../dom.js';
import { addressOf } from './router.js';
import { presentPages } from './pages.js';
import { rangeQuery } from './time-range.js';

let status = null;
let current = null;
let marks = new Map();

/** Marks the current page. Links keep the time range. */
export function showCurrent(route) {
  current = route;
  draw();
}

/** @param wanted ids of pages that need attention -> how many things do */
export function showAttention(next, wanted) {
  status = next;
  marks = wanted;
  draw();
}

let seen = null;

function draw() {
  reconcile(byId('rail'), presentPages(status), (page) => page.id, create, update);
  // On a narrow screen the rail scrolls; a reader who scrolls it is left alone.
  const here = byId('rail').querySelector('[aria-current="page"]');
  if (here && here !== seen) {
    here.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
  seen = here;
}

function create(page) {
  const icon = drawing('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' }, drawing('path', { d: page.icon }));
  return element('li', {}, element('a', {}, icon, element('span', { class: 'rail-name' }, page.name),
    element('span', { class: 'rail-mark', hidden: true })));
}

function update(node, page) {
  const link = node.firstElementChild;
  const mark = link.lastElementChild;
  const wanting = marks.get(page.id) ?? 0;
  setAttribute(link, 'href', addressOf(page.id, [], rangeQuery(current?.query)));
  setAttribute(link, 'aria-current', current?.page === page.id ? 'page' : null);
  setAttribute(link, 'title', `${page.name} (g ${page.key})`);
  setText(mark, wanting > 0 ? wanting : '');
  setAttribute(mark, 'aria-label', wanting > 0 ? `${wanting} to look at` : null);
  setAttribute(mark, 'role', wanting > 0 ? 'img' : null);
  mark.hidden = wanting === 0;
}
