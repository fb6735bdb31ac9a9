import { kindIcons } from '../../../common/kindIcons';
import { assetKinds, type AssetKind } from '../../../library/model';
import { IconButton } from '../../shared/controls';
import { formatNumber } from '../../../common/format';
import type { Gallery } from '../model/gallery';

const kindLabels: Readonly<Record<AssetKind, string>> = { image: 'Images', video: 'Videos', audio: 'Audio' };

/** None pressed means every kind. */
export function KindFilter({ gallery }: { gallery: Gallery }) {
  const { kinds } = gallery.view.query.value;
  const status = gallery.status.value;
  const toggle = (kind: AssetKind) => {
    const next = kinds.includes(kind) ? kinds.filter((other) => other !== kind) : [...kinds, kind];
    gallery.setQuery({ kinds: next.length === assetKinds.length ? [] : next });
  };
  const label = (kind: AssetKind) =>
    status.state === 'ready'
      ? `${kindLabels[kind]} (${formatNumber(status.stats.byKind[kind])})`
      : kindLabels[kind];
  return (
    <div class="kinds" role="group" aria-label="Kinds shown">
      {assetKinds.map((kind) => (
        <IconButton
          key={kind}
          icon={kindIcons[kind]}
          label={label(kind)}
          pressed={kinds.includes(kind)}
          onClick={() => toggle(kind)}
        />
      ))}
    </div>
  );
}
