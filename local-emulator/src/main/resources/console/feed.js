// SPDX-License-Identifier: Apache-2.0
// Asks for the parts of a page again and again while the page is open and visible. No drawing here.

/**
 * Calls `changed({...answers, problems})` after each round. A part that does not answer keeps its last answer, and has its reason in
 * `problems`.
 *
 * @param parts `{name: () => promise of its answer}`
 * @param millisAfter pause after a round, from what was seen
 */
export function feed(parts, millisAfter, changed) {
  let seen = { problems: {} };
  let timer = 0;
  let on = false;
  let looking = false;

  async function look() {
    clearTimeout(timer);
    if (looking || document.hidden) {
      return;
    }
    looking = true;
    const problems = {};
    const next = { ...seen };
    await Promise.all(Object.entries(parts).map(async ([name, answer]) => {
      try {
        next[name] = await answer();
      } catch (problem) {
        problems[name] = problem.message;
      }
    }));
    seen = { ...next, problems };
    looking = false;
    if (on) {
      changed(seen);
      timer = setTimeout(look, millisAfter(seen));
    }
  }

  document.addEventListener('visibilitychange', () => {
    if (on && !document.hidden) {
      look();
    }
  });

  return {
    start() {
      if (!on) {
        on = true;
        look();
      }
    },
    stop() {
      on = false;
      clearTimeout(timer);
    },
    look,
  };
}
