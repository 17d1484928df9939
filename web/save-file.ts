/** Lets the user save a text as a file. */
export function saveFile(text: string, type: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  // Characters that file systems do not allow.
  link.download = name.replace(/[\\/:*?"<>|]/g, ' ').trim();
  link.click();
  URL.revokeObjectURL(link.href);
}
