import type { LedgerPlace } from '../config/index.ts';

/** What a thread that answers inquiries is told. */
export interface InquiryErrand {
  readonly berthInquiriesAbout: LedgerPlace;
}

/** Whether a thread was begun to answer inquiries. */
export const isInquiryErrand = (data: unknown): data is InquiryErrand =>
  typeof data === 'object' && data !== null && 'berthInquiriesAbout' in data;
