// SPDX-License-Identifier: Apache-2.0
// The local cloud's clock, which may differ from the browser's.

let ahead = 0;
let metricsAhead = 0;

/** Takes the time of a status that has just arrived, and how far the clock of the metrics was moved ahead of it. */
export function setClock(instant, metricsAheadSeconds = 0) {
  metricsAhead = metricsAheadSeconds * 1000;
  const time = Date.parse(instant);
  if (Number.isFinite(time)) {
    ahead = time - Date.now();
  }
}

/** Milliseconds since 1970 by the cloud's clock. */
export const cloudNow = () => Date.now() + ahead;

/** The same by the clock of the metrics. */
export const metricsNow = () => cloudNow() + metricsAhead;
