// Photos and other files, in and out. Large ones are reduced here: quick to send, upright, and without the place where they were taken.

import { api } from './api.js';
import { h, tell } from './dom.js';

const MaxSide = 1024;
const MaxBytes = 500_000;

export async function prepare(file) {
  const bitmap = await createImageBitmap(file).catch(() => { throw new Error(`${file.name ?? 'This'} is not a photo that this browser can open.`); });
  const scale = Math.min(1, MaxSide / Math.max(bitmap.width, bitmap.height));
  if (scale === 1 && file.size <= MaxBytes) return file;
  return draw(bitmap, bitmap.width * scale, bitmap.height * scale);
}

export function draw(source, width, height) {
  const canvas = h('canvas', { width: Math.round(width), height: Math.round(height) });
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', .9));
}

/** Sends photos one by one; one that fails does not stop the others. */
export async function upload(files, pile) {
  const photos = [];
  for (const file of files) {
    try {
      photos.push(await api.addPhoto(await prepare(file), pile));
    } catch (error) {
      tell(error.message, true);
    }
  }
  return photos;
}

/** Saves a file as a download does. */
export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Lets the user choose files. */
export function choose(multiple, use) {
  const input = h('input', { type: 'file', accept: 'image/*', multiple, hidden: true, 'aria-label': 'Photos' });
  input.addEventListener('change', () => { input.remove(); use([...input.files]); });
  input.addEventListener('cancel', () => input.remove());
  document.body.append(input);
  input.click();
}
