// SPDX-License-Identifier: Apache-2.0
// Log panel: the newest lines, at most KEPT. Lines are added once per animation frame.

import { byId, element, setText } from './dom.js';
import { timeOfDay } from './format.js';

const KEPT = 500;
const RANKS = {
  DEFAULT: 0, DEBUG: 100, INFO: 200, NOTICE: 300, WARNING: 400, WARN: 400, ERROR: 500, CRITICAL: 600, ALERT: 700,
  EMERGENCY: 800,
};

let waiting = [];
let paused = false;
let frameAsked = false;

export function openLogPanel() {
  const pause = byId('log-pause');
  pause.addEventListener('click', () => {
    paused = !paused;
    pause.setAttribute('aria-pressed', paused);
    if (!paused) {
      flush();
    }
    tellCounts();
  });
  byId('log-severity').addEventListener('change', applyFilter);
  byId('log-filter').addEventListener('input', applyFilter);
  byId('log-clear').addEventListener('click', () => {
    waiting = [];
    byId('log-lines').replaceChildren();
    tellCounts();
  });
  tellCounts();
}

/** Adds a line of the stream. */
export function addLogLine(line) {
  waiting.push(line);
  if (waiting.length > KEPT) {
    waiting.shift();
  }
  if (!frameAsked) {
    frameAsked = true;
    requestAnimationFrame(() => {
      frameAsked = false;
      if (!paused) {
        flush();
      }
      tellCounts();
    });
  }
}

function flush() {
  const scroll = byId('log-scroll');
  const lines = byId('log-lines');
  const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 24;
  lines.append(...waiting.map(lineNode));
  waiting = [];
  while (lines.children.length > KEPT) {
    lines.firstElementChild.remove();
  }
  if (atEnd) {
    scroll.scrollTop = scroll.scrollHeight;
  }
}

function lineNode({ time, source = '', severity = 'DEFAULT', message = '', fields }) {
  const details = Object.entries(fields ?? {}).map(([key, value]) =>
    `${key}=${typeof value === 'object' ? JSON.stringify(value) : value}`).join(' ');
  const node = element('li', { 'data-severity': severity },
    element('time', { datetime: time, title: time }, timeOfDay(time)),
    element('span', { class: 'severity' }, severity),
    element('span', { class: 'source' }, source),
    element('span', { class: 'message' }, message, details ? element('span', { class: 'fields' }, ` ${details}`) : ''));
  node.rank = RANKS[severity] ?? 0;
  node.words = `${source} ${severity} ${message} ${details}`.toLowerCase();
  node.hidden = !passes(node);
  return node;
}

function passes(node) {
  return node.rank >= Number(byId('log-severity').value)
    && node.words.includes(byId('log-filter').value.trim().toLowerCase());
}

function applyFilter() {
  for (const node of byId('log-lines').children) {
    node.hidden = !passes(node);
  }
  tellCounts();
}

function tellCounts() {
  const all = byId('log-lines').children.length;
  const shown = byId('log-lines').querySelectorAll(':scope > :not([hidden])').length;
  setText(byId('log-count'), shown === all ? `${all} lines` : `${shown} of ${all} lines`);
  setText(byId('log-pause'), !paused ? 'Pause' : waiting.length > 0 ? `Resume (${waiting.length} new)` : 'Resume');
  setText(byId('log-empty'), all === 0 ? 'No log lines yet.' : 'No lines match the filter.');
  byId('log-empty').hidden = shown > 0;
}
