// SPDX-License-Identifier: Apache-2.0
// Time range of a page, kept in its address: `range=1h` up to now, or `from` and `to` as instants.

import { element, reconcile, setAttribute, setText } from '../dom.js';
import { cloudNow, metricsNow } from './clock.js';
import { addressOf, go, route } from './router.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SPANS = new Map([
  ['15m', [15 * MINUTE, '15 min', 'Last 15 minutes']], ['1h', [HOUR, '1 h', 'Last hour']], ['6h', [6 * HOUR, '6 h', 'Last 6 hours']],
  ['1d', [DAY, '1 day', 'Last day']], ['7d', [7 * DAY, '7 days', 'Last 7 days']], ['6w', [42 * DAY, '6 weeks', 'Last 6 weeks']],
]);
const USUAL = '1h';
const SHORTEST = 10_000;

/** Pages of metrics follow their clock, which may be moved ahead. */
const pageNow = () => (['metrics', 'dashboards'].includes(route().page) ? metricsNow() : cloudNow());

/** The part of a query that says the range. */
export function rangeQuery(query) {
  const [from, to, range] = ['from', 'to', 'range'].map((key) => query?.get(key) ?? undefined);
  return from && to ? { from, to } : { range };
}

/** `{start, end, live, label}` in milliseconds; a range that ends now is live. */
export function rangeOf(query) {
  const from = Date.parse(query.get('from') ?? '');
  const to = Date.parse(query.get('to') ?? '');
  if (Number.isFinite(from) && Number.isFinite(to) && to > from) {
    return { start: from, end: to, live: false, label: `${moment(from)} to ${moment(to)}` };
  }
  const [span, , label] = SPANS.get(query.get('range')) ?? SPANS.get(USUAL);
  const now = pageNow();
  return { start: now - span, end: now, live: true, label };
}

const moment = (time) => new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' })
  .format(time);

/** Sets the range of the current page to two instants, as a selection in a chart does. */
export function choose(start, end) {
  const middle = (start + end) / 2;
  const half = Math.max(end - start, SHORTEST) / 2;
  write({ from: new Date(middle - half).toISOString(), to: new Date(middle + half).toISOString() });
}

function write(range) {
  const { page, parts, query } = route();
  const rest = {};
  for (const key of new Set(query.keys())) {
    if (!['range', 'from', 'to'].includes(key)) {
      rest[key] = query.getAll(key);
    }
  }
  go(addressOf(page, parts, { ...rest, ...range }));
}

/** The control: a button for each usual range, a wider range, and what is shown. */
export function rangeControl() {
  const buttons = element('div', { class: 'segments', role: 'group', 'aria-label': 'Time range' });
  const wider = element('button', { type: 'button' }, 'Zoom out');
  wider.addEventListener('click', () => {
    const { start, end } = rangeOf(route().query);
    choose(start - (end - start) / 2, Math.min(end + (end - start) / 2, pageNow()));
  });
  const label = element('span', { class: 'quiet range-label' });
  const node = element('div', { class: 'range' }, buttons, wider, label);

  function show(query) {
    const range = rangeOf(query);
    const chosen = range.live ? (SPANS.has(query.get('range')) ? query.get('range') : USUAL) : null;
    reconcile(buttons, [...SPANS.keys()], (key) => key, (key) => {
      const [, short, long] = SPANS.get(key);
      const button = element('button', { type: 'button', 'aria-label': long }, short);
      button.addEventListener('click', () => write({ range: key }));
      return button;
    }, (button, key) => setAttribute(button, 'aria-pressed', String(key === chosen)));
    wider.hidden = range.live;
    setText(label, range.live ? '' : range.label);
  }

  return { node, show };
}
