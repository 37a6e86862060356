import { readInstruction } from './instruction.ts';

/** A step as a Dockerfile would spell it: the keyword set apart, the rest in code. `short` keeps it on one line. */
export function InstructionText({
  createdBy,
  fallback,
  short = false,
}: {
  createdBy: string | undefined;
  fallback: string;
  short?: boolean;
}) {
  if (!createdBy) return <span className="quiet">{fallback}</span>;
  const { keyword, text } = readInstruction(createdBy);
  return (
    <code className={short ? 'instruction instruction-short' : 'instruction'}>
      {keyword && <b>{keyword}</b>}
      {keyword && ' '}
      {text}
    </code>
  );
}
