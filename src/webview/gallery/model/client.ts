import type { ClientEnd } from '../../../protocol/connection';
import type { GalleryContract } from '../../../protocol/pages';

export type GalleryClient = ClientEnd<GalleryContract>;
