import { workerData } from 'node:worker_threads';
import { isInquiryErrand } from '../../main/inquiries/errand.ts';

/** What a thread begins with that answers why, what is other, and what if. */
export const inquiryModule = new URL(import.meta.url);

// In such a thread this module does its errand; wherever else it is loaded it does nothing.
if (isInquiryErrand(workerData)) {
  const { serveInquiries } = await import('../../main/inquiries/serve.ts');
  const { patchSent } = await import('../whatif/patch-file.ts');
  await serveInquiries(workerData, patchSent);
}
