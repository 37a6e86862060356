import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreference } from '../lib/preferences.ts';
import { type CommandLine, type Commands, type Tool, tools } from './commands.ts';
import { CopyButton } from './copy-button.tsx';

const toolNames: Record<Tool, string> = {
  docker: 'Docker',
  podman: 'Podman',
  containerd: 'containerd',
  skopeo: 'skopeo',
  crictl: 'crictl',
  kubernetes: 'Kubernetes',
  github: 'GitHub',
  gitlab: 'GitLab',
};

const masked = '••••••••';

/**
 * Command lines for each tool, the last chosen tool first seen. `secret` is masked wherever it stands in a line until
 * the user asks to see it; what is copied always holds it.
 */
export function CopyCommand({ commands, label, secret }: { commands: Commands; label: string; secret?: string }) {
  const { t } = useTranslation('ui');
  const id = useId();
  const [shown, setShown] = useState(false);
  const [preferred, setTool] = usePreference('command-tool', 'docker');
  const offered = tools.filter((tool) => commands[tool].length > 0);
  const tool = offered.find((one) => one === preferred) ?? offered[0] ?? 'docker';
  return (
    <div className="copy-command">
      <div className="command-bar">
        <ToolTabs id={id} label={label} tool={tool} offered={offered} setTool={setTool} />
        {secret && (
          <Button
            type="text"
            size="small"
            icon={shown ? <EyeInvisibleOutlined /> : <EyeOutlined />}
            onClick={() => setShown(!shown)}
          >
            {shown ? t('hide-secret') : t('show-secret')}
          </Button>
        )}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tool}`}>
        {commands[tool].map((line) => (
          <Line key={line.text} line={line} secret={shown ? undefined : secret} />
        ))}
      </div>
    </div>
  );
}

function Line({ line, secret }: { line: CommandLine; secret: string | undefined }) {
  const { t } = useTranslation('ui');
  const hidden = secret === undefined ? [] : [secret, line.secret ?? secret];
  const seen = hidden.reduce((text, word) => text.replaceAll(word, masked), line.text);
  return (
    <div className="command">
      {line.note && <p className="command-note">{t(`note.${line.note}`)}</p>}
      <CommandBlock text={line.text} seen={seen} />
    </div>
  );
}

/** One command to copy. @param seen what is shown of it, where that is not all. */
export function CommandBlock({ text, seen = text }: { text: string; seen?: string }) {
  const { t } = useTranslation('ui');
  return (
    <div className="command-line">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard. */}
      <pre tabIndex={0}>
        <code>{seen}</code>
      </pre>
      <CopyButton text={text} name={t('command')} labelled />
    </div>
  );
}

interface ToolTabsProps {
  id: string;
  label: string;
  tool: Tool;
  offered: readonly Tool[];
  setTool: (tool: Tool) => void;
}

/** Tabs as the ARIA Authoring Practices have them: one stop, arrows move. */
function ToolTabs({ id, label, tool, offered, setTool }: ToolTabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = offered.at((offered.indexOf(tool) + step) % offered.length);
    if (step === 0 || !next) return;
    event.preventDefault();
    setTool(next);
    list.current?.querySelector<HTMLElement>(`[data-tool="${next}"]`)?.focus();
  };
  return (
    <div ref={list} role="tablist" aria-label={label} className="tool-tabs" onKeyDown={onKeyDown}>
      {offered.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={`${id}-${one}`}
          data-tool={one}
          aria-selected={one === tool}
          aria-controls={`${id}-panel`}
          tabIndex={one === tool ? 0 : -1}
          onClick={() => setTool(one)}
        >
          {toolNames[one]}
        </button>
      ))}
    </div>
  );
}
