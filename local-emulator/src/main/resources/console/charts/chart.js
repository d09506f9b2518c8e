// SPDX-License-Identifier: Apache-2.0
// One chart: heading, canvas, and a legend of buttons that hide series. Drawing begins when the chart has a size.

import { element, reconcile, setAttribute, setText } from '../dom.js';
import { cursor } from './cursor.js';
import { loadECharts } from './load.js';
import { colorOf, optionsOf } from './options.js';
import { summaryOf } from './points.js';
import { selection } from './selection.js';

const dark = matchMedia('(prefers-color-scheme: dark)');

/**
 * @param title heading; `detail` a few quiet words after it, `link` an element beside it
 * @param group charts of one group share their hover line
 * @param figures whether the legend tells the last and the highest value
 * @param onZoom gets the two instants of a selection; without it, the chart zooms itself
 */
export function chart({ title, detail = '', link = null, group = null, onZoom = null, tall = false, figures = true }) {
  const heading = element('h3', { class: 'plain' }, title);
  const reset = element('button', { type: 'button', class: 'quiet-button', hidden: true }, 'Reset zoom');
  const canvas = element('div', { class: `chart-canvas${tall ? ' tall' : ''}`, role: 'img', 'aria-label': title });
  const note = element('p', { class: 'chart-note' });
  const stage = element('div', { class: 'chart-stage' }, canvas, note);
  const legend = element('ul', { class: 'legend', 'aria-label': `Legend of ${title}` });
  const node = element('figure', { class: 'chart', 'data-state': 'loading' },
    element('figcaption', {}, heading, element('span', { class: 'quiet chart-detail' }, detail), reset, ...(link ? [link] : [])), stage, legend);
  const hidden = new Set();
  let model = null;
  let drawing = null;
  let zoom = null;
  const keys = cursor(stage, title, {
    pixelOf: (time) => drawing?.convertToPixel({ xAxisIndex: 0 }, time) ?? 0,
    tip: (x) => drawing?.dispatchAction(x === null ? { type: 'hideTip' } : { type: 'showTip', x, y: canvas.clientHeight / 2 }),
    zoom: zoomTo,
  });

  async function draw() {
    if (model === null || canvas.clientWidth === 0) {
      return;
    }
    const echarts = await loadECharts();
    if (model === null) {
      // Thrown away while the library was loading.
      return;
    }
    if (drawing === null) {
      drawing = echarts.init(canvas, null, { renderer: 'canvas' });
      if (group !== null) {
        drawing.group = group;
        echarts.connect(group);
      }
      selection(stage, (x) => drawing.convertFromPixel({ xAxisIndex: 0 }, x), zoomTo);
    }
    const shownTime = onZoom === null && zoom !== null ? zoom : model;
    const colored = model.series.map((series, index) => ({ ...series, color: colorOf(series, index) }));
    const lanes = model.lanes?.map((lane, place) => ({ ...lane, place, color: colorOf(lane, place) }));
    const shown = {
      ...model, start: shownTime.start, end: shownTime.end, series: colored.filter((series) => !hidden.has(series.name)),
      lanes: lanes?.filter((lane) => !hidden.has(lane.name)),
    };
    drawing.setOption(optionsOf(shown, canvas.clientWidth), { notMerge: true });
    node.dataset.state = 'drawn';
    keys.show(shown);
    showLegend([...colored, ...(lanes ?? [])]);
  }

  function zoomTo(start, end) {
    if (onZoom !== null) {
      onZoom(start, end);
      return;
    }
    zoom = { start, end };
    reset.hidden = false;
    draw();
  }

  function showLegend(series) {
    legend.hidden = series.length === 0;
    reconcile(legend, series, (item) => item.name, (item) => {
      const button = element('button', { type: 'button', class: 'legend-item' },
        element('span', { class: 'swatch', 'aria-hidden': 'true' }), element('span', {}, item.name), element('span', { class: 'quiet' }));
      button.addEventListener('click', () => {
        (hidden.has(item.name) ? hidden.delete(item.name) : hidden.add(item.name));
        draw();
      });
      return element('li', {}, button);
    }, (entry, item) => {
      const [swatch, , numbers] = entry.firstElementChild.children;
      const summary = item.points && summaryOf(item.points);
      swatch.style.backgroundColor = item.color;
      setAttribute(entry.firstElementChild, 'aria-pressed', String(!hidden.has(item.name)));
      setText(numbers, item.spans ? item.spans.length : !figures ? '' : summary === null ? 'no values' : `last ${model.unit.format(summary.last)}, most ${model.unit.format(summary.most)}`);
    });
  }

  function show(next) {
    model = next;
    const words = model.series.slice(0, 8).map((series) => {
      const summary = summaryOf(series.points);
      return summary === null ? `${series.name}: no values`
        : `${series.name}: last ${model.unit.format(summary.last)}, least ${model.unit.format(summary.least)}, most ${model.unit.format(summary.most)}`;
    });
    const lanes = (model.lanes ?? []).map((lane) => `${lane.name}: ${lane.spans.length}`);
    setAttribute(canvas, 'aria-label', [title, ...words, ...lanes].join('; '));
    say(model.series.some((series) => series.points.length > 0) ? '' : model.nothing ?? 'No values in this time.');
    draw();
  }

  function say(text) {
    setText(note, text);
  }

  reset.addEventListener('click', () => {
    zoom = null;
    reset.hidden = true;
    draw();
  });
  new ResizeObserver(() => {
    drawing?.resize();
    draw();
  }).observe(canvas);
  dark.addEventListener('change', draw);

  return {
    node, show, say,
    /** Must be called when the chart is thrown away. */
    dispose() {
      dark.removeEventListener('change', draw);
      drawing?.dispose();
      drawing = null;
      model = null;
    },
  };
}
