// SPDX-License-Identifier: Apache-2.0
// Points of a chart. No drawing here.

/** Puts a gap, a point without a value, wherever a period or more has no point. Points are `[milliseconds, value]`, oldest first. */
export function withGaps(points, period) {
  const out = [];
  points.forEach((point, index) => {
    const before = points[index - 1];
    if (before && point[0] - before[0] > 1.5 * period) {
      out.push([before[0] + period, null]);
    }
    out.push(point);
  });
  return out;
}

/** Whether a point has no neighbour to draw a line to. */
export const isAlone = (points, index) => points[index][1] !== null
  && (points[index - 1]?.[1] ?? null) === null && (points[index + 1]?.[1] ?? null) === null;

/** `{last, least, most, mean}` of the values; null without any. */
export function summaryOf(points) {
  const values = points.map((point) => point[1]).filter((value) => value !== null);
  if (values.length === 0) {
    return null;
  }
  return {
    last: values.at(-1), least: Math.min(...values), most: Math.max(...values),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  };
}
