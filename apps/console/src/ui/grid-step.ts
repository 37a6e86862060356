/** A round step of bytes that gives two to five lines up to `top`: 1, 2, 5, 10 ... 500 of a unit of 1024. */
export function gridStep(top: number): number {
  if (top <= 0) return 1;
  const rough = top / 4;
  const unit = 1024 ** Math.max(0, Math.floor(Math.log(rough) / Math.log(1024)));
  const factor = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((one) => one * unit >= rough);
  return (factor ?? 1024) * unit;
}
