// Dropping: files from outside, and photos from one pile onto another. With the keyboard, the buttons and the photo's dialog do the same.

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
    const files = [...event.dataTransfer.files];
    if (files.length > 0) onFiles(files);
    else onPhoto?.(event.dataTransfer.getData(Type));
  });
}

/** A file that is dropped beside a target must not replace the page. */
export function ignoreOtherDrops() {
  for (const type of ['dragover', 'drop']) {
    window.addEventListener(type, event => { if (!event.defaultPrevented) event.preventDefault(); });
  }
}
