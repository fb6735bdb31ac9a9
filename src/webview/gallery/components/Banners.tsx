import type { ComponentChildren } from 'preact';
import { ffmpegMissing } from '../../../common/sentences';
import { Button, IconButton } from '../../shared/controls';
import { Icon } from '../../shared/Icon';
import type { Gallery } from '../model/gallery';

/** What the reader should know while the files stay in sight. */
export function Banners({ gallery }: { gallery: Gallery }) {
  const failure = gallery.view.failure.value;
  const status = gallery.status.value;
  const pictureless =
    status.state === 'ready' &&
    !status.ffmpegFound &&
    status.stats.byKind.video > 0 &&
    !gallery.ffmpegHintDismissed.value;
  return (
    <>
      {failure !== null && (
        <Banner icon="warning" role="alert">
          <span class="banner-text">{failure}</span>
          <Button appearance="secondary" onClick={() => gallery.retry()}>
            Retry
          </Button>
        </Banner>
      )}
      {pictureless && (
        <Banner icon="info" role="note">
          <span class="banner-text">{ffmpegMissing}</span>
          <Button appearance="secondary" onClick={() => gallery.run('howToGetFfmpeg')}>
            How to Get FFmpeg
          </Button>
          <IconButton
            icon="close"
            label="Dismiss"
            onClick={() => (gallery.ffmpegHintDismissed.value = true)}
          />
        </Banner>
      )}
    </>
  );
}

interface BannerProps {
  icon: string;
  role: 'alert' | 'note';
  children: ComponentChildren;
}

function Banner({ icon, role, children }: BannerProps) {
  return (
    <div class={`banner banner-${icon}`} role={role}>
      <Icon name={icon} />
      {children}
    </div>
  );
}
