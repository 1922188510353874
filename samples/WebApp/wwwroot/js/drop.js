// Dropping: files and folders from outside, and photos from one pile onto another. With the keyboard, the buttons and the photo's dialog do the same.

import { attempt, tell } from './dom.js';

const Type = 'application/x-photo';

export function makeDraggable(element, id) {
  element.draggable = true;
  element.addEventListener('dragstart', event => {
    event.dataTransfer.setData(Type, id);
    event.dataTransfer.effectAllowed = 'move';
  });
}

export function makeDropTarget(element, { onFiles, onPhoto }) {
  const accepts = event => event.dataTransfer.types.includes('Files') || onPhoto && event.dataTransfer.types.includes(Type);
  element.addEventListener('dragover', event => {
    if (!accepts(event)) return;
    event.preventDefault();
    element.classList.add('dragged-over');
  });
  element.addEventListener('dragleave', event => {
    if (!element.contains(event.relatedTarget)) element.classList.remove('dragged-over');
  });
  element.addEventListener('drop', event => {
    element.classList.remove('dragged-over');
    if (!accepts(event)) return;
    event.preventDefault();
    if (!event.dataTransfer.types.includes('Files')) return onPhoto(event.dataTransfer.getData(Type));
    attempt(async () => {
      const files = await readFiles(event.dataTransfer);
      if (files.length > 0) await onFiles(files);
      else tell('There are no photos in the folder.', true);
    });
  });
}

async function readFiles(dataTransfer) {
  // All of them before anything is awaited: then the browser forgets them.
  const dropped = [...dataTransfer.items].filter(item => item.kind === 'file').map(item => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  return (await Promise.all(dropped.map(({ entry, file }) => entry?.isDirectory ? readFolder(entry) : file))).flat();
}

/** Reads the photos of a folder, and of those in it; other files are left out. */
async function readFolder(folder) {
  const reader = folder.createReader();
  const files = [];
  // Browsers return 100 entries at most at a time.
  for (let entries; (entries = await new Promise((done, fail) => reader.readEntries(done, fail))).length > 0;) {
    for (const entry of entries) {
      if (entry.isDirectory) files.push(...await readFolder(entry));
      else files.push(await new Promise((done, fail) => entry.file(done, fail)));
    }
  }
  return files.filter(file => file.type.startsWith('image/'));
}

/** A file that is dropped beside a target must not replace the page. */
export function ignoreOtherDrops() {
  for (const type of ['dragover', 'drop']) {
    window.addEventListener(type, event => { if (!event.defaultPrevented) event.preventDefault(); });
  }
}
