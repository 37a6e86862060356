/** The sign of the product: three piles, a deck, water. */
export function WharfMark({ size = 28 }: { size?: number }) {
  return (
    <svg className="wharf-mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <path className="mark-piles" d="M9 5v14.5M16 5v14.5M23 5v14.5M6 11.5h20" />
      <path className="mark-water" d="M4 24.5c2 0 2 2 4 2s2-2 4-2 2 2 4 2 2-2 4-2 2 2 4 2 2-2 4-2" />
    </svg>
  );
}
