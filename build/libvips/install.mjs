// Installs node_modules beside this file. Builds may run at the same time, so packages are installed into a folder of this
// process and then moved into place in one step; whoever comes second finds them there.
import { execSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const installed = join(here, 'node_modules');
const lock = join(here, 'package-lock.json');
const stamp = join(installed, '.package-lock.json');
const isCurrent = () => existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(lock).mtimeMs;

if (!isCurrent()) {
  mkdirSync(join(here, 'obj'), { recursive: true });
  const staging = mkdtempSync(join(here, 'obj', 'install-'));
  try {
    for (const file of ['package.json', 'package-lock.json']) {
      copyFileSync(join(here, file), join(staging, file));
    }
    execSync('npm ci --ignore-scripts --no-audit --no-fund --loglevel=error', { cwd: staging, stdio: 'inherit' });
    if (!isCurrent()) {
      if (existsSync(installed)) {
        renameSync(installed, join(staging, 'outdated'));
      }
      renameSync(join(staging, 'node_modules'), installed);
    }
  } catch (error) {
    if (!isCurrent()) {
      throw error;
    }
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}
