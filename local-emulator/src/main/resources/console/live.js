// SPDX-License-Identifier: Apache-2.0
// Event stream of status and log. The browser reconnects by itself after a broken connection, but not after an error
// response or when an open connection stays silent; this module does.

const SILENCE_MILLIS = 8000;
const RETRY_MILLIS = 1500;
const REMEMBERED_LINES = 1000;

/** Listens until the returned function is called. `changed` gets 'live' or 'lost' at each change. */
export function listen(address, { status, log, changed }) {
  let source = null;
  let state = 'connecting';
  let watchdog = 0;
  // Each connection repeats the newest lines; those already shown are left out.
  let lines = [];
  let linesBefore = new Set();

  function become(next) {
    if (state !== next) {
      state = next;
      changed(next);
    }
  }

  function heard() {
    become('live');
    clearTimeout(watchdog);
    watchdog = setTimeout(restart, SILENCE_MILLIS);
  }

  function restart() {
    become('lost');
    source?.close();
    connect();
  }

  function connect() {
    clearTimeout(watchdog);
    watchdog = setTimeout(restart, SILENCE_MILLIS);
    source = new EventSource(address);
    source.addEventListener('status', (event) => deliver(event, status));
    source.addEventListener('log', (event) => {
      if (linesBefore.has(event.data)) {
        heard();
      } else {
        lines.push(event.data);
        if (lines.length > 2 * REMEMBERED_LINES) {
          lines = lines.slice(-REMEMBERED_LINES);
        }
        deliver(event, log);
      }
    });
    source.addEventListener('open', () => {
      lines = lines.slice(-REMEMBERED_LINES);
      linesBefore = new Set(lines);
    });
    source.addEventListener('error', () => {
      become('lost');
      if (source.readyState === EventSource.CLOSED) {
        clearTimeout(watchdog);
        watchdog = setTimeout(restart, RETRY_MILLIS);
      }
    });
  }

  function deliver(event, receiver) {
    heard();
    let data;
    try {
      data = JSON.parse(event.data);
    } catch {
      return;
    }
    receiver(data);
  }

  connect();
  return () => {
    clearTimeout(watchdog);
    source.close();
  };
}
