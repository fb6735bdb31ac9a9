export { Button, IconButton } from './Button';
export { Dropdown } from './Dropdown';
export { Badge, ProgressRing } from './indicators';
export { TextField, type TextFieldElement } from './TextField';
