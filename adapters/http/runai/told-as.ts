import type { Done, LiveBrain } from '../../ports/live-brain.ts';
import { type AskingRequest, type Changed, tell } from '../asking.ts';
import { Problem } from '../problem.ts';

/**
 * Asks as `tell` does, and says what was refused in the places of the body that the ask was made of.
 *
 * @throws Problem when the ask was refused, or not decided at all
 */
export const tellAs = async (
  brain: LiveBrain,
  request: AskingRequest,
  asked: Changed & { readonly pointerOf: (pointer: string) => string },
): Promise<Done> => {
  const { pointerOf, ...changed } = asked;
  try {
    return await tell(brain, request, changed);
  } catch (error) {
    throw error instanceof Problem ? error.repointed(pointerOf) : error;
  }
};
