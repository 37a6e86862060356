import './sign-in.css';
import type { ReactNode } from 'react';

interface Marks {
  id: string;
  status: 'error' | '';
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
}

/** A field with its label and what is wrong with it, tied together for screen readers. */
export function SignInField(props: {
  id: string;
  label: string;
  error: string | undefined;
  children: (marks: Marks) => ReactNode;
}) {
  const { id, label, error, children } = props;
  return (
    <div className="sign-in-field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        status: error ? 'error' : '',
        'aria-invalid': error !== undefined,
        'aria-describedby': error ? `${id}-error` : undefined,
      })}
      {error && (
        <p id={`${id}-error`} className="field-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
