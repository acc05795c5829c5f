type Child = Node | string | null | undefined;

/** Makes an element. Text is always text: nothing that the server says becomes markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Record<string, string | undefined> = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) {
      made.setAttribute(name, value);
    }
  }

  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}
