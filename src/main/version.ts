/** The version of this program, as its package says it; a test holds the two together. */
export const version = '0.1.0';
