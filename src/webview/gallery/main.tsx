import '../shared/theme.css';
import './styles/gallery.css';
import { render } from 'preact';
import { galleryContract } from '../../protocol/pages';
import { connectToHost } from '../shared/connection';
import { savedState } from '../shared/savedState';
import { App } from './components/App';
import { Gallery } from './model/gallery';
import { savedGallery } from './model/saved';

const api = acquireVsCodeApi();
const gallery = new Gallery(
  (listeners) => connectToHost(galleryContract, api, listeners),
  savedState(api, savedGallery),
);
const app = document.getElementById('app');
if (!app) throw new Error('The page has no element #app to draw in.');
render(<App gallery={gallery} />, app);
gallery.start();
