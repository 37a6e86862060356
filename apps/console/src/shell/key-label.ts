const onMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** A shortcut as its keys are marked: `Ctrl K`, `⌘ K`, `g o`. */
export function keyLabel(shortcut: string): string {
  return shortcut
    .split(' ')
    .map((key) => (key.startsWith('mod+') ? `${onMac ? '⌘' : 'Ctrl'} ${key.slice(4).toUpperCase()}` : key))
    .join(' ');
}
