import { type Fact, FactList } from './fact-list.tsx';
import './fact-line.css';

/** Facts side by side, for the head of a page. */
export function FactLine({ facts }: { facts: readonly Fact[] }) {
  return <FactList className="fact-line" facts={facts} />;
}
