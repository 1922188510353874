// Photos from the camera. Browsers allow it on localhost and over HTTPS.

import { attempt, count, find, tell } from './dom.js';
import { draw } from './images.js';

const dialog = find('camera');
const video = find('video');
let use;
let shots;

/** Opens the camera; every photo is given to "onPhotos" at once. */
export async function openCamera(title, onPhotos) {
  if (!navigator.mediaDevices) return tell('The camera works on localhost and over HTTPS only.', true);
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: 1024 } });
  } catch (error) {
    return tell(`The camera cannot be used: ${error.message}`, true);
  }
  [use, shots] = [onPhotos, 0];
  find('camera-title').textContent = title;
  find('shots').textContent = '';
  dialog.showModal();
  find('shutter').focus();
}

export function closeCamera() {
  dialog.close();
}

export function startCamera() {
  dialog.addEventListener('close', () => video.srcObject?.getTracks().forEach(track => track.stop()));
  find('shutter').addEventListener('click', () => attempt(async () => {
    await use([await draw(video, video.videoWidth, video.videoHeight)]);
    find('shots').textContent = count(++shots, 'photo') + ' taken';
  }));
}
