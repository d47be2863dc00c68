// Finds the numbers away from the page, so that the page stays alive.

import { puzzle } from "./pow.js";

addEventListener("message", ({ data: { start, zeroes, puzzles } }) => {
  for (let place = 0; place < puzzles; place++) postMessage(puzzle(start, place, zeroes));
});
