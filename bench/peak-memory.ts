// Preloaded into a measured command: says on file descriptor 3 how much memory the process had at its peak.
import { writeSync } from 'node:fs';

process.on('exit', () => {
  writeSync(3, String(process.resourceUsage().maxRSS));
});
