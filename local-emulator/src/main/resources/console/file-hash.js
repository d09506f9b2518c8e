// SPDX-License-Identifier: Apache-2.0
// Client of the hashing worker.

const waiting = new Map();
let worker = null;
let tickets = 0;

/** Computes the SHA-256 of a file as 64 hex digits; `progress` gets the bytes done. Fails if the file cannot be read. */
export function sha256Of(file, progress) {
  worker ??= start();
  const ticket = ++tickets;
  return new Promise((resolve, reject) => {
    waiting.set(ticket, { resolve, reject, progress });
    worker.postMessage({ ticket, file });
  });
}

function start() {
  const address = new URL('hash-worker.js', import.meta.url).href;
  // The content security policy requires a trusted script URL for a worker; this is the only one.
  const policy = self.trustedTypes?.createPolicy('truename-hash-worker', { createScriptURL: () => address });
  const started = new Worker(policy ? policy.createScriptURL('') : address, { type: 'module' });
  started.addEventListener('message', ({ data }) => answer(data));
  started.addEventListener('error', () => {
    for (const ticket of [...waiting.keys()]) {
      answer({ ticket, failure: 'the hashing worker stopped' });
    }
    worker = null;
  });
  return started;
}

function answer({ ticket, done, sha256, failure }) {
  const caller = waiting.get(ticket);
  if (!caller) {
    return;
  }
  if (sha256 !== undefined || failure !== undefined) {
    waiting.delete(ticket);
  }
  if (sha256 !== undefined) {
    caller.resolve(sha256);
  } else if (failure !== undefined) {
    caller.reject(new Error(`The file cannot be read: ${failure}`));
  } else {
    caller.progress(done);
  }
}
