import { type ReactNode, useId } from "react";

/** A label and its control, side by side. */
export function Field({
  id,
  label,
  children,
}: {
  id: string;
  label: string;
  children: ReactNode;
}): ReactNode {
  return (
    <div className="control">
      <label htmlFor={id}>{label}</label>
      {children}
    </div>
  );
}

/** A choice among few. */
export function SelectField({
  label,
  testId,
  value,
  options,
  onChange,
}: {
  label: string;
  testId: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  onChange(value: string): void;
}): ReactNode {
  const id = useId();
  return (
    <Field id={id} label={label}>
      <select
        id={id}
        data-testid={testId}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      >
        {options.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  );
}
