// The keys of shortcuts as they are called on this machine.
const MAC_NAMES = { "Ctrl+": "⌘", "Alt+": "⌥", "Shift+": "⇧" };

export const isMac = /mac|iphone|ipad/i.test(navigator.userAgentData?.platform ?? navigator.platform);

export const keyNames = (text) => (isMac ? text.replace(/Ctrl\+|Alt\+|Shift\+/g, (key) => MAC_NAMES[key]) : text);
