// Connects the parts of the page.

import { api } from './api.js';
import { closeCamera, openCamera, startCamera } from './camera.js';
import { attempt, find, tell } from './dom.js';
import { ignoreOtherDrops, makeDropTarget } from './drop.js';
import { choose, save, upload } from './images.js';
import { askAgain, openPhoto, startPhoto, updatePhoto } from './photo.js';
import { showPiles, startPiles } from './piles.js';
import { listen } from './training.js';
import { showUnsorted, startUnsorted } from './unsorted.js';

let isRefreshing = false;
let isOutdated = false;

async function refresh() {
  isOutdated = true;
  if (isRefreshing) return;
  isRefreshing = true;
  while (isOutdated) {
    isOutdated = false;
    const state = await attempt(api.piles);
    if (!state) continue;
    showPiles(state.piles);
    showUnsorted(state.unsorted);
    updatePhoto(state);
  }
  isRefreshing = false;
}

async function tryPhoto(files) {
  closeCamera();
  const [photo] = await upload(files.slice(0, 1));
  if (!photo) return;
  await refresh();
  await openPhoto(photo.id);
}

for (const dialog of document.querySelectorAll('dialog'))
  dialog.querySelector('.close').addEventListener('click', () => dialog.close());

find('try-file').addEventListener('click', () => choose(false, tryPhoto));
find('try-camera').addEventListener('click', () => openCamera('Try a photo', tryPhoto));
makeDropTarget(find('try-zone'), { onFiles: tryPhoto, onPhoto: openPhoto });
find('report').addEventListener('click', async ({ target }) => {
  target.setAttribute('aria-busy', 'true');
  const html = await attempt(api.report);
  target.removeAttribute('aria-busy');
  if (html) save(new Blob([html], { type: 'text/html' }), 'report.html');
});
find('start-over').addEventListener('click', () => attempt(async () => {
  if (!confirm('Delete all piles, photos and the model?')) return;
  await api.startOver();
  tell('Everything is deleted.');
}));

ignoreOtherDrops();
startPiles();
startUnsorted();
startPhoto();
startCamera();
listen({ onChanged: refresh, onTrained: askAgain });
