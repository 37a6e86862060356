/** A line of an image's history, split for reading. */
export interface Instruction {
  /** `RUN`, `COPY` ..., or undefined when the line names none. */
  keyword: string | undefined;
  text: string;
}

const keywords =
  /^(FROM|RUN|CMD|LABEL|MAINTAINER|EXPOSE|ENV|ADD|COPY|ENTRYPOINT|VOLUME|USER|WORKDIR|ARG|ONBUILD|STOPSIGNAL|HEALTHCHECK|SHELL)\s+(.*)$/s;

/**
 * Reads what builders write into `created_by`: the classic builder prefixes its own steps with `#(nop)` and leaves RUN
 * unnamed behind `/bin/sh -c`; BuildKit names each step and ends it with `# buildkit`.
 */
export function readInstruction(createdBy: string): Instruction {
  const line = createdBy.replace(/\s*# buildkit\s*$/, '').trim();
  const classic = /^(?:\/bin\/sh -c|cmd \/S \/C)\s+#\(nop\)\s+(.*)$/s.exec(line)?.[1];
  const [, keyword, text] = keywords.exec(classic ?? line) ?? [];
  if (keyword !== undefined && text !== undefined) {
    return { keyword, text: keyword === 'RUN' ? withoutShell(text).trim() : text.trim() };
  }
  if (classic !== undefined) return { keyword: undefined, text: classic.trim() };
  const shell = withoutShell(line);
  return shell === line ? { keyword: undefined, text: line } : { keyword: 'RUN', text: shell.trim() };
}

/** Drops the shell and the `|2 NAME=value ...` of build arguments before it. */
function withoutShell(text: string): string {
  return text.replace(/^(?:\|\d+\s.*?)?\/bin\/(?:ba|a|da)?sh(?:\s+-o\s+\w+|\s+-[a-z]+)*?\s+-[a-z]*c\s+/s, '');
}
