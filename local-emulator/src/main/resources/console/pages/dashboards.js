// SPDX-License-Identifier: Apache-2.0
// Dashboards: those of the catalog, drawn from the JSON that Terraform sends to the cloud.

import { poll } from '../api.js';
import { chart } from '../charts/chart.js';
import { scoreCard } from '../charts/score.js';
import { modelOf, sectionsOf } from '../charts/widgets.js';
import { byId, element, setText } from '../dom.js';
import { plural } from '../format.js';
import { addressOf, route } from '../shell/router.js';
import { choose, rangeControl, rangeOf, rangeQuery } from '../shell/time-range.js';

const REFRESH_MILLIS = 15_000;
const range = rangeControl();
const problem = element('p', { class: 'problem', role: 'alert' });
const tabs = element('nav', { class: 'board-index', 'aria-label': 'Dashboards' });
const body = element('div', { class: 'board' });
const seen = new IntersectionObserver((changes) => changes.forEach((change) => {
  const panel = panels.find((each) => each.view.node === change.target);
  if (panel) {
    panel.visible = change.isIntersecting;
    refresh(panel);
  }
}), { rootMargin: '200px' });

let dashboards = null;
let panels = [];
let shown = null;
let timer = 0;
let entered = 0;

export function open() {
  byId('page-dashboards').append(tabs, range.node, problem, body);
}

export async function enter({ parts, query }) {
  const entry = ++entered;
  range.show(query);
  if (dashboards === null) {
    try {
      dashboards = (await poll('api/dashboards')).dashboards ?? [];
      setText(problem, '');
    } catch (refused) {
      setText(problem, refused.message);
      return;
    }
  }
  if (entry !== entered) {
    return;
  }
  const wanted = parts[0] ?? null;
  const found = dashboards.find((each) => nameOf(each) === wanted) ?? null;
  setText(problem, wanted !== null && found === null ? `There is no dashboard ${wanted}.` : '');
  drawTabs(wanted);
  range.node.hidden = found === null;
  if (shown === null || shown !== wanted) {
    shown = wanted;
    rebuild(found);
  } else {
    panels.forEach(refresh);
  }
  clearInterval(timer);
  timer = setInterval(() => {
    if (!document.hidden && rangeOf(route().query).live) {
      panels.forEach(refresh);
    }
  }, REFRESH_MILLIS);
}

export function leave() {
  entered++;
  clearInterval(timer);
}

const nameOf = (dashboard) => dashboard.name.split('/').at(-1);
const titleOf = (dashboard) => dashboard.displayName.replace(/^Truename, /, '');
const capital = (text) => text[0].toUpperCase() + text.slice(1);
const linkTo = (dashboard) => addressOf('dashboards', [nameOf(dashboard)], rangeQuery(route().query));

function drawTabs(wanted) {
  tabs.hidden = wanted === null;
  tabs.replaceChildren(...dashboards.map((each) => element('a', {
    class: 'button', href: linkTo(each), 'aria-current': nameOf(each) === wanted ? 'page' : null,
  }, capital(titleOf(each)))));
}

function rebuild(dashboard) {
  seen.disconnect();
  panels.forEach((panel) => panel.view.dispose());
  panels = [];
  body.replaceChildren(...(dashboard === null ? [listOf()] : sectionsOf(dashboard).map(sectionOf)));
  panels.forEach((panel) => seen.observe(panel.view.node));
}

/** All dashboards, each with what it shows. */
function listOf() {
  return element('ul', { class: 'dashboard-list' }, ...dashboards.map((each) => {
    const sections = sectionsOf(each);
    const widgets = sections.reduce((sum, section) => sum + section.widgets.length, 0);
    return element('li', { class: 'panel' }, element('h2', {}, element('a', { href: linkTo(each) }, capital(titleOf(each)))),
      element('p', { class: 'quiet' }, `${plural(widgets, 'widget')}: ${sections.map((section) => section.title).join(', ')}.`));
  }));
}

function sectionOf(section, index) {
  const heading = `dashboard-section-${index}`;
  return element('section', { class: 'panel', 'aria-labelledby': heading },
    element('h2', { id: heading, tabindex: '-1' }, section.title),
    element('div', { class: `widgets columns-${section.columns}` }, ...section.widgets.map(widgetOf)));
}

function widgetOf(widget) {
  if (widget.incidentList) {
    return incidents();
  }
  const view = widget.scorecard ? scoreCard(widget.title, Boolean(widget.scorecard.gaugeView))
    : chart({ title: widget.title, group: 'dashboards', onZoom: choose });
  panels.push({ view, widget, visible: false, busy: false });
  return view.node;
}

/** The open incidents are the page of alerts, where there is one. */
function incidents() {
  const text = element('p', { role: 'status' }, 'Loading…');
  poll('api/incidents').then(({ items = [] }) => {
    const open = items.filter((item) => String(item.state).toLowerCase() === 'open').length;
    setText(text, open === 0 ? 'No incident is open. ' : `${plural(open, 'incident')} open. `);
    text.append(element('a', { href: addressOf('alerts') }, 'Open Alerts'));
  }, (refused) => setText(text, refused.status === 404 ? 'This local cloud does not evaluate alerts, so it has no incidents.' : refused.message));
  return text;
}

/** Asks again for a widget in sight. */
async function refresh(panel) {
  if (!panel.visible || panel.busy) {
    return;
  }
  panel.busy = true;
  const asked = rangeOf(route().query);
  try {
    panel.view.show(await modelOf(panel.widget, asked));
  } catch (refused) {
    panel.view.say(refused.message);
  } finally {
    panel.busy = false;
  }
}
