import '../shared/theme.css';
import './preview.css';
import { render } from 'preact';
import { previewContract } from '../../protocol/pages';
import { connectToHost } from '../shared/connection';
import { App } from './App';
import { Preview } from './model';

const api = acquireVsCodeApi();
const preview = new Preview(
  (listeners) => connectToHost(previewContract, api, listeners),
  (state) => api.setState(state),
);
const app = document.getElementById('app');
if (!app) throw new Error('The page has no element #app to draw in.');
render(<App preview={preview} />, app);
void preview.start();
