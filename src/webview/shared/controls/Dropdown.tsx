import './toolkit';

interface DropdownProps<V extends string> {
  value: V;
  /** Read out, and shown as its tooltip. */
  label: string;
  options: readonly { readonly value: V; readonly label: string }[];
  onChange: (value: V) => void;
}

export function Dropdown<V extends string>({ value, label, options, onChange }: DropdownProps<V>) {
  const choose = (chosen: string) => {
    const option = options.find((candidate) => candidate.value === chosen);
    if (option && option.value !== value) onChange(option.value);
  };
  return (
    <vscode-dropdown
      value={value}
      aria-label={label}
      title={label}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      {options.map((option) => (
        <vscode-option key={option.value} value={option.value} selected={option.value === value}>
          {option.label}
        </vscode-option>
      ))}
    </vscode-dropdown>
  );
}
