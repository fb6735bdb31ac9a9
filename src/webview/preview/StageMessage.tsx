import type { ComponentChildren } from 'preact';
import { kindIcons } from '../../common/kindIcons';
import type { PreviewState } from '../../protocol/pages';
import { Button } from '../shared/controls';
import { FileName } from '../shared/FileName';
import { Icon } from '../shared/Icon';
import type { Preview } from './model';

interface FailureProps {
  preview: Preview;
  shown: PreviewState;
  sentence: string;
}

/** In place of a file that cannot be shown: why, and what else can be done with it. */
export function Failure({ preview, shown, sentence }: FailureProps) {
  return (
    <StageMessage icon={kindIcons[shown.asset.kind]} name={shown.asset.name} sentence={sentence}>
      <Button onClick={() => void preview.act('openFile')}>Open File</Button>
      <Button appearance="secondary" onClick={() => void preview.act('revealInExplorer')}>
        Reveal in Explorer
      </Button>
      <Button appearance="secondary" onClick={() => void preview.act('copyPath')}>
        Copy Path
      </Button>
    </StageMessage>
  );
}

interface StageMessageProps {
  icon: string;
  name: string;
  sentence: string;
  children?: ComponentChildren;
}

export function StageMessage({ icon, name, sentence, children }: StageMessageProps) {
  return (
    <div class="stage stage-message">
      <Icon name={icon} class="stage-icon" />
      <div class="stage-name" title={name}>
        <FileName name={name} />
      </div>
      <p class="stage-sentence" role="alert">
        {sentence}
      </p>
      {children !== undefined && <div class="stage-actions">{children}</div>}
    </div>
  );
}
