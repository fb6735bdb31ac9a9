import { useEffect, useState } from 'preact/hooks';
import type { Gallery } from '../model/gallery';
import { summarise } from './Summary';

/** Long enough that a screen reader is not talked over while the reader types or a scan runs. */
const quietMs = 700;

/** Tells a screen reader what others see in the summary, once it rests. */
export function Announcer({ gallery }: { gallery: Gallery }) {
  const text = summarise(gallery);
  const [announced, announce] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => announce(text), quietMs);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div class="visually-hidden" role="status" aria-live="polite">
      {announced}
    </div>
  );
}
