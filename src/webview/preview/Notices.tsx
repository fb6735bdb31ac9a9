import { troubleOf } from '../../common/sentences';
import { Icon } from '../shared/Icon';
import type { Preview } from './model';

/** What the reader should know before looking: what is wrong with the file, with showing it, with the last request. */
export function Notices({ preview }: { preview: Preview }) {
  const problem = preview.problem.value;
  const fault = preview.asset.value && troubleOf(preview.asset.value);
  const note = preview.note.value;
  return (
    <div class="notices" role="status">
      {problem !== null && <Notice icon="error" text={problem} />}
      {fault !== null && <Notice icon="warning" text={fault} />}
      {note !== null && <Notice icon="info" text={note} />}
    </div>
  );
}

function Notice({ icon, text }: { icon: 'error' | 'warning' | 'info'; text: string }) {
  return (
    <p class={`notice notice-${icon}`}>
      <Icon name={icon} />
      <span>{text}</span>
    </p>
  );
}
