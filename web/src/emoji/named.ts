/** Where the list of the workspace's emoji is kept on this device. */
export const KEPT = 'parley.emoji';

/** Whether a text may name an emoji of the workspace: most do not, and need nothing of what shows them. */
export const mayName = (text: string) => /:[a-z0-9_+-]{2,32}:/.test(text);
