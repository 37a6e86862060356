import { Button, type ButtonProps } from 'antd';
import { useHref, useNavigate } from 'react-router';

/** A link in a button's dress: it shows its address and opens in a new tab like any link. */
export function LinkButton({ to, ...rest }: { to: string } & Omit<ButtonProps, 'href' | 'onClick'>) {
  const navigate = useNavigate();
  return (
    <Button
      {...rest}
      href={useHref(to)}
      onClick={(event) => {
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        void navigate(to);
      }}
    />
  );
}
