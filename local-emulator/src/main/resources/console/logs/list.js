// SPDX-License-Identifier: Apache-2.0
// List of log entries that has nodes only for those in sight, so that it stays quick with ten thousand of them. An entry opens
// in place.

import { element, reconcile, setAttribute, setText } from '../dom.js';
import { row, updateRow } from './row.js';

const MOST = 10_000;
const BEYOND = 8;
const AT_END_PIXELS = 24;
const narrow = matchMedia('(max-width: 47.99rem)');

/** @param actions passed on to each row */
export function logList(actions) {
  const lines = element('ol', { class: 'log-lines', 'aria-label': 'Log lines' });
  const empty = element('p', { class: 'empty' });
  const scroll = element('div', { class: 'log-scroll', tabindex: '0', role: 'region', 'aria-label': 'Log entries' }, empty, lines);
  /** id -> height beyond that of a closed row. */
  const opened = new Map();
  let entries = [];
  let following = true;
  let asked = false;

  const height = () => parseFloat(getComputedStyle(document.documentElement).fontSize) * (narrow.matches ? 3 : 1.75);

  function openedRows() {
    return entries.map((entry, index) => [index, entry]).filter(([, entry]) => opened.has(entry.id));
  }

  /** Draws in the next frame; several calls draw once. */
  function ask() {
    if (!asked) {
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        draw();
      });
    }
  }

  function draw() {
    const each = height();
    const open = opened.size > 0 ? openedRows() : [];
    const extras = open.map(([index, entry]) => [index, opened.get(entry.id)]);
    const top = (index) => index * each + extras.reduce((sum, [at, extra]) => (at < index ? sum + extra : sum), 0);
    const total = top(entries.length);
    lines.style.height = `${total}px`;
    lines.style.setProperty('--row', `${each}px`);
    if (following) {
      scroll.scrollTop = scroll.scrollHeight;
    }
    const from = indexAt(scroll.scrollTop, each, extras);
    const first = Math.max(0, from - BEYOND);
    const last = Math.min(entries.length, indexAt(scroll.scrollTop + scroll.clientHeight, each, extras) + BEYOND);
    reconcile(lines, entries.slice(first, last), (entry) => entry.id, (entry) => row(entry, { ...actions, toggle }), (node, entry) => {
      updateRow(node, entry, opened.has(entry.id));
    });
    let index = first;
    for (const node of lines.children) {
      setAttribute(node, 'aria-setsize', entries.length);
      setAttribute(node, 'aria-posinset', index + 1);
      node.style.transform = `translateY(${top(index)}px)`;
      index++;
    }
    measure(each);
  }

  /** An open row has the height of its content, which is known only once it is drawn. */
  function measure(each) {
    for (const node of lines.querySelectorAll(':scope > [data-open]')) {
      const extra = node.offsetHeight - each;
      if (Math.abs((opened.get(node.dataset.id) ?? 0) - extra) > 1) {
        opened.set(node.dataset.id, extra);
        ask();
      }
    }
  }

  function toggle(entry) {
    if (opened.has(entry.id)) {
      opened.delete(entry.id);
    } else {
      opened.set(entry.id, 0);
      following = false;
    }
    draw();
  }

  function trim() {
    const surplus = entries.length - MOST;
    if (surplus > 0) {
      entries.splice(0, surplus).forEach((entry) => opened.delete(entry.id));
      if (!following) {
        scroll.scrollTop -= surplus * height();
      }
    }
  }

  scroll.addEventListener('scroll', () => {
    following = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < AT_END_PIXELS;
    ask();
  }, { passive: true });
  new ResizeObserver(ask).observe(scroll);

  return {
    node: scroll,
    get entries() {
      return entries;
    },
    /** Replaces everything and goes to the newest. */
    set(next) {
      entries = next.slice(-MOST);
      opened.clear();
      following = true;
      ask();
    },
    /** Adds the newest; the view follows if it was at the end. */
    append(next) {
      entries.push(...next);
      trim();
      ask();
    },
    /** Adds older ones; the view stays where it is. */
    prepend(next) {
      entries = [...next, ...entries].slice(-MOST);
      following = false;
      draw();
      scroll.scrollTop += next.length * height();
    },
    follow() {
      following = true;
      ask();
    },
    say(text) {
      setText(empty, text);
      empty.hidden = text === '';
    },
  };
}

/** Index of the row at a distance from the top. */
function indexAt(distance, each, extras) {
  let before = 0;
  for (const [index, extra] of extras) {
    if (index * each + before >= distance) {
      break;
    }
    if (index * each + before + each + extra > distance) {
      return index;
    }
    before += extra;
  }
  return Math.floor((distance - before) / each);
}
