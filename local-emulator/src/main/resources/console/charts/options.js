// SPDX-License-Identifier: Apache-2.0
// Options of a chart for the drawing library, in the page's colours.

import { isAlone } from './points.js';

const PALETTE = ['--chart-1', '--chart-2', '--chart-3', '--chart-4', '--chart-5', '--chart-6', '--chart-7', '--chart-8'];
const NARROW = 480;
const moment = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** Colour of a series; names of `--variables` are read from the style sheet. */
export function colorOf(series, index) {
  const name = series.color ?? PALETTE[index % PALETTE.length];
  return name.startsWith('--') ? css(name) : name;
}

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/**
 * @param model `{start, end, unit: {name, format}, series: [{name, points, color, step, dashed}], bars, target, lanes: [{name, spans, color}],
 *   moment: {at, name}}`; lanes are spans of time above the values, and a moment is a line across them
 */
export function optionsOf(model, width) {
  const [ink, quiet, line, panel] = ['--ink', '--quiet', '--line', '--panel'].map(css);
  const narrow = width < NARROW;
  // Without values there are no numbers on the left that keep the first time from being cut.
  const empty = !model.series.some((series) => series.points.length > 0);
  const label = { color: quiet, fontSize: 11, hideOverlap: true };
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: empty ? 24 : 4, right: 20, top: model.unit.name || model.target ? 26 : 10, bottom: 4, containLabel: true },
    xAxis: {
      type: 'time', min: model.start, max: model.end, splitNumber: narrow ? 3 : 6,
      axisLine: { lineStyle: { color: line } }, axisTick: { lineStyle: { color: line } }, axisLabel: label, splitLine: { show: false },
    },
    yAxis: [{
      type: 'value', name: empty ? '' : model.unit.name, nameTextStyle: { color: quiet, fontSize: 11, align: 'left' }, nameGap: 10,
      min: (range) => (range.min >= 0 ? 0 : null), max: (range) => (model.lanes ? laneTop(range) : topOf(model, range)), splitNumber: 4, minInterval: model.whole || isWhole(model) ? 1 : 0,
      axisLabel: { ...label, showMaxLabel: model.lanes ? false : null, formatter: (value) => model.unit.format(value) }, splitLine: { lineStyle: { color: line } },
    }, { type: 'value', min: 0, max: 1, show: false }],
    tooltip: {
      // Drawn on the canvas: a tooltip of markup would break the Content-Security-Policy.
      trigger: 'axis', renderMode: 'richText', confine: true, order: 'valueDesc', backgroundColor: panel, borderColor: line, borderWidth: 1,
      textStyle: { color: ink, fontSize: 12 }, axisPointer: { type: 'line', lineStyle: { color: quiet, type: 'dashed' } },
      valueFormatter: (value) => model.unit.format(Array.isArray(value) ? value[1] : value),
    },
    axisPointer: { label: { formatter: ({ value }) => moment.format(value) } },
    series: [...model.series.map((series, index) => seriesOf(model, series, index)), ...(model.lanes ?? []).map(laneOf)],
  };
}

function seriesOf(model, series, index) {
  const color = colorOf(series, index);
  const common = { name: series.name, itemStyle: { color }, emphasis: { disabled: true }, markLine: index === 0 ? targetOf(model) : undefined };
  if (model.bars) {
    return { ...common, type: 'bar', stack: 'all', barCategoryGap: '12%', large: false, data: series.points };
  }
  return {
    ...common, type: 'line', lineStyle: { color, width: 1.75, type: series.dashed ? 'dashed' : 'solid' }, connectNulls: false, showSymbol: true, showAllSymbol: true, symbol: 'circle',
    step: series.step, stack: model.stack ? 'all' : undefined,
    areaStyle: model.stack ? { color, opacity: 0.35 } : model.series.length === 1 ? { color, opacity: 0.12 } : undefined,
    data: series.points.map((value, at) => ({ value, symbolSize: isAlone(series.points, at) ? 5 : 0 })),
  };
}

/** Room above the values for lanes. */
const laneTop = ({ min, max }) => max + 0.25 * (max - Math.min(0, min));

/** Spans as thick lines; one that is too short for a line is still a mark. */
function laneOf({ name, spans, color, place }) {
  const height = 0.96 - 0.055 * place;
  return {
    name, type: 'line', yAxisIndex: 1, silent: true, tooltip: { trigger: 'none' }, emphasis: { disabled: true }, connectNulls: false,
    itemStyle: { color }, lineStyle: { color, width: 6, cap: 'butt' }, showSymbol: true, showAllSymbol: true, symbol: 'rect', symbolSize: [3, 6],
    data: spans.flatMap(([from, until]) => [[from, height], [until, height], [until, null]]),
  };
}

/** A threshold is in sight, even far above the values. */
function topOf({ unit, target, stack, bars }, range) {
  const least = target?.limit && !stack && !bars && target.value >= range.max ? target.value * 1.15 : null;
  return unit.share && Math.max(range.max, least ?? 0) <= 1 && range.max > 0.8 ? 1 : least;
}

function targetOf(model) {
  if (model.moment) {
    return {
      silent: true, symbol: 'none', animation: false, data: [{ xAxis: model.moment.at }], lineStyle: { color: css('--edge'), type: 'dotted' },
      label: { formatter: model.moment.name, position: 'insideStartTop', rotate: 0, color: css('--quiet'), fontSize: 11 },
    };
  }
  if (!model.target) {
    return undefined;
  }
  return {
    silent: true, symbol: 'none', animation: false, data: [{ yAxis: model.target.value }],
    lineStyle: { color: css(model.target.limit ? '--bad' : '--quiet'), type: 'dashed' },
    label: {
      formatter: model.target.limit ? `${model.target.name}, ${model.unit.format(model.target.value)}` : model.target.name,
      position: 'insideEndTop', color: css(model.target.limit ? '--bad' : '--quiet'), fontSize: 11,
    },
  };
}

/** Whether all values are whole numbers, so that the axis needs no parts of one. */
const isWhole = ({ series }) => series.every(({ points }) => points.every(([, value]) => value === null || Number.isInteger(value)));
