import { ProgressRing } from '../shared/controls';

/** Comes into sight after a moment only, so that a quick answer does not flicker. */
export function Waiting() {
  return (
    <div class="waiting">
      <ProgressRing label="Opening the file" />
    </div>
  );
}
