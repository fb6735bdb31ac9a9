export { Button, IconButton } from './Button';
export { Dropdown } from './Dropdown';
export { ProgressRing } from './ProgressRing';
export { TextField, type TextFieldElement } from './TextField';
