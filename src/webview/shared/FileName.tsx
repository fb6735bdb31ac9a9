import { middleCut } from './middleCut';

/** One line; cut in the middle when it is too long for its place. The whole name is for tooltips to say. */
export function FileName({ name }: { name: string }) {
  const { head, tail } = middleCut(name);
  return (
    <span class="file-name">
      <span class="file-name-head">{head}</span>
      {tail && <span class="file-name-tail">{tail}</span>}
    </span>
  );
}
