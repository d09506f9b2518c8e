// SPDX-License-Identifier: Apache-2.0
// Groups of charts, each asked for while it is in sight. One chart without a name for its group is drawn large, with its numbers.

import { element } from '../dom.js';
import { addressOf, route } from '../shell/router.js';
import { choose, rangeOf, rangeQuery } from '../shell/time-range.js';
import { chart } from './chart.js';
import { ask, queryWords } from './query.js';
import { valueTable } from './value-table.js';

const REFRESH_MILLIS = 15_000;
/** So many groups get an index. */
const FEW = 3;

/**
 * @param name begins the ids of its headings
 * @param refused gets the reason why the query of a lone chart is refused; an empty text after an answer
 */
export function board(name, refused = () => {}) {
  const node = element('div', { class: 'board' });
  const seen = new IntersectionObserver((changes) => changes.forEach((change) => {
    const panel = panels.find((each) => each.view.node === change.target);
    if (panel) {
      panel.visible = change.isIntersecting;
      refresh(panel);
    }
  }), { rootMargin: '200px' });
  let panels = [];
  let shape = '';
  let timer = 0;

  function redraw(groups) {
    seen.disconnect();
    panels.forEach((panel) => panel.view.dispose());
    panels = [];
    const sections = groups.map((group) => {
      const alone = group.name === null;
      const heading = `${name}-${group.id}`;
      const charts = element('div', { class: alone ? 'charts alone' : 'charts' }, ...group.panels.map((panel) => panelNode(panel, alone)).flat());
      return element('section', { class: 'panel', 'aria-labelledby': alone ? null : heading, 'aria-label': alone ? 'Chart' : null },
        ...(alone ? [] : [element('h2', { id: heading, tabindex: '-1' }, group.name)]), charts);
    });
    node.replaceChildren(...(groups.length >= FEW ? [indexOf(groups, sections)] : []), ...sections);
    panels.forEach((panel) => seen.observe(panel.view.node));
  }

  /** Buttons that go to each group. */
  function indexOf(groups, sections) {
    return element('nav', { class: 'board-index', 'aria-label': 'Groups of charts' }, ...groups.map((group, index) => {
      const button = element('button', { type: 'button', class: 'quiet-button' }, group.name);
      button.addEventListener('click', () => sections[index].querySelector('h2').focus());
      return button;
    }));
  }

  function panelNode({ title, query }, alone) {
    const link = alone ? null : element('a', { class: 'quiet', 'aria-label': `Explore ${title}` }, 'Explore');
    link?.setAttribute('href', addressOf('metrics', [], query));
    const view = chart({ title, detail: alone ? '' : queryWords(query), link, group: name, onZoom: choose, tall: alone });
    const values = alone ? valueTable() : null;
    panels.push({ view, query, values, link, visible: false, busy: false });
    return alone ? [view.node, values.node] : [view.node];
  }

  /** Asks again for a panel in sight. */
  async function refresh(panel) {
    if (!panel.visible || panel.busy) {
      return;
    }
    panel.busy = true;
    const time = rangeOf(route().query);
    panel.link?.setAttribute('href', addressOf('metrics', [], { ...panel.query, ...rangeQuery(route().query) }));
    try {
      const model = await ask(panel.query, time);
      panel.view.show(model);
      panel.values?.show(model);
      refused('');
    } catch (problem) {
      panel.view.say(problem.message);
      if (panel.values !== null) {
        refused(problem.message);
      }
    } finally {
      panel.busy = false;
    }
  }

  return {
    node,
    /** Shows groups of panels, `[{id, name, panels: [{title, query}]}]`, and keeps them new until `rest` is called. */
    show(groups) {
      const next = JSON.stringify(groups.map((group) => [group.id, group.panels.map((panel) => panel.query)]));
      if (next !== shape) {
        shape = next;
        redraw(groups);
      } else {
        panels.forEach(refresh);
      }
      clearInterval(timer);
      timer = setInterval(() => {
        if (!document.hidden && rangeOf(route().query).live) {
          panels.forEach(refresh);
        }
      }, REFRESH_MILLIS);
    },
    rest() {
      clearInterval(timer);
    },
  };
}
