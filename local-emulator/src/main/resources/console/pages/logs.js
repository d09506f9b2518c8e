// SPDX-License-Identifier: Apache-2.0
// Logs: a query, a histogram, the entries, and the live tail. The address holds the query, the severity and the time range.

import { byId, element, setAttribute, setText } from '../dom.js';
import { count, plural } from '../format.js';
import { rankOf, SEVERITIES, wordsOf } from '../logs/entries.js';
import { logHistogram } from '../logs/histogram.js';
import { logList } from '../logs/list.js';
import { filterOf, lines, read, tail } from '../logs/source.js';
import { addressOf, go, route } from '../shell/router.js';
import { rangeControl, rangeOf, rangeQuery } from '../shell/time-range.js';

const MOST_WAITING = 10_000;
const REFRESH_MILLIS = 15_000;

const query = element('textarea', { id: 'log-query', rows: '1', spellcheck: 'false', autocapitalize: 'none', 'data-key': 'query',
  placeholder: 'severity>=WARNING AND jsonPayload.message:"batch"' });
const run = element('button', { type: 'submit', class: 'primary' }, 'Run query');
const problem = element('p', { class: 'problem', role: 'alert' });
const place = element('pre', { class: 'query-place', hidden: true });
const severity = element('select', { id: 'log-severity' }, element('option', { value: '' }, 'All'),
  ...['DEBUG', 'INFO', 'NOTICE', 'WARNING', 'ERROR', 'CRITICAL'].map((name) =>
    element('option', { value: name }, `${name[0]}${name.slice(1).toLowerCase()} and above`)));
const own = element('input', { type: 'checkbox', id: 'log-own' });
const pause = element('button', { type: 'button', 'aria-pressed': 'false', 'data-key': 'pause' }, 'Pause');
const clear = element('button', { type: 'button', class: 'quiet-button' }, 'Clear');
const older = element('button', { type: 'button', class: 'quiet-button', hidden: true }, 'Load older entries');
const note = element('p', { class: 'quiet', role: 'status' });
const number = element('p', { class: 'quiet', id: 'log-count' });
const range = rangeControl();
const list = logList({ only });
const histogram = logHistogram((all) => {
  total = all;
  tellCount();
});

let asked = null;
let stop = () => {};
let waiting = [];
let known = new Set();
let paused = false;
let frame = false;
/** Old lines that the words of the query leave out; only without the API of entries. */
let local = null;
let next = null;
let loading = false;
/** What the histogram counts, and the number of all entries that match; null if it is not known. */
let question = null;
let total = null;
let timer = 0;

export function open() {
  const form = element('form', { class: 'log-form' }, element('div', { class: 'field grow' }, element('label', { for: 'log-query' }, 'Query'), query),
    element('div', { class: 'field' }, element('label', { for: 'log-severity' }, 'Severity'), severity), run);
  byId('page-logs').append(range.node, element('section', { class: 'panel', 'aria-labelledby': 'log-heading' },
    element('div', { class: 'panel-head' }, element('h2', { id: 'log-heading' }, 'Log'), number),
    form, problem, place,
    element('div', { class: 'log-controls', role: 'group', 'aria-label': 'Log controls' },
      pause, clear, older, element('label', { class: 'check' }, own, 'Show the console’s own requests')),
    note, histogram.node, list.node));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    write({ query: query.value });
  });
  query.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  severity.addEventListener('change', () => write({ query: query.value, severity: severity.value }));
  own.addEventListener('change', () => write({ query: query.value, own: own.checked ? 'yes' : undefined }));
  pause.addEventListener('click', togglePause);
  clear.addEventListener('click', () => {
    waiting = [];
    local = local === null ? null : [];
    list.set([]);
    tell();
  });
  older.addEventListener('click', loadOlder);
}

export function enter({ query: address }) {
  range.show(address);
  const wanted = { query: address.get('query') ?? '', severity: address.get('severity') ?? '', own: address.get('own') === 'yes',
    range: JSON.stringify(rangeQuery(address)) };
  if (query.value !== wanted.query) {
    query.value = wanted.query;
  }
  severity.value = SEVERITIES.includes(wanted.severity) ? wanted.severity : '';
  own.checked = wanted.own;
  const key = JSON.stringify(wanted);
  if (asked !== key) {
    asked = key;
    ask(wanted, address);
  }
  clearInterval(timer);
  timer = setInterval(() => {
    if (!document.hidden && rangeOf(route().query).live) {
      showHistogram();
    }
  }, REFRESH_MILLIS);
}

export function leave() {
  stop();
  clearInterval(timer);
  asked = null;
}

/** Writes a part of the address; the rest stays. The same query again asks again. */
function write(change) {
  const { query: address } = route();
  const before = { query: address.get('query'), severity: address.get('severity'), own: address.get('own'), ...rangeQuery(address) };
  const target = addressOf('logs', [], { ...before, ...change });
  if (target === location.hash) {
    asked = null;
    enter(route());
  } else {
    go(target);
  }
}

function only(filter) {
  const before = route().query.get('query') ?? '';
  write({ query: before === '' ? filter : `${before} AND ${filter}` });
}

function ask(wanted, address) {
  stop();
  stop = () => {};
  question = { filter: filterOf(wanted), time: () => rangeOf(address), loaded: () => list.entries, loadedTime: spanOf };
  reset();
  const time = rangeOf(address);
  const key = asked;
  const page = () => readPage(filterOf({ ...wanted, start: time.start, end: time.live ? null : time.end }), key);
  if (time.live) {
    // The page of old entries is read once the tail is open, so that none is lost between them.
    stop = tail(filterOf(wanted), arrive, page);
  } else {
    page();
  }
}

async function readPage(filter, key) {
  try {
    const answer = await read(filter);
    if (asked !== key) {
      return;
    }
    if (answer === null) {
      readLines();
      return;
    }
    if (!loading) {
      // After a break of the tail: only those that were missed.
      arrive(answer.entries);
      return;
    }
    const early = waiting;
    waiting = [];
    known = new Set(answer.entries.map((entry) => entry.id));
    list.set(answer.entries);
    next = answer.next;
    loading = false;
    arrive(early);
    tell();
  } catch (refused) {
    if (asked === key) {
      refuse(refused);
    }
  }
}

function reset() {
  waiting = [];
  known = new Set();
  local = null;
  next = null;
  total = null;
  loading = true;
  setText(problem, '');
  setText(note, '');
  place.hidden = true;
  list.set([]);
  tell();
}

function refuse(refused) {
  stop();
  loading = false;
  question = { ...question, filter: null };
  setText(problem, refused.message);
  const position = refused.position;
  place.hidden = !Number.isInteger(position) || position > query.value.length;
  if (!place.hidden) {
    setText(place, `${query.value.replaceAll('\n', ' ')}\n${' '.repeat(position)}▲`);
  }
  tell();
}

/** Without the API of entries: the newest lines, searched for words. */
function readLines() {
  stop();
  local = [];
  loading = false;
  question = { ...question, filter: null };
  setText(note, 'This local cloud has no Cloud Logging: the newest lines, searched for the words of the query.');
  stop = lines(arrive);
  tell();
}

function passes(entry) {
  return rankOf(entry.severity) >= rankOf(severity.value) && (own.checked || !entry.own)
    && (local === null || wordsOf(entry).includes(query.value.trim().toLowerCase()));
}

function arrive(entries) {
  for (const entry of entries) {
    if (!known.has(entry.id)) {
      known.add(entry.id);
      waiting.push(entry);
    }
  }
  if (waiting.length > MOST_WAITING) {
    waiting.splice(0, waiting.length - MOST_WAITING);
  }
  if (known.size > 4 * MOST_WAITING) {
    known = new Set([...list.entries, ...waiting].map((entry) => entry.id));
  }
  if (!frame) {
    frame = true;
    requestAnimationFrame(() => {
      frame = false;
      if (!paused && !loading) {
        flush();
      }
      tell();
    });
  }
}

function flush() {
  const fresh = waiting;
  waiting = [];
  local?.push(...fresh);
  list.append(fresh.filter(passes));
}

function togglePause() {
  paused = !paused;
  setAttribute(pause, 'aria-pressed', String(paused));
  if (!paused) {
    flush();
    list.follow();
  }
  tell();
}

async function loadOlder() {
  const key = asked;
  const { query: address } = route();
  const time = rangeOf(address);
  older.hidden = true;
  try {
    const answer = await read(filterOf({ query: address.get('query') ?? '', severity: severity.value, own: own.checked, start: time.start,
      end: time.live ? null : time.end }), next);
    if (asked === key && answer !== null) {
      next = answer.next;
      list.prepend(answer.entries.filter((entry) => !known.has(entry.id)));
      answer.entries.forEach((entry) => known.add(entry.id));
    }
  } catch (refused) {
    refuse(refused);
  }
  tell();
}

function tell() {
  const shown = list.entries.length;
  setText(pause, !paused ? 'Pause' : waiting.length > 0 ? `Resume (${waiting.length} new)` : 'Resume');
  older.hidden = next === null || loading;
  list.say(shown > 0 ? '' : loading ? 'Loading…' : problem.textContent !== '' ? 'The query was refused.' : 'No entries.');
  tellCount();
  showHistogram();
}

function tellCount() {
  const shown = list.entries.length;
  const all = local?.length ?? (next === null ? shown : total ?? shown);
  setText(number, loading ? 'Loading…' : all > shown ? `${count(shown)} of ${plural(all, ...(local === null ? ['entry', 'entries'] : ['line']))}`
    : plural(shown, 'entry', 'entries'));
}

function showHistogram() {
  if (question !== null && !loading) {
    histogram.show(question);
  }
}

/** Time of the loaded entries, within that of the range; for a cloud that cannot count the others. */
function spanOf() {
  const { start, end } = rangeOf(route().query);
  const oldest = list.entries[0]?.time ?? start;
  const newest = list.entries.at(-1)?.time ?? end;
  return { start: next !== null || local !== null ? Math.max(start, Math.min(oldest, end - 60_000)) : start, end: Math.max(end, newest + 1) };
}
