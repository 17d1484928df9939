/** An element with a part for `::part()`. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  part: string,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries({ part, ...attributes })) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Screen readers read a text again if it is replaced, also by the same one. */
export function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
