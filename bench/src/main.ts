/** `npm run bench`: measured figures, as ratios against peers and limits in the same run. */
export {};
