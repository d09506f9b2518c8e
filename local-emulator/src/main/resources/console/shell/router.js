// SPDX-License-Identifier: Apache-2.0
// Addresses of pages: `#/page/part?key=value`. The address holds everything that a link should bring back.

const listeners = [];

/** `{page, parts, query}` of a hash; an empty or foreign hash is the overview. */
export function routeOf(hash) {
  const text = hash.startsWith('#/') ? hash.slice(2) : '';
  const mark = text.indexOf('?');
  const path = mark < 0 ? text : text.slice(0, mark);
  const parts = path.split('/').filter(Boolean).map(decoded);
  return { page: parts[0] ?? 'overview', parts: parts.slice(1), query: new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1)) };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Address of a page. Empty values of the query are left out; a list gives its key once for each value. */
export function addressOf(page, parts = [], query = {}) {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null && each !== '') {
        search.append(key, each);
      }
    }
  }
  const text = search.toString();
  return `#/${[page, ...parts].map(encodeURIComponent).join('/')}${text ? `?${text}` : ''}`;
}

export const route = () => routeOf(location.hash);

/** Goes to an address. With `replace`, the back button skips the address that is left. */
export function go(address, { replace = false } = {}) {
  if (address === location.hash) {
    return;
  }
  if (replace) {
    history.replaceState(null, '', address);
    tell();
  } else {
    location.hash = address;
  }
}

/** Calls the listener with the route at each change. */
export function onRoute(listener) {
  listeners.push(listener);
}

function tell() {
  const now = route();
  listeners.forEach((listener) => listener(now));
}

window.addEventListener('hashchange', () => {
  // A link to a part of the page, such as the skip link, is no route.
  if (location.hash === '' || location.hash.startsWith('#/')) {
    tell();
  }
});
