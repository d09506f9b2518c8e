// SPDX-License-Identifier: Apache-2.0
// Files of a drop, including those in dropped folders.

/** Must be called while the drop event is handled; afterwards the browser drops its data. */
export async function droppedFiles(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.every((entry) => entry.isFile)) {
    return [...transfer.files];
  }
  return (await Promise.all(entries.map(filesOf))).flat();
}

async function filesOf(entry) {
  if (entry.isFile) {
    return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  }
  const reader = entry.createReader();
  const files = [];
  for (;;) {
    // A reader gives at most some hundred entries at a time, and none at the end.
    const children = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (children.length === 0) {
      return files;
    }
    for (const child of children) {
      files.push(...(await filesOf(child)));
    }
  }
}
