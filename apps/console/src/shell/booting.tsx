import { LoadingState } from '../ui/loading-state.tsx';

/** Before the first page's code is there. */
export function Booting() {
  return (
    <div className="booting">
      <LoadingState lines={3} />
    </div>
  );
}
