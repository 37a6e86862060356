import './second-factors.css';
import { encodeQR } from 'qr';

// White around it, four squares wide: without it readers do not find the picture (ISO/IEC 18004, 5.3.8).
const quiet = 4;

/** A text as a QR code. Black on white in the dark mode too: many readers do not see the other way round. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: quiet });
  const size = rows.length;
  const squares = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : [])));
  return (
    <svg className="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <path className="qr-ground" d={`M0 0h${size}v${size}h-${size}z`} />
      <path className="qr-squares" d={squares.join('')} />
    </svg>
  );
}
