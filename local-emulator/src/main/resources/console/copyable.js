// SPDX-License-Identifier: Apache-2.0
// A remedy: its SQL in a block with a button that copies it, the rest as a sentence.

import { element, setText } from './dom.js';
import { tell, warn } from './notices.js';

const SQL = /\b(?:(?:CREATE|ALTER|DROP|GRANT|REVOKE|VACUUM|ANALYZE|REINDEX|SET|UPDATE|DELETE|INSERT|SELECT)\s+[^;]*?[\w")](?:;|$|(?=\.(?:\s|$))))/;

/** A node with `show(text)`. */
export function copyable(subject) {
  const words = element('span', {});
  const code = element('code', {});
  const button = element('button', { type: 'button', class: 'copy', 'aria-label': `Copy the SQL for ${subject}` }, 'Copy');
  const block = element('span', { class: 'sql' }, code, button);
  const node = element('div', { class: 'remedy' }, words, block);
  button.addEventListener('click', () => copy(code.textContent, 'SQL'));
  node.show = (text) => {
    const sql = sqlOf(text ?? '');
    setText(words, String(text ?? '').replace(sql, '').replace(/^[\s:.]+|[\s:]+$/g, ''));
    words.hidden = words.textContent === '';
    setText(code, sql);
    block.hidden = sql === '';
  };
  return node;
}

/** The SQL statement in a sentence; empty if there is none. */
export function sqlOf(text) {
  const found = /^[A-Z]/.test(text) || text.includes(':') ? SQL.exec(text) : null;
  return found && /^(?:CREATE|ALTER|DROP|GRANT|REVOKE|VACUUM|ANALYZE|REINDEX|SET|UPDATE|DELETE FROM|INSERT|SELECT)\b/.test(found[0]) ? found[0].trim() : '';
}

/** Copies a text and says so. */
export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    tell(`The ${what} is in the clipboard.`);
  } catch {
    warn(`The browser does not let this page copy. The ${what} is ${text}`);
  }
}
