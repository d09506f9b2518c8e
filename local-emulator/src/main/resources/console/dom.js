// SPDX-License-Identifier: Apache-2.0
// Creates and updates DOM elements. Text is always set as text, so no data of the cloud can become markup.

const SVG = 'http://www.w3.org/2000/svg';

export const byId = (id) => document.getElementById(id);

/** An HTML element; `on` holds listeners, every other entry is an attribute. Children are nodes or text. */
export function element(tag, attributes = {}, ...children) {
  return furnish(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function drawing(tag, attributes = {}, ...children) {
  return furnish(document.createElementNS(SVG, tag), attributes, children);
}

function furnish(node, { on = {}, ...attributes }, children) {
  for (const [name, value] of Object.entries(attributes)) {
    setAttribute(node, name, value);
  }
  for (const [type, listener] of Object.entries(on)) {
    node.addEventListener(type, listener);
  }
  node.append(...children);
  return node;
}

/** Sets an attribute when it differs; null and false remove it. */
export function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) {
    node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value === true ? '' : value)) {
    node.setAttribute(name, value === true ? '' : value);
  }
}

/** Sets the text when it differs, so that a selection or a screen reader is not disturbed every second. */
export function setText(node, text) {
  const next = text === null || text === undefined ? '' : String(text);
  if (node.textContent !== next) {
    node.textContent = next;
  }
}

const rowsOf = new WeakMap();

/**
 * Makes the children of `parent` match `items`, keeping the node of a key that stays: focus, open menus and selections
 * survive the next status. `create(item)` returns the node, `update(node, item)` fills it.
 */
export function reconcile(parent, items, keyOf, create, update) {
  const before = rowsOf.get(parent) ?? new Map();
  const after = new Map();
  let place = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    if (after.has(key)) {
      continue;
    }
    const node = before.get(key) ?? create(item);
    update(node, item);
    after.set(key, node);
    if (node === place) {
      place = place.nextElementSibling;
    } else {
      parent.insertBefore(node, place);
    }
  }
  for (const [key, node] of before) {
    if (!after.has(key)) {
      node.remove();
    }
  }
  rowsOf.set(parent, after);
}
