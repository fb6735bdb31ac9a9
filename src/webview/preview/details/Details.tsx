import type { PreviewState } from '../../../protocol/pages';
import { Button } from '../../shared/controls';
import type { Preview } from '../model';
import { factGroups, type FactGroup } from './facts';

interface DetailsProps {
  preview: Preview;
  shown: PreviewState;
}

/** All that is known of the file, as text that can be selected. */
export function Details({ preview, shown }: DetailsProps) {
  const { asset } = preview;
  return (
    <aside class="details" aria-label="Details" tabIndex={0}>
      {asset.value && factGroups(asset.value).map((group) => <Group key={group.title} group={group} />)}
      <Source preview={preview} factsFrom={shown.factsFrom} />
    </aside>
  );
}

function Group({ group: { title, facts } }: { group: FactGroup }) {
  return (
    <section>
      <h2>{title}</h2>
      <dl>
        {facts.map(({ label, value }) => (
          <div key={label} class="fact">
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Why there is so little to say, where the library did not read the file. */
function Source({ preview, factsFrom }: { preview: Preview; factsFrom: PreviewState['factsFrom'] }) {
  switch (factsFrom) {
    case 'library':
      return null;
    case 'restricted':
      return (
        <div class="details-source">
          <p>In Restricted Mode the library reads no files. Here is what the editor itself can tell.</p>
          <Button appearance="secondary" onClick={() => void preview.run('manageTrust')}>
            Manage Workspace Trust
          </Button>
        </div>
      );
    case 'unavailable':
      return (
        <p class="details-source">
          The library did not read this file. Here is what the editor itself can tell.
        </p>
      );
  }
}
