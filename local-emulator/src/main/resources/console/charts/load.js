// SPDX-License-Identifier: Apache-2.0
// Loads the drawing library when the first chart is drawn.

let loading = null;

export function loadECharts() {
  loading ??= load();
  return loading;
}

async function load() {
  // The library empties its host element with innerHTML = ''. Nothing but the empty text may become markup.
  globalThis.trustedTypes?.createPolicy('default', { createHTML: (text) => (text === '' ? '' : null) });
  return import('./echarts.js');
}
