import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** Attributes that the toolkit overwrites with words of its own when an element is connected: set after that. */
export function useAttributes(
  element: RefObject<HTMLElement | null>,
  attributes: Readonly<Record<string, string>>,
): void {
  useLayoutEffect(() => {
    for (const [name, value] of Object.entries(attributes)) element.current?.setAttribute(name, value);
  });
}
