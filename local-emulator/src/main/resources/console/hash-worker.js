// SPDX-License-Identifier: Apache-2.0
// Web worker that hashes files one after another, so that the page stays responsive. It streams each file: memory does not
// grow with the file's size.

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
