// SPDX-License-Identifier: Apache-2.0
// The local cloud's clock, which may differ from the browser's.

let ahead = 0;

/** Takes the time of a status that has just arrived. */
export function setClock(instant) {
  const time = Date.parse(instant);
  if (Number.isFinite(time)) {
    ahead = time - Date.now();
  }
}

/** Milliseconds since 1970 by the cloud's clock. */
export const cloudNow = () => Date.now() + ahead;
