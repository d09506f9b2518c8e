// SPDX-License-Identifier: Apache-2.0
// Hashes files one after another away from the page, so that the page stays quick. Reads each as a stream: memory does
// not grow with the file.

import { Sha256 } from './sha256.js';

const NEWS_MILLIS = 80;
let queue = Promise.resolve();

self.addEventListener('message', ({ data: { ticket, file } }) => {
  queue = queue.then(() => hash(ticket, file)).catch((problem) => postMessage({ ticket, failure: problem.message }));
});

async function hash(ticket, file) {
  const sha256 = new Sha256();
  const reader = file.stream().getReader();
  let done = 0;
  let told = 0;
  for (;;) {
    const { value, done: ended } = await reader.read();
    if (ended) {
      break;
    }
    sha256.update(value);
    done += value.length;
    if (performance.now() - told > NEWS_MILLIS) {
      told = performance.now();
      postMessage({ ticket, done });
    }
  }
  postMessage({ ticket, sha256: sha256.hex() });
}
